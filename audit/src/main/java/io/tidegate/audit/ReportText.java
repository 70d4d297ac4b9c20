package io.tidegate.audit;

import io.tidegate.audit.journal.JournalEnd.UnreadableEnd;
import io.tidegate.audit.ledger.Breach;
import io.tidegate.audit.ledger.Figures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The report for people: the verdict, what is wrong, then short tables. */
final class ReportText {
  private static final int BREACHES = 20;
  private static final int ROWS = 10;

  private final AuditReport report;
  private final StringBuilder out = new StringBuilder();

  ReportText(AuditReport report) {
    this.report = report;
  }

  String write() {
    verdict();
    journal();
    snapshots();
    sums();
    sales();
    offers();
    report.figures().rooms().forEach(this::room);
    return out.toString();
  }

  private void verdict() {
    if (report.sound()) {
      out.append("SOUND: nothing oversold, nothing lost\n");
      return;
    }
    long count = report.breachCount();
    out.append("NOT SOUND: ")
        .append(number(count))
        .append(count == 1 ? " breach\n" : " breaches\n");
    for (Breach breach : report.breaches().subList(0, shown(report.breaches().size(), BREACHES)))
      out.append("  rule ").append(breach.rule().number()).append(", ").append(breach).append('\n');
    if (count > BREACHES) out.append("  and ").append(number(count - BREACHES)).append(" more\n");
  }

  private static int shown(int size, int most) {
    return Math.min(size, most);
  }

  private void journal() {
    AuditReport.JournalFigures journal = report.journal();
    line("folder", report.folder() + ", id " + journal.folderId());
    line(
        "journal",
        number(journal.records())
            + " records in "
            + number(journal.segments())
            + " segments, "
            + number(report.figures().events())
            + " events");
    if (journal.records() > 0)
      line(
          "time",
          Instant.ofEpochMilli(journal.firstMs())
              + " to "
              + Instant.ofEpochMilli(journal.lastMs()));
    line("chain", journal.chain());
    line("end", end(journal));
  }

  private static String end(AuditReport.JournalFigures journal) {
    UnreadableEnd unreadable = journal.unreadable();
    if (unreadable != null)
      return unreadable.file()
          + ", offset "
          + unreadable.offset()
          + ": "
          + number(unreadable.bytes())
          + " bytes of a record that was never finished";
    return journal.cleanStop() ? "a clean stop" : "no clean stop: still running, or crashed";
  }

  private void snapshots() {
    for (AuditReport.SnapshotFigures snapshot : report.snapshots())
      line(
          "snapshot",
          snapshot.file()
              + ": "
              + (snapshot.problem() == null
                  ? "whole"
                  : "WARNING, not whole: " + snapshot.problem()));
  }

  private void sums() {
    Figures figures = report.figures();
    line(
        "events",
        figures.eventsByType().entrySet().stream()
            .map(entry -> entry.getKey() + " " + number(entry.getValue()))
            .collect(Collectors.joining(", ")));
    Figures.ClaimFigures claims = figures.claims();
    line(
        "claims",
        number(claims.all())
            + ": "
            + number(claims.held())
            + " held, "
            + number(claims.issued())
            + " issued, "
            + number(claims.lapsed())
            + " lapsed, "
            + number(claims.cancelled())
            + " cancelled; "
            + number(claims.retired())
            + " retired");
    Figures.WalletFigures wallets = figures.wallets();
    line(
        "wallets",
        number(wallets.wallets())
            + ": charges "
            + number(wallets.charges())
            + " + refunds "
            + number(wallets.refunds())
            + " - payments "
            + number(wallets.payments())
            + " = balances "
            + number(wallets.balances()));
    Figures.KeyFigures keys = figures.keys();
    line("keys", number(keys.uses()) + " used, " + number(keys.forgotten()) + " forgotten");
  }

  private void sales() {
    List<List<String>> rows = new ArrayList<>();
    for (Figures.SaleFigures sale : report.figures().sales())
      rows.add(
          units(
              "sale " + sale.sale(),
              sale.total(),
              sale.available(),
              sale.held(),
              sale.issued(),
              sale.claims(),
              sale.state() + "  " + sale.name()));
    table(rows);
  }

  private void offers() {
    List<List<String>> rows = new ArrayList<>();
    report.figures().offers().stream()
        .sorted(Comparator.comparingLong(Figures.OfferFigures::claims).reversed())
        .forEach(offer ->
            rows.add(
                units(
                    "offer " + offer.offer(),
                    offer.total(),
                    offer.available(),
                    offer.held(),
                    offer.issued(),
                    offer.claims(),
                    offer.name())));
    table(rows);
  }

  private static List<String> units(
      String name, long total, long available, long held, long issued, long claims, String more) {
    return List.of(
        name, number(total), number(available), number(held), number(issued), number(claims), more);
  }

  /** Names to the left, numbers to the right; the rows beyond the first few are only counted. */
  private void table(List<List<String>> all) {
    if (all.isEmpty()) return;
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", "total", "available", "held", "issued", "claims", ""));
    rows.addAll(all.subList(0, shown(all.size(), ROWS)));
    int[] widths = new int[7];
    for (List<String> row : rows)
      for (int i = 0; i < 7; i++) widths[i] = Math.max(widths[i], row.get(i).length());
    for (List<String> row : rows) row(row, widths);
    if (all.size() > ROWS) out.append("  and ").append(number(all.size() - ROWS)).append(" more\n");
  }

  private void row(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder(row.getFirst());
    line.repeat(' ', widths[0] - line.length());
    for (int i = 1; i < 6; i++)
      line.repeat(' ', 2 + widths[i] - row.get(i).length()).append(row.get(i));
    line.append("  ").append(row.getLast());
    out.append(line.toString().stripTrailing()).append('\n');
  }

  private void room(Figures.RoomFigures room) {
    out.append("room ").append(room.room()).append("  ").append(room.name()).append('\n');
    line(
        "  numbers",
        number(room.numbers())
            + ": "
            + number(room.waiting())
            + " waiting, "
            + number(room.called())
            + " called, "
            + number(room.lapsed())
            + " lapsed, "
            + number(room.returned())
            + " in the return lane, "
            + number(room.inside())
            + " inside");
    line(
        "  ended",
        number(room.endedPaid())
            + " paid, "
            + number(room.endedLeft())
            + " left, "
            + number(room.endedTimedOut())
            + " timed out");
    line(
        "  calls",
        number(room.calls())
            + ": "
            + number(room.entered())
            + " entered, "
            + number(room.callLapses())
            + " lapsed; "
            + number(room.returns())
            + " returned; "
            + number(room.overtakes())
            + " overtaken");
    line(
        "  most",
        number(room.mostInsideAndCalled())
            + " inside or called, "
            + number(room.insideMax())
            + " may be");
    Figures.WindowFigures window = room.tightest();
    line(
        "  tightest",
        number(window.releases())
            + " released in "
            + number(window.intervalMs())
            + " ms, "
            + number(window.people() + window.lapses())
            + " may be");
  }

  private void line(String name, String value) {
    out.append(name).repeat(' ', Math.max(1, 10 - name.length())).append(value).append('\n');
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
