package io.tidegate.audit;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import io.tidegate.audit.AuditReport.JournalFigures;
import io.tidegate.audit.AuditReport.SnapshotFigures;
import io.tidegate.audit.journal.JournalEnd.UnreadableEnd;
import io.tidegate.audit.ledger.Breach;
import io.tidegate.audit.ledger.Figures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The report for people: the verdict, what is wrong, then short tables. */
final class ReportText {
  private static final int BREACHES = 20;
  private static final int ROWS = 10;
  private static final int COLUMNS = 7;

  private final AuditReport report;
  private final Figures figures;
  private final StringBuilder out = new StringBuilder();

  ReportText(AuditReport report) {
    this.report = report;
    this.figures = report.figures();
  }

  String write() {
    verdict();
    journal(report.journal());
    report.snapshots().forEach(this::snapshot);
    sums();
    sales();
    offers();
    figures.rooms().forEach(this::room);
    return out.toString();
  }

  private void verdict() {
    if (report.sound()) {
      String reach = report.journal().reach();
      out.append(
          reach == null
              ? "SOUND: nothing oversold, nothing lost\n"
              : "SOUND as far as the journal reaches: nothing oversold; but " + reach + "\n");
      return;
    }
    long count = report.breachCount();
    out.append(
        count == 1 ? "NOT SOUND: 1 breach\n" : format(ROOT, "NOT SOUND: %,d breaches\n", count));
    report.breaches().stream().limit(BREACHES).forEach(this::breach);
    if (count > BREACHES) out.append(format(ROOT, "  and %,d more\n", count - BREACHES));
  }

  private void breach(Breach breach) {
    out.append(format(ROOT, "  rule %d, %s\n", breach.rule().number(), breach));
  }

  private void journal(JournalFigures journal) {
    line("folder", format(ROOT, "%s, id %s", report.folder(), journal.folderId()));
    line(
        "journal",
        format(
            ROOT,
            "%,d records in %,d segments, %,d events",
            journal.records(),
            journal.segments(),
            figures.events()));
    if (journal.records() > 0)
      line("time", format(ROOT, "%s to %s", iso(journal.firstMs()), iso(journal.lastMs())));
    line("chain", journal.chain());
    line("end", end(journal));
  }

  private static Instant iso(long timeMs) {
    return Instant.ofEpochMilli(timeMs);
  }

  private static String end(JournalFigures journal) {
    UnreadableEnd unreadable = journal.unreadable();
    if (unreadable == null) {
      if (journal.movedTo() != null) return "the log was moved to " + journal.movedTo();
      if (journal.cleanStop()) return "a clean stop, which vouches for it";
      return journal.closed()
          ? "a closing record, and nothing vouches that it is the last"
          : "no clean stop: still running, or crashed";
    }
    return format(
        ROOT,
        "%s, offset %d: %,d bytes of a record that was never finished, or was damaged since",
        unreadable.file(),
        unreadable.offset(),
        unreadable.bytes());
  }

  private void snapshot(SnapshotFigures snapshot) {
    String problem = snapshot.problem();
    String state =
        problem == null ? "whole, " + snapshot.content() : "WARNING, not whole: " + problem;
    line("snapshot", snapshot.file() + ", " + state);
  }

