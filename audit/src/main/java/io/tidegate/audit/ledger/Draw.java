package io.tidegate.audit.ledger;

import io.tidegate.audit.draw.Commitment;
import io.tidegate.audit.draw.NumberLines;
import io.tidegate.audit.draw.SeededShuffle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The draw of a room: the first plan, the people who waited at the close, and the turns that
 * follow. The secret, the beacon and the times come from the journal; all else is recomputed.
 */
final class Draw {
  private static final int[] NOBODY = {};
  private static final byte[] NOTHING = {};

  private final long room;
  private final Breaches breaches;

  /** The last plan, with the version, the secret and the beacon of the first; null without any. */
  private Event.@Nullable DrawPlanned plan;

  private long firstOpensMs;
  private final List<Figures.MoveFigures> moves = new ArrayList<>();
  private long changesLate;

  private boolean closed;
  private boolean drawn;

  /** Ascending; kept from the close to the draw. */
  private int[] cohort = NOBODY;

  private int size;
  private byte[] digest = NOTHING;

  // By the hour, as the time it is to happen at.
  private long closedMs;
  private long drawnMs;
  private String beaconValue = "";

  /** The number that has each turn, 0 where none has; a turn beyond is its own number's. */
  private int[] atTurn = NOBODY;

  /** The other way round: the turn that each number has. */
  private int[] turnOf = NOBODY;

  Draw(long room, Breaches breaches) {
    this.room = room;
    this.breaches = breaches;
  }

  boolean isDrawing() {
    return closed && !drawn;
  }

  boolean isDrawn() {
    return drawn;
  }

  /** The number that has this turn; 0 if that is nobody's. */
  int atTurn(int turn) {
    return turn < atTurn.length ? atTurn[turn] : turn;
  }

  /** Whether it is planned and not done. */
  boolean isAhead() {
    return plan != null && !drawn;
  }

  /** The turn of a number: what the draw gave, or the number itself. */
  int turnOf(int number) {
    return isDrawn(number) ? turnOf[number] : number;
  }

  /** Whether the number got its turn from the draw. */
  boolean isDrawn(int number) {
    return number < turnOf.length && turnOf[number] > 0;
  }

  Event.@Nullable DrawPlanned plan() {
    return plan;
  }

  long firstOpensMs() {
    return firstOpensMs;
  }

  List<Figures.MoveFigures> moves() {
    return moves;
  }

  long closedMs() {
    return closedMs;
  }

  long drawnMs() {
    return drawnMs;
  }

  byte[] digest() {
    return digest;
  }

  String beaconValue() {
    return beaconValue;
  }

  boolean isClosed() {
    return closed;
  }

  void planned(Event.DrawPlanned e, int roomState, long hourMs) {
    boolean early = roomState == Room.IDLE || roomState == Room.GATHERING;
    if (closed) add("plans a draw behind its draw");
    else if (!early && roomState != Room.CLOSED) add("plans a draw while it lets people in");
    if (roomState == Room.GATHERING && hourMs < e.gathersMs())
      add("gathers, and is to from " + e.gathersMs());
    if (plan == null) {
      plan = e;
      firstOpensMs = e.opensMs();
      return;
    }
    Event.DrawPlanned last = plan;
    if (e.version() != last.version()) add("changes the version of its draw");
    if (!Arrays.equals(e.secret(), last.secret())) add("changes the secret of its draw");
    if (!e.beacon().equals(last.beacon())) add("changes the beacon of its draw");
    if (closed) return;
    if (e.opensMs() != last.opensMs()) moved(last, e.opensMs(), hourMs);
    plan =
        new Event.DrawPlanned(
            last.version(), room, e.gathersMs(), e.opensMs(), last.beacon(), last.secret());
  }

  private void moved(Event.DrawPlanned last, long opensMs, long hourMs) {
    moves.add(new Figures.MoveFigures(Math.max(0, hourMs), opensMs));
    if (last.version() > 1 && !last.beacon().isEmpty() && opensMs > last.opensMs())
      add("moves its hour later, and has named a beacon for it");
  }

  /** Somebody joins or leaves: behind the hour that is late, if the cohort is not closed yet. */
  void cohortChanges(long hourMs) {
    if (plan != null && !closed && hourMs > plan.opensMs()) changesLate++;
  }

