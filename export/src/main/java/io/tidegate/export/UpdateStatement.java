package io.tidegate.export;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A prepared statement that changes rows. */
final class UpdateStatement {

  private final PreparedStatement statement;

  UpdateStatement(PreparedStatement statement) {
    this.statement = statement;
  }

  /** Runs it at once, so that the next statement sees its rows. */
  void run(@Nullable Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) statement.setObject(i + 1, values[i]);
    statement.executeUpdate();
  }
}