  private void sums() {
    line(
        "events",
        figures.eventsByType().entrySet().stream()
            .map(entry -> format(ROOT, "%s %,d", entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(", ")));
    Figures.ClaimFigures c = figures.claims();
    line(
        "claims",
        format(
            ROOT,
            "%,d: %,d held, %,d issued, %,d lapsed, %,d cancelled, %,d refunded; %,d retired",
            c.all(),
            c.held(),
            c.issued(),
            c.lapsed(),
            c.cancelled(),
            c.refunded(),
            c.retired()));
    Figures.WalletFigures w = figures.wallets();
    line(
        "wallets",
        format(
            ROOT,
            "%,d: top-ups %,d + refunds %,d - payments %,d = balances %,d",
            w.wallets(),
            w.topUps(),
            w.refunds(),
            w.payments(),
            w.balances()));
    Figures.KeyFigures k = figures.keys();
    line(
        "keys",
        format(ROOT, "%,d used, %,d forgotten, %,d kept", k.uses(), k.forgotten(), k.live()));
  }

  private void sales() {
    List<List<String>> rows = new ArrayList<>();
    for (Figures.SaleFigures sale : figures.sales()) {
      long[] units = {sale.total(), sale.available(), sale.held(), sale.issued(), sale.claims()};
      rows.add(cells("sale " + sale.sale(), units, sale.state() + "  " + sale.name()));
    }
    table(rows);
  }

  /** Those that most was claimed of come first. */
  private void offers() {
    List<Figures.OfferFigures> offers = new ArrayList<>(figures.offers());
    offers.sort(Comparator.comparingLong(Figures.OfferFigures::claims).reversed());
    List<List<String>> rows = new ArrayList<>();
    for (Figures.OfferFigures offer : offers) {
      long[] units = {
        offer.total(), offer.available(), offer.held(), offer.issued(), offer.claims()
      };
      rows.add(cells("offer " + offer.offer(), units, offer.name()));
    }
    table(rows);
  }

  private static List<String> cells(String first, long[] numbers, String last) {
    List<String> cells = new ArrayList<>();
    cells.add(first);
    for (long number : numbers) cells.add(format(ROOT, "%,d", number));
    cells.add(last);
    return cells;
  }

  /** Names to the left, numbers to the right; the rows beyond the first few are only counted. */
  private void table(List<List<String>> all) {
    if (all.isEmpty()) return;
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", "total", "available", "held", "issued", "claims", ""));
    rows.addAll(all.subList(0, Math.min(all.size(), ROWS)));
    int[] widths = new int[COLUMNS];
    for (List<String> row : rows)
      for (int i = 0; i < COLUMNS; i++) widths[i] = Math.max(widths[i], row.get(i).length());
    for (List<String> row : rows) row(row, widths);
    if (all.size() > ROWS) out.append(format(ROOT, "  and %,d more\n", all.size() - ROWS));
  }

  private void row(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder(row.getFirst());
    line.repeat(' ', widths[0] - line.length());
    for (int i = 1; i < COLUMNS - 1; i++)
      line.repeat(' ', 2 + widths[i] - row.get(i).length()).append(row.get(i));
    line.append("  ").append(row.getLast());
    out.append(line.toString().stripTrailing()).append('\n');
  }

  private void room(Figures.RoomFigures r) {
    out.append(format(ROOT, "room %d  %s\n", r.room(), r.name()));
    line(
        "  numbers",
        format(
            ROOT,
            "%,d: %,d waiting, %,d called, %,d lapsed, %,d in the return lane, %,d inside",
            r.numbers(),
            r.waiting(),
            r.called(),
            r.lapsed(),
            r.returned(),
            r.inside()));
    line(
        "  ended",
        format(
            ROOT,
            "%,d paid, %,d left, %,d timed out, %,d by an epoch; now in epoch %d",
            r.endedPaid(),
            r.endedLeft(),
            r.endedTimedOut(),
            r.endedByEpoch(),
            r.epoch()));
    line(
        "  calls",
        format(
            ROOT,
            "%,d: %,d entered, %,d lapsed; %,d returned; %,d out of turn",
            r.calls(),
            r.entered(),
            r.callLapses(),
            r.returns(),
            r.overtakes()));
    Figures.DrawFigures draw = r.draw();
    if (draw != null) draw(draw);
    bounds(r);
  }

  private void draw(Figures.DrawFigures draw) {
    line(
        "  draw",
        switch (draw.state()) {
          case "planned" -> "planned for " + iso(draw.opensMs());
          case "closed" -> "not yet, the cohort closed " + at(draw.closedMs());
          default -> "done " + at(draw.drawnMs()) + ", the cohort closed " + at(draw.closedMs());
        });
    line("  before", "commitment " + draw.commitment() + ", version " + draw.version());
    if (!draw.moves().isEmpty())
      line(
          "  hour",
          format(ROOT, "first %s, moved %,d times", iso(draw.firstOpensMs()), draw.moves().size()));
    if (draw.changesLate() > 0)
      line("  late", format(ROOT, "%,d joined or left behind its hour", draw.changesLate()));
    if (draw.digest() != null)
      line("  cohort", format(ROOT, "%,d, digest %s", draw.size(), draw.digest()));
  }

  private static String at(@Nullable Long timeMs) {
    return timeMs == null ? "" : "at " + iso(timeMs);
  }

  private void bounds(Figures.RoomFigures r) {
    line(
        "  fullest",
        format(
            ROOT, "%,d inside or called, now at most %,d", r.mostInsideAndCalled(), r.insideMax()));
    Figures.WindowFigures w = r.tightest();
    line(
        "  fastest",
        format(
            ROOT,
            "%,d released in %,d ms, at most %,d + %,d lapsed",
            w.releases(),
            w.intervalMs(),
            w.people(),
            w.lapses()));
  }

  private void line(String name, String value) {
    out.append(name).repeat(' ', 10 - name.length()).append(value).append('\n');
  }
}