  /** Whether it is booked; {@code waiting} are the numbers that wait, ascending. */
  boolean closed(Event.CohortClosed e, int roomState, int[] waiting, long hourMs) {
    if (plan == null || closed) {
      add(closed ? "closes its cohort again" : "closes a cohort without a plan");
      return false;
    }
    if (roomState != Room.GATHERING && roomState != Room.CLOSED)
      add("closes a cohort and was not gathering");
    if (hourMs < plan.opensMs()) add("closes its cohort before it opens at " + plan.opensMs());
    closed = true;
    closedMs = hourMs;
    cohort = waiting;
    size = waiting.length;
    digest = SeededShuffle.sha256(NumberLines.text(waiting));
    if (e.size() != size) add("says " + e.size() + " are its cohort, where " + size + " wait");
    if (!Arrays.equals(e.digest(), digest)) add("gives a digest that is not its cohort's");
    return true;
  }

  /** Whether it is booked. */
  boolean drawn(Event.Drawn e, int roomState, long hourMs) {
    if (plan == null || !isDrawing()) {
      add(drawn ? "draws again" : "draws without a cohort");
      return false;
    }
    if (roomState != Room.DRAWING && roomState != Room.CLOSED) add("draws and is not drawing");
    if (e.beaconValue().isEmpty() != plan.beacon().isEmpty())
      add(plan.beacon().isEmpty() ? "mixes in a beacon it never named" : "leaves out its beacon");
    drawn = true;
    drawnMs = Math.max(closedMs, hourMs);
    beaconValue = e.beaconValue();
    giveTurns(SeededShuffle.positions(plan.secret(), digest, beaconValue, size));
    return true;
  }

  private void giveTurns(int[] positions) {
    atTurn = new int[size == 0 ? 0 : cohort[size - 1] + 1];
    turnOf = new int[atTurn.length];
    for (int i = 0; i < size; i++) {
      atTurn[cohort[i]] = cohort[positions[i]];
      turnOf[cohort[positions[i]]] = cohort[i];
    }
    cohort = NOBODY; // from here on the turns that are somebody's
  }

  /** A change of settings by itself neither begins a draw nor goes round one. */
  void switched(int state, long hourMs) {
    if (state == Room.DRAWING && !isDrawing()) add("is drawing without a cohort");
    if (state == Room.OPEN && isAhead()) add("opens without drawing");
    if (state != Room.GATHERING) return;
    if (plan == null || closed) add("gathers without a draw ahead");
    else if (hourMs < plan.gathersMs()) add("gathers before " + plan.gathersMs());
  }

  private void add(String what) {
    breaches.add(Rule.DRAWS, "room " + room + " " + what);
  }

  /** The cohort, ascending; empty before the close. */
  int[] cohort() {
    if (!drawn) return cohort;
    int[] numbers = new int[size];
    int found = 0;
    for (int turn = 1; turn < atTurn.length; turn++) if (atTurn[turn] > 0) numbers[found++] = turn;
    return numbers;
  }

  /** The cohort in the order of the draw; empty before it. */
  int[] order() {
    int[] numbers = new int[drawn ? size : 0];
    int found = 0;
    for (int number : atTurn) if (number > 0) numbers[found++] = number;
    return numbers;
  }

  /** What is known of it to everybody at this stage; null where none was planned. */
  Figures.@Nullable DrawFigures figures(String roomName) {
    if (plan == null) return null;
    HexFormat hex = HexFormat.of();
    return new Figures.DrawFigures(
        plan.version(),
        drawn ? "drawn" : closed ? "closed" : "planned",
        plan.gathersMs(),
        plan.opensMs(),
        firstOpensMs,
        List.copyOf(moves),
        hex.formatHex(commitment(plan, roomName)),
        plan.beacon().isEmpty() ? null : plan.beacon(),
        closed ? (long) size : null,
        closed ? hex.formatHex(digest) : null,
        drawn ? hex.formatHex(plan.secret()) : null,
        beaconValue.isEmpty() ? null : beaconValue,
        closed ? closedMs : null,
        drawn ? drawnMs : null,
        changesLate);
  }

  private byte[] commitment(Event.DrawPlanned p, String roomName) {
    if (p.version() == 1) return SeededShuffle.sha256(p.secret());
    return Commitment.of(p.secret(), room, roomName, p.beacon(), firstOpensMs);
  }
}
