package io.tidegate.store.postgres;

import io.tidegate.store.home.HomeSnapshots;
import io.tidegate.store.journal.SnapshotSource;
import io.tidegate.store.journal.SnapshotWriter;
import io.tidegate.store.log.Chain;
import io.tidegate.store.log.LogPosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots as rows of chunks. Each chunk commits by itself, so that a large one holds nothing up;
 * the row of a snapshot says how many there are once all are there, and only then is it seen.
 */
final class PgSnapshots implements HomeSnapshots {
  private static final Logger LOG = LoggerFactory.getLogger(PgSnapshots.class);

  private static final int KEPT = 2;

  /** One that is not whole after this long was given up by its writer. */
  private static final int ABANDONED_SECONDS = 3_600;

  /** Chunks of 1 MiB at most, in memory at once. */
  private static final int CHUNKS_AT_ONCE = 4;

  // Only what stands on the present history: a log that came back shorter has lost its snapshot.
  private static final String WHOLE =
      """
      SELECT s.id, s.sequence, s.at_ms, s.chain, s.chunks FROM tidegate.snapshot s
      JOIN tidegate.record r ON r.realm = s.realm AND r.sequence = s.sequence AND r.chain = s.chain
      WHERE s.realm = ? AND s.chunks IS NOT NULL
      ORDER BY s.sequence DESC, s.id DESC LIMIT ?
      """;

  private static final String PRUNE =
      """
      DELETE FROM tidegate.snapshot WHERE realm = ? AND (
        chunks IS NOT NULL AND id NOT IN (
          SELECT id FROM tidegate.snapshot WHERE realm = ? AND chunks IS NOT NULL
          ORDER BY sequence DESC, id DESC LIMIT ?)
        OR chunks IS NULL AND begun_at < clock_timestamp() - ? * interval '1 second')
      """;

  private record Whole(long id, LogPosition at, int chunks) {}

  private record Chunk(int section, byte[] rows) {}

  private final PgServer server;
  private final DataSource pool;
  private final PgRealm realm;

  PgSnapshots(PgServer server, DataSource pool, PgRealm realm) {
    this.server = server;
    this.pool = pool;
    this.realm = realm;
  }

  @Override
  public @Nullable LogPosition newest() throws IOException {
    try (Connection connection = pool.getConnection()) {
      List<Whole> whole = whole(connection, 1);
      return whole.isEmpty() ? null : whole.getFirst().at();
    } catch (SQLException e) {
      throw Line.failed(server, e);
    }
  }

  @Override
  public @Nullable LogPosition read(Listener listener) throws IOException {
    try (Connection connection = pool.getConnection()) {
      for (Whole snapshot : whole(connection, KEPT)) {
        String refused = refused(connection, snapshot, listener);
        if (refused == null) {
          replay(connection, snapshot, listener);
          return snapshot.at();
        }
        LOG.warn(
            "{}: the snapshot at record {} is passed over: {}",
            server.address().name(),
            snapshot.at().sequence(),
            refused);
      }
      return null;
    } catch (SQLException e) {
      throw Line.failed(server, e);
    }
  }

  private static @Nullable String refused(Connection connection, Whole snapshot, Listener listener)
      throws SQLException, IOException {
    if (snapshot.chunks() == 0) return "it is empty";
    Chunk first = chunks(connection, snapshot, 0, 1).getFirst();
    return listener.refuses(first.section(), ByteBuffer.wrap(first.rows()));
  }

  private static void replay(Connection connection, Whole snapshot, Listener listener)
      throws SQLException, IOException {
    for (int from = 0; from < snapshot.chunks(); from += CHUNKS_AT_ONCE) {
      int to = Math.min(snapshot.chunks(), from + CHUNKS_AT_ONCE);
      for (Chunk chunk : chunks(connection, snapshot, from, to))
        listener.chunk(chunk.section(), ByteBuffer.wrap(chunk.rows()));
    }
  }

