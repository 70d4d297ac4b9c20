package io.tidegate.store.postgres;

import io.tidegate.store.log.AppendResult;
import io.tidegate.store.log.Chain;
import io.tidegate.store.log.Log;
import io.tidegate.store.log.LogIdentity;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogReader;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.LogRefusedException;
import io.tidegate.store.log.RecordBuffer;
import io.tidegate.store.log.RecordKind;
import io.tidegate.store.log.RecordLayout;
import io.tidegate.store.log.SignResult;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The log as a table.
 *
 * <h2>Append</h2>
 *
 * One statement, which commits by itself: it adds the row if the row before it is there with the
 * chain value that the record follows from. So a frozen writer holds no lock between two
 * statements, and a writer that fell behind leaves no hole. The primary key lets one of two win.
 *
 * <pre>
 * a row was added, no warning       Appended
 * a row was added, a warning        Unknown: committed here, but the standby did not confirm it
 * none, and ours is there already   one more commit, and when that is confirmed: Appended
 * none, otherwise                   Conflict
 * no answer, or an error            Unknown: the same bytes again, on a new connection
 * </pre>
 *
 * <p>A row that can be read need not be safe: while its commit waits for the standby, a crash or a
 * cancel makes it readable. But commits are confirmed in the order of the database's log, so a
 * later one that was confirmed covers it.
 *
 * <h2>Sign</h2>
 *
 * An update of one row on the condition that no record stands behind the end. A record that is not
 * yet readable was confirmed to nobody, so whatever was decided on that end was true when the
 * statement looked.
 */
final class PgLog implements Log {
  /** No record may be larger; it goes to the server as a whole, and to a few places in memory. */
  static final int RECORD_BYTES_MAX = 4 << 20;

  /** For an answer to an append: beyond it nobody knows, and the same bytes are sent again. */
  static final int APPEND_ANSWER_MS = 3_000;

  private static final int READ_ANSWER_MS = 5_000;

  // In the statement itself, because behind a pooler the next one may run on another connection.
  private static final String CONFIRMS =
      " current_setting('synchronous_commit') IN ('on', 'remote_apply')"
          + " AND current_setting('client_min_messages') <> 'error' ";

  private static final String STANDS =
      """
       EXISTS (SELECT FROM tidegate.record
          WHERE realm = ? AND sequence = ? AND chain = ? AND kind <> %d)
      """
          .formatted(RecordKind.MOVED.code());

  private static final String IS_FIRST =
      " ? = 0 AND EXISTS (SELECT FROM tidegate.realm WHERE id = ? AND first_chain = ?) ";

  private static final String INSERT =
      "INSERT INTO tidegate.record (realm, sequence, at_ms, kind, chain, bytes)"
          + " SELECT ?, ?, ?, ?, ?, ? WHERE "
          + CONFIRMS
          + " AND ";

  private static final String SIGN =
      "UPDATE tidegate.life SET signs = signs + 1, signed_at = clock_timestamp() WHERE realm = ?"
          + " AND NOT EXISTS (SELECT FROM tidegate.record WHERE realm = ? AND sequence > ?) AND "
          + CONFIRMS
          + " AND ";

  private static final String ON_CONFLICT = " ON CONFLICT DO NOTHING";

  private static final String SETTLE =
      "UPDATE tidegate.life SET settled = settled + 1 WHERE realm = ? AND " + CONFIRMS;

  private final PgServer server;
  private final PgRealm realm;
  private final Line appending;
  private final Line signing;
  private final Line looking;
  private final RecordBuffer padding;

  PgLog(PgServer server, PgRealm realm) {
    this.server = server;
    this.realm = realm;
    appending = new Line(server, APPEND_ANSWER_MS);
    signing = new Line(server, APPEND_ANSWER_MS);
    looking = new Line(server, READ_ANSWER_MS);
    padding = new RecordBuffer(realm.identity(), RECORD_BYTES_MAX);
  }

  @Override
  public LogIdentity identity() {
    return realm.identity();
  }

  @Override
  public int recordBytesMax() {
    return RECORD_BYTES_MAX;
  }

  @Override
  public LogPosition end() throws IOException {
    return looking.ask(connection -> realm.end(connection).position());
  }

  @Override
  public @Nullable LogPosition position(long sequence) throws IOException {
    if (sequence == 0) return realm.identity().beginning();
    Line.Work<Optional<LogPosition>> work =
        connection -> Optional.ofNullable(realm.position(connection, sequence));
    return looking.ask(work).orElse(null);
  }

