package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.audit.AuditReport;
import io.tidegate.audit.Auditor;
import io.tidegate.audit.ledger.Claim;
import io.tidegate.audit.ledger.Figures;
import io.tidegate.export.Export;
import io.tidegate.export.ExportSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An exported SQLite file, asked for every figure that the auditor has. */
final class ExportedFigures implements AutoCloseable {

  private static final int LOOKS = 100;

  private final Connection connection;

  ExportedFigures(Path file) throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  /**
   * Exports and audits, and compares. A writer may be at work between the two: then both look
   * again.
   */
  static void assertSameAsAudit(Path data, Path file) throws IOException, SQLException {
    for (int look = 0; look < LOOKS; look++) {
      ExportSummary exported = Export.toSqlite(data, file, true);
      AuditReport report = Auditor.audit(data);
      if (exported.end().sequence() != report.journal().lastSequence()) continue;
      assertThat(report.breaches()).isEmpty();
      try (ExportedFigures figures = new ExportedFigures(file)) {
        figures.assertEqual(report);
      }
      return;
    }
    throw new AssertionError("the journal never stood still between an export and an audit");
  }

  /** The rows of a query, each as its cells in text. */
  List<List<String>> rows(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) statement.setObject(i + 1, values[i]);
      List<List<String>> all = new ArrayList<>();
      try (ResultSet found = statement.executeQuery()) {
        int columns = found.getMetaData().getColumnCount();
        while (found.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= columns; i++) row.add(String.valueOf(found.getObject(i)));
          all.add(row);
        }
      }
      return all;
    }
  }

  /** The only number that a query gives. */
  long number(String sql, Object... values) throws SQLException {
    return Long.parseLong(rows(sql, values).getFirst().getFirst());
  }

  String meta(String name) throws SQLException {
    return rows("SELECT value FROM meta WHERE name = ?", name).getFirst().getFirst();
  }

  /** Whether the file is a sound one, and what its rows name is there. */
  void assertWhole() throws SQLException {
    assertThat(rows("PRAGMA integrity_check")).containsExactly(List.of("ok"));
    assertThat(rows("PRAGMA foreign_key_check")).isEmpty();
  }

  /** Every count, sum and balance, and the journal's end. */
  void assertEqual(AuditReport report) throws SQLException {
    assertWhole();
    assertThat(meta("folder_id")).isEqualTo(report.journal().folderId());
    assertThat(meta("last_sequence")).isEqualTo("" + report.journal().lastSequence());
    assertThat(meta("chain")).isEqualTo(report.journal().chain());
    Figures figures = report.figures();
    assertThat(number("SELECT count(*) FROM events")).isEqualTo(figures.events());
    Map<String, Long> types = new TreeMap<>();
    for (List<String> row : rows("SELECT type, count(*) FROM events GROUP BY type"))
      types.put(row.get(0), Long.valueOf(row.get(1)));
    assertThat(types).isEqualTo(new TreeMap<>(figures.eventsByType()));
    assertSales(figures);
    assertClaims(report);
    assertWallets(report);
    assertThat(number("SELECT count(*) FROM rooms")).isEqualTo(figures.rooms().size());
    for (Figures.RoomFigures room : figures.rooms()) assertRoom(room);
  }

  private void assertSales(Figures figures) throws SQLException {
    assertThat(number("SELECT count(*) FROM sales")).isEqualTo(figures.sales().size());
    for (Figures.SaleFigures sale : figures.sales())
      assertThat(rows("SELECT name, state FROM sales WHERE id = ?", sale.sale()))
          .containsExactly(List.of(sale.name(), sale.state()));
    assertThat(number("SELECT count(*) FROM offers")).isEqualTo(figures.offers().size());
    String sql = "SELECT sale_id, total, available, held, issued, claims FROM offers WHERE id = ?";
    // Not the name: that of a date's offer is the auditor's own.
    for (Figures.OfferFigures o : figures.offers())
      assertThat(rows(sql, o.offer()))
          .containsExactly(
              texts(o.sale(), o.total(), o.available(), o.held(), o.issued(), o.claims()));
  }

  private void assertClaims(AuditReport report) throws SQLException {
    Figures.ClaimFigures all = report.figures().claims();
    assertThat(
            rows(
                """
                SELECT count(*), count(*) FILTER (WHERE state = 'held'), count(*) FILTER (WHERE state = 'issued'),
                  count(*) FILTER (WHERE state = 'lapsed'), count(*) FILTER (WHERE state = 'cancelled'),
                  count(retired_at) FROM claims\
                """))
        .containsExactly(
            texts(
                all.all(), all.held(), all.issued(), all.lapsed(), all.cancelled(), all.retired()));
    for (Claim claim : report.ledger().claims()) {
      assertThat(
              rows("SELECT user_id, quantity, amount, state FROM claims WHERE id = ?", claim.id()))
          .containsExactly(
              texts(
                  claim.user(),
                  claim.quantity(),
                  claim.amount(),
                  claim.state().name().toLowerCase(Locale.ROOT)));
      long seats = number("SELECT count(*) FROM seats WHERE claim_id = ?", claim.id());
      assertThat(seats).isEqualTo(claim.state().takes() ? claim.seats().length : 0);
    }
  }

  private void assertWallets(AuditReport report) throws SQLException {
    Figures.WalletFigures w = report.figures().wallets();
    for (List<String> wallet : rows("SELECT user_id, balance FROM wallets"))
      assertThat(report.ledger().balance(Long.parseLong(wallet.get(0))))
          .isEqualTo(Long.parseLong(wallet.get(1)));
    assertThat(rows("SELECT count(*), coalesce(sum(balance), 0) FROM wallets"))
        .containsExactly(texts(w.wallets(), w.balances()));
    String sum = "SELECT coalesce(sum(amount), 0) FROM entries WHERE kind = ?";
    assertThat(number(sum, "top-up")).isEqualTo(w.topUps());
    assertThat(number(sum, "payment")).isEqualTo(-w.payments());
    assertThat(number(sum, "refund")).isEqualTo(w.refunds());
  }

  private void assertRoom(Figures.RoomFigures r) throws SQLException {
    assertDraw(r.room(), r.draw());
    assertThat(rows("SELECT name, inside_max, epoch FROM rooms WHERE id = ?", r.room()))
        .containsExactly(texts(r.name(), r.insideMax(), r.epoch()));
    String sql =
        """
        SELECT count(*), coalesce(sum(calls), 0), coalesce(sum(lapses), 0), coalesce(sum(returns), 0), count(entered_at),
          count(*) FILTER (WHERE cause = 'paid'), count(*) FILTER (WHERE cause = 'left'),
          count(*) FILTER (WHERE cause = 'timed_out'), count(*) FILTER (WHERE cause = 'epoch'), count(*) FILTER (WHERE state = 'waiting'),
          count(*) FILTER (WHERE state = 'called'), count(*) FILTER (WHERE state = 'away'),
          count(*) FILTER (WHERE state = 'returning'), count(*) FILTER (WHERE state = 'inside')
        FROM tickets WHERE room_id = ?\
        """;
    assertThat(rows(sql, r.room()))
        .containsExactly(
            texts(
                r.numbers(),
                r.calls(),
                r.callLapses(),
                r.returns(),
                r.entered(),
                r.endedPaid(),
                r.endedLeft(),
                r.endedTimedOut(),
                r.endedByEpoch(),
                r.waiting(),
                r.called(),
                r.lapsed(),
                r.returned(),
                r.inside()));
  }

  private void assertDraw(long room, Figures.@Nullable DrawFigures d) throws SQLException {
    List<List<String>> found =
        rows(
            """
            SELECT version, state, gathers_at, opens_at, first_opens_at, moves, commitment, beacon, size, digest, secret, beacon_value, closed_at, drawn_at
            FROM draws WHERE room_id = ?\
            """,
            room);
    if (d == null) assertThat(found).isEmpty();
    else
      assertThat(found)
          .containsExactly(
              texts(
                  d.version(),
                  d.state(),
                  d.gathersMs(),
                  d.opensMs(),
                  d.firstOpensMs(),
                  d.moves().size(),
                  d.commitment(),
                  d.beacon(),
                  d.size(),
                  d.digest(),
                  d.secret(),
                  d.beaconValue(),
                  d.closedMs(),
                  d.drawnMs()));
  }

  private static List<String> texts(@Nullable Object... values) {
    List<String> texts = new ArrayList<>();
    for (Object value : values) texts.add(String.valueOf(value));
    return texts;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
