package io.tidegate.audit.pack;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import io.tidegate.audit.ledger.Breach;
import io.tidegate.audit.ledger.Figures;
import io.tidegate.audit.pack.PackReport.Outcome;
import io.tidegate.audit.pack.PackReport.RoomReport;
import java.time.Instant;
import java.util.Formatter;

/** {@code report.md}: the verdict, then what happened in the sale and in its room. */
final class PackText {
  private final PackReport report;
  private final Formatter out = new Formatter(ROOT);

  PackText(PackReport report) {
    this.report = report;
  }

  String write() {
    Figures.SaleFigures sale = report.sale();
    out.format("# Sale %d: %s%n", sale.sale(), line(sale.name()));
    verdict();
    offers();
    claims();
    RoomReport room = report.room();
    if (room == null) out.format("%n## The room%n%nNone: everybody might claim.%n");
    else room(room);
    journal();
    return out.toString();
  }

  private void verdict() {
    String reach = report.journal().reach();
    if (report.sound() && reach == null)
      out.format("%n**Sound**: nothing oversold, nothing lost, nobody called out of turn.%n");
    else if (report.sound())
      out.format(
          "%n**Sound** as far as the journal reaches: nothing oversold, nobody called out of turn; but %s.%n",
          reach);
    else
      out.format(
          "%n**Not sound**: %,d breaches in the journal this sale is from.%n%n",
          report.breachCount());
    for (Breach breach : report.breaches())
      out.format("* rule %d, %s%n", breach.rule().number(), breach);
  }

  private void offers() {
    out.format("%nThe sale is %s now.%n%n## Units%n", report.sale().state());
    out.format(
        "%n| offer | | N | available | held | issued | claims |%n|--:|---|--:|--:|--:|--:|--:|%n");
    for (Figures.OfferFigures o : report.offers())
      out.format(
          "| %d | %s | %,d | %,d | %,d | %,d | %,d |%n",
          o.offer(), line(o.name()), o.total(), o.available(), o.held(), o.issued(), o.claims());
  }

  private void claims() {
    out.format("%n## Claims%n%n| outcome | claims | units |%n|---|--:|--:|%n");
    for (Outcome outcome : report.claims())
      out.format("| %s | %,d | %,d |%n", outcome.outcome(), outcome.claims(), outcome.units());
    out.format("%nEach of them, in the order in which they were decided: `order.csv`.%n");
  }

  private void room(RoomReport room) {
    Figures.RoomFigures r = room.figures();
    out.format("%n## The room: %s%n%n", line(r.name()));
    out.format(
        "* %,d numbers given; %,d entered, %,d paid, %,d left, %,d timed out,"
            + " %,d ended by an epoch%n",
        r.numbers(),
        r.entered(),
        r.endedPaid(),
        r.endedLeft(),
        r.endedTimedOut(),
        r.endedByEpoch());
    out.format(
        "* %,d calls, %,d of them lapsed; %,d came back through the return lane%n",
        r.calls(), r.callLapses(), r.returns());
    out.format("* at most %,d inside or called at once%n", r.mostInsideAndCalled());
    out.format("%nEach number, by turn: `calls.csv`.%n");
    overtakes(room);
    draw(room);
  }

  private void overtakes(RoomReport room) {
    out.format(
        "%n### Overtakes%n%nWho was overtaken by a later turn, and why."
            + " The last row is a breach, and must be 0.%n");
    out.format("%n| who was overtaken | people | overtaken by, in sum |%n|---|--:|--:|%n");
    for (Overtake row : room.overtakes())
      out.format("| %s | %,d | %,d |%n", row.cause().text(), row.people(), row.passes());
  }

  private void draw(RoomReport room) {
    Figures.DrawFigures draw = room.figures().draw();
    out.format("%n### The draw%n%n");
    if (draw == null) out.format("None: turns are numbers, first come, first served.%n");
    else if (room.drawFits() == null)
      out.format("Not done yet. Its commitment is `%s`.%n", draw.commitment());
    else drawn(draw, room);
  }

  private void drawn(Figures.DrawFigures draw, RoomReport room) {
    out.format(
        "%,d numbers were drawn. The order %s%n",
        draw.size(),
        Boolean.TRUE.equals(room.drawFits())
            ? "follows from what was published; `./tidegate draw verify` says so of the folder"
                + " `draw`."
            : "does NOT follow from what was published.");
    if (draw.closedMs() != null && draw.closedMs() > draw.opensMs())
      out.format(
          ROOT,
          "%nThe cohort was closed %.1f s after its hour; %,d joined or left in between.%n",
          (draw.closedMs() - draw.opensMs()) / 1_000.0,
          draw.changesLate());
    Uniformity u = room.uniformity();
    if (u == null)
      out.format(
          "%nToo few to say whether joining early helped: at least %d are needed.%n",
          Uniformity.SIZE_MIN);
    else uniformity(u);
  }

  private void uniformity(Uniformity u) {
    out.format(
        "%nDid joining early help? %s%n",
        u.rare()
            ? "Fewer than one fair draw in a thousand looks like this one; check it with care."
            : "Nothing says so.");
    out.format(
        "%n* Rank correlation of joining and order: %.4f, where chance alone strays by"
            + " %.4f; as far from 0 come %s fair draws.%n",
        u.correlation(), u.spread(), often(u.correlationChance()));
    out.format(
        "* Joining in %d parts by order in %d parts: chi-square %.1f with %d degrees of"
            + " freedom; as high come %s fair draws.%n",
        u.parts(), u.parts(), u.chiSquare(), u.degrees(), often(u.chiSquareChance()));
  }

  private static String often(double chance) {
    return chance < Uniformity.RARE
        ? "fewer than 1 of 1,000"
        : format(ROOT, "%.0f of 1,000", chance * 1_000);
  }

  private void journal() {
    out.format(
        "%n## The journal%n%nRecords 1 to %,d, to %s. Chain value, which stands for"
            + " every byte of them: `%s`.%n",
        report.journal().lastSequence(),
        Instant.ofEpochMilli(report.journal().lastMs()),
        report.journal().chain());
  }

  /** Names come from outside: on one line, and nothing in them is markup. */
  private static String line(String name) {
    StringBuilder text = new StringBuilder();
    name.codePoints()
        .forEach(c -> {
          if ("\\`*_[]<>#|&!~".indexOf(c) >= 0) text.append('\\');
          text.appendCodePoint(c < ' ' ? ' ' : c);
        });
    return text.toString();
  }
}