  private static List<Chunk> chunks(Connection connection, Whole snapshot, int from, int to)
      throws SQLException, IOException {
    List<Chunk> chunks = new ArrayList<>(to - from);
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT section, crc, rows FROM tidegate.snapshot_chunk"
                + " WHERE snapshot = ? AND number >= ? AND number < ? ORDER BY number")) {
      select.setLong(1, snapshot.id());
      select.setInt(2, from);
      select.setInt(3, to);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          byte[] rows = row.getBytes(3);
          if (crc(rows) != row.getInt(2))
            throw damaged(snapshot, "the checksum of a chunk from " + from + " does not fit it");
          chunks.add(new Chunk(row.getInt(1), rows));
        }
      }
    }
    if (chunks.size() == to - from) return chunks;
    throw damaged(snapshot, "chunks from " + from + " are gone; a newer one may have replaced it");
  }

  private static IOException damaged(Whole snapshot, String why) {
    return new IOException("the snapshot at record " + snapshot.at().sequence() + ": " + why);
  }

  private List<Whole> whole(Connection connection, int most) throws SQLException {
    List<Whole> found = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(WHOLE)) {
      select.setInt(1, realm.id());
      select.setInt(2, most);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          String chain = HexFormat.of().formatHex(row.getBytes(4));
          LogPosition at = new LogPosition(row.getLong(2), row.getLong(3), chain);
          found.add(new Whole(row.getLong(1), at, row.getInt(5)));
        }
      }
    }
    return found;
  }

  @Override
  public void write(LogPosition at, SnapshotSource state) throws IOException {
    try (Connection connection = pool.getConnection()) {
      long id = begin(connection, at);
      ChunkRows rows = new ChunkRows(connection, id);
      try {
        SnapshotWriter.write(state, rows);
        finish(connection, id, rows.number);
      } catch (IOException | SQLException | RuntimeException e) {
        giveUp(connection, id, e);
        throw e;
      }
      prune(connection);
    } catch (SQLException e) {
      throw Line.failed(server, e);
    }
  }

  private long begin(Connection connection, LogPosition at) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO tidegate.snapshot (realm, sequence, at_ms, chain) VALUES (?, ?, ?, ?)"
                + " RETURNING id")) {
      insert.setInt(1, realm.id());
      insert.setLong(2, at.sequence());
      insert.setLong(3, at.timeMs());
      insert.setBytes(4, Chain.parse(at.chain()));
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static void finish(Connection connection, long id, int chunks)
      throws SQLException, IOException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE tidegate.snapshot SET chunks = ? WHERE id = ?")) {
      update.setInt(1, chunks);
      update.setLong(2, id);
      if (update.executeUpdate() != 1)
        throw new IOException("the snapshot took too long: another writer deleted it");
    }
  }

  private static void giveUp(Connection connection, long id, Exception why) {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM tidegate.snapshot WHERE id = ?")) {
      delete.setLong(1, id);
      delete.executeUpdate();
    } catch (SQLException e) {
      // Whoever writes the next one deletes it.
      why.addSuppressed(e);
    }
  }

  private void prune(Connection connection) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(PRUNE)) {
      delete.setInt(1, realm.id());
      delete.setInt(2, realm.id());
      delete.setInt(3, KEPT);
      delete.setInt(4, ABANDONED_SECONDS);
      delete.executeUpdate();
    }
  }

  private static int crc(byte[] rows) {
    CRC32C crc = new CRC32C();
    crc.update(rows, 0, rows.length);
    return (int) crc.getValue();
  }

  /** Adds a row for each chunk. */
  private static final class ChunkRows implements SnapshotWriter.Sink {
    private final Connection connection;
    private final long snapshot;
    private int number;

    ChunkRows(Connection connection, long snapshot) {
      this.connection = connection;
      this.snapshot = snapshot;
    }

    @Override
    public void chunk(int section, ByteBuffer rows) throws IOException {
      byte[] bytes = new byte[rows.remaining()];
      rows.get(bytes);
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO tidegate.snapshot_chunk (snapshot, number, section, crc, rows)"
                  + " VALUES (?, ?, ?, ?, ?)")) {
        insert.setLong(1, snapshot);
        insert.setInt(2, number++);
        insert.setInt(3, section);
        insert.setInt(4, crc(bytes));
        insert.setBytes(5, bytes);
        insert.executeUpdate();
      } catch (SQLException e) {
        throw new IOException(e);
      }
    }
  }
}