  @Override
  public AppendResult append(long expectedSequence, byte[] previousChain, LogRecord record) {
    long size = RecordLayout.aligned(record.length());
    if (size > RECORD_BYTES_MAX)
      throw new IllegalArgumentException(
          "a record of " + size + " bytes; this home takes " + RECORD_BYTES_MAX);
    LogRecord ours =
        record.size() == size ? record : padding.padded(record, new Chain(previousChain));
    try {
      return appending.run(c -> append(c, expectedSequence, previousChain, ours));
    } catch (SQLException | LogRefusedException e) {
      return new AppendResult.Unknown(e);
    }
  }

  private AppendResult append(Connection c, long sequence, byte[] previous, LogRecord record)
      throws SQLException {
    byte[] chain = Chain.parse(record.chain());
    byte[] bytes = new byte[record.size()];
    record.bytes().get(bytes);
    String sql = INSERT + (sequence == 1 ? IS_FIRST : STANDS) + ON_CONFLICT;
    try (PreparedStatement insert = c.prepareStatement(sql)) {
      insert.setInt(1, realm.id());
      insert.setLong(2, sequence);
      insert.setLong(3, record.timeMs());
      insert.setShort(4, record.kind().code());
      insert.setBytes(5, chain);
      insert.setBytes(6, bytes);
      previous(insert, 7, sequence - 1, previous);
      int rows = insert.executeUpdate();
      AppendResult.Unknown warned = warned(insert.getWarnings());
      if (warned != null) return warned;
      if (rows == 1) return AppendResult.Appended.APPENDED;
    }
    return notAdded(c, sequence, previous, chain);
  }

  private void previous(PreparedStatement to, int from, long sequence, byte[] chain)
      throws SQLException {
    if (sequence == 0) {
      to.setLong(from, sequence);
      to.setInt(from + 1, realm.id());
    } else {
      to.setInt(from, realm.id());
      to.setLong(from + 1, sequence);
    }
    to.setBytes(from + 2, chain);
  }

  private AppendResult notAdded(Connection c, long sequence, byte[] previous, byte[] chain)
      throws SQLException {
    if (Arrays.equals(realm.chain(c, sequence), chain)) return settle(c);
    PgRealm.End end = realm.end(c);
    boolean fits =
        end.position().sequence() == sequence - 1
            && Arrays.equals(Chain.parse(end.position().chain()), previous)
            && end.kind() != RecordKind.MOVED.code();
    // The record before became readable only after the statement had looked, or a pooler gave it a
    // connection on which a commit means less.
    if (fits) return new AppendResult.Unknown(null);
    return new AppendResult.Conflict(end.position());
  }

  private AppendResult settle(Connection c) throws SQLException {
    try (PreparedStatement update = c.prepareStatement(SETTLE)) {
      update.setInt(1, realm.id());
      int rows = update.executeUpdate();
      AppendResult.Unknown warned = warned(update.getWarnings());
      if (warned != null) return warned;
      return rows == 1 ? AppendResult.Appended.APPENDED : new AppendResult.Unknown(null);
    }
  }

  /** Any warning: that of a cancelled wait for the standby has no code of its own. */
  private static AppendResult.@Nullable Unknown warned(@Nullable SQLWarning warning) {
    return warning == null ? null : new AppendResult.Unknown(warning);
  }

  @Override
  public SignResult sign(LogPosition end) {
    try {
      return signing.run(connection -> sign(connection, end));
    } catch (SQLException | LogRefusedException e) {
      return SignResult.UNKNOWN;
    }
  }

  private SignResult sign(Connection c, LogPosition end) throws SQLException {
    String sql = SIGN + (end.sequence() == 0 ? IS_FIRST : STANDS);
    try (PreparedStatement update = c.prepareStatement(sql)) {
      update.setInt(1, realm.id());
      update.setInt(2, realm.id());
      update.setLong(3, end.sequence());
      previous(update, 4, end.sequence(), Chain.parse(end.chain()));
      int rows = update.executeUpdate();
      if (update.getWarnings() != null) return SignResult.UNKNOWN;
      if (rows == 1) return SignResult.COUNTED;
    }
    PgRealm.End now = realm.end(c);
    boolean there =
        now.kind() != RecordKind.MOVED.code()
            && now.position().sequence() == end.sequence()
            && now.position().chain().equals(end.chain());
    return there ? SignResult.UNKNOWN : SignResult.PASSED;
  }

  @Override
  public LogReader read(LogPosition after) throws IOException {
    PgReader reader = new PgReader(server, realm, after, new Line(server, READ_ANSWER_MS));
    try {
      reader.look();
      return reader;
    } catch (IOException | RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  @Override
  public void close() {
    appending.close();
    signing.close();
    looking.close();
  }
}
