package io.tidegate.store.postgres;

import io.tidegate.store.log.LogIdentity;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogReader;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.LogRefusedException;
import io.tidegate.store.log.ValidityRule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Reads the table a page at a time. One statement fetches a page, what the home knows of signs and
 * its clock, and the record behind which this reader stands, all as of the same moment.
 */
final class PgReader implements LogReader {
  /** A page ends with the record that passes this. */
  static final int PAGE_BYTES = 2 << 20;

  static final int PAGE_RECORDS = 1_000;

  private static final String PAGE =
      """
      SELECT life.signs,
        (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS home_ms,
        (extract(epoch FROM greatest(life.signed_at, last.written_at)) * 1000)::bigint AS heard_ms,
        last.sequence AS last,
        here.chain AS here,
        page.sequence, page.bytes
      FROM tidegate.life
      LEFT JOIN LATERAL (
        SELECT sequence, written_at FROM tidegate.record
        WHERE realm = life.realm ORDER BY sequence DESC LIMIT 1) AS last ON true
      LEFT JOIN tidegate.record AS here ON here.realm = life.realm AND here.sequence = ?
      LEFT JOIN LATERAL (
        SELECT sequence, bytes FROM (
          SELECT sequence, bytes,
            sum(octet_length(bytes)) OVER (ORDER BY sequence) - octet_length(bytes) AS before
          FROM tidegate.record
          WHERE realm = life.realm AND sequence > ? AND sequence <= ?) AS measured
        WHERE before < ?) AS page ON true
      WHERE life.realm = ?
      ORDER BY page.sequence
      """;

  private record Row(long sequence, byte[] bytes) {}

  private final PgServer server;
  private final PgRealm realm;
  private final Line line;
  private final ValidityRule rule;
  private final Deque<Row> ahead = new ArrayDeque<>();
  private LogPosition position;
  private @Nullable LogRecord record;
  private long signs;
  private long silentMs = -1;
  private long homeMs = -1;

  /**
   * @param line for this reader alone; closed with it
   */
  PgReader(PgServer server, PgRealm realm, LogPosition after, Line line) {
    this.server = server;
    this.realm = realm;
    this.line = line;
    this.position = after;
    this.rule = new ValidityRule(ValidityRule.Home.STRICT, after);
  }

  /** Fetches the next page, which may be empty. */
  void look() throws IOException {
    if (position.sequence() == 0 && !realm.identity().beginning().chain().equals(position.chain()))
      throw changed("the place to read from is of another log");
    line.ask(connection -> {
      fetch(connection);
      return true;
    });
  }

  private void fetch(Connection connection) throws SQLException, LogRefusedException {
    ahead.clear();
    long at = position.sequence();
    try (PreparedStatement statement = connection.prepareStatement(PAGE)) {
      statement.setLong(1, at);
      statement.setLong(2, at);
      statement.setLong(3, at + PAGE_RECORDS);
      statement.setLong(4, PAGE_BYTES);
      statement.setInt(5, realm.id());
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) throw changed("its realm is gone");
        state(rows);
        long last = rows.getLong(4);
        checkHere(rows.getBytes(5), last);
        do {
          byte[] bytes = rows.getBytes(7);
          if (bytes != null) ahead.add(new Row(rows.getLong(6), bytes));
        } while (rows.next());
        if (ahead.isEmpty() && last > at)
          throw changed("record " + (at + 1) + " is missing, and later ones are there");
      }
    }
  }

  private void state(ResultSet row) throws SQLException {
    signs = row.getLong(1);
    homeMs = row.getLong(2);
    long heardMs = row.getLong(3);
    silentMs = row.wasNull() ? -1 : Math.max(0, homeMs - heardMs);
  }

  private void checkHere(byte @Nullable [] here, long last) throws LogRefusedException {
    if (position.sequence() == 0) return;
    if (here != null) {
      String chain = HexFormat.of().formatHex(here);
      if (!chain.equals(position.chain()))
        throw changed(
            "record %d was read with chain %s, and now one with chain %s stands there"
                .formatted(position.sequence(), position.chain(), chain));
    } else if (last > position.sequence()) {
      throw changed("record %d is gone, and later ones are there".formatted(position.sequence()));
    }
  }

  private LogRefusedException changed(String why) {
    return new LogRefusedException(server.address().name() + ": " + why);
  }

  @Override
  public boolean next() throws IOException {
    if (ahead.isEmpty()) look();
    Row row = ahead.poll();
    if (row == null) return false;
    ByteBuffer bytes = ByteBuffer.wrap(row.bytes());
    String problem = LogRecord.problem(realm.identity(), bytes, 0);
    ValidityRule.Verdict verdict =
        problem == null ? rule.judge(bytes, 0) : rule.unreadable(problem);
    String wrong = ValidityRule.why(verdict);
    if (wrong != null) {
      ahead.clear();
      throw changed("damaged at the row with sequence " + row.sequence() + ": " + wrong);
    }
    rule.accept(bytes, 0);
    LogRecord read = new LogRecord(bytes, 0);
    record = read;
    position = read.position();
    return true;
  }

  @Override
  public LogRecord record() {
    LogRecord last = record;
    if (last == null) throw new IllegalStateException("nothing was read");
    return last;
  }

  @Override
  public LogPosition position() {
    return position;
  }

  @Override
  public LogIdentity identity() {
    return realm.identity();
  }

  @Override
  public String place() {
    return server.address().name() + ", row " + position.sequence();
  }

  @Override
  public long signs() {
    return signs;
  }

  @Override
  public long silentMs() {
    return silentMs;
  }

  @Override
  public long homeMs() {
    return homeMs;
  }

  @Override
  public void close() {
    line.close();
  }
}
