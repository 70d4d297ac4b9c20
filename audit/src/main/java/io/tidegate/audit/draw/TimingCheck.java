package io.tidegate.audit.draw;

import io.tidegate.audit.draw.Check.Result;
import io.tidegate.audit.draw.DrawDocument.Hours;
import io.tidegate.audit.draw.DrawDocument.Move;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares when a draw of version 2 happened with when it was to happen. With a beacon the hour
 * must never move later, and the cohort must be closed at the hour; otherwise somebody who knows
 * the value of the beacon could choose the cohort.
 */
final class TimingCheck {
  /**
   * A loop that is busy closes a cohort some 0.2 s after its hour; what is later than this many ms
   * is late.
   */
  static final long LATE_MS = 5_000;

  private final DrawDocument draw;
  private final Hours hours;
  private final Consumer<Check> checks;

  TimingCheck(DrawDocument draw, Hours hours, Consumer<Check> checks) {
    this.draw = draw;
    this.hours = hours;
    this.checks = checks;
  }

  void check() {
    hour();
    if (draw.closedMs() != null) close(draw.closedMs());
    else if (!draw.state().equals("planned"))
      add(
          "close",
          Result.DOES_NOT_FIT,
          "it is said to be " + draw.state() + ", not when it was closed");
    else add("close", Result.NOT_KNOWN, "not closed yet");
  }

  private void hour() {
    String fault = fault();
    if (fault != null) add("hour", Result.DOES_NOT_FIT, fault);
    else if (hours.moves().isEmpty()) add("hour", Result.OK, iso(hours.nowMs()) + ", never moved");
    else
      add(
          "hour",
          Result.OK,
          "first "
              + iso(hours.firstMs())
              + ", moved "
              + hours.moves().size()
              + (hours.moves().size() == 1 ? " time" : " times")
              + ", last to "
              + iso(hours.nowMs()));
  }

  private @Nullable String fault() {
    long opensMs = hours.firstMs();
    for (Move move : hours.moves()) {
      if (move.atMs() >= opensMs)
        return "moved at " + iso(move.atMs()) + ", when its hour " + iso(opensMs) + " had come";
      if (move.opensMs() <= move.atMs())
        return "moved at " + iso(move.atMs()) + " to an hour that had passed";
      if (draw.beacon() != null && move.opensMs() > opensMs)
        return "moved later, to " + iso(move.opensMs()) + ", and a beacon was named";
      opensMs = move.opensMs();
    }
    if (opensMs != hours.nowMs())
      return "it is said to be " + iso(hours.nowMs()) + ", and was moved to " + iso(opensMs);
    return null;
  }

  private void close(long closedMs) {
    long lateMs = closedMs - hours.nowMs();
    if (lateMs < 0)
      add("close", Result.DOES_NOT_FIT, "the cohort was closed before its hour, " + iso(closedMs));
    else if (lateMs > LATE_MS)
      add(
          "close",
          Result.LATE,
          "the cohort was closed " + seconds(lateMs) + " after its hour, " + iso(closedMs));
    else add("close", Result.OK, "the cohort was closed " + seconds(lateMs) + " after its hour");
    if (draw.drawnMs() != null) drawn(closedMs, draw.drawnMs());
  }

  private void drawn(long closedMs, long drawnMs) {
    boolean waits = draw.beacon() != null;
    if (drawnMs < closedMs)
      add("close", Result.DOES_NOT_FIT, "it was drawn before the cohort was closed");
    else if (!waits && drawnMs - closedMs > LATE_MS)
      add("close", Result.LATE, "it was drawn " + seconds(drawnMs - closedMs) + " after the close");
  }

  private void add(String what, Result result, String says) {
    checks.accept(new Check(what, result, says));
  }

  private static String seconds(long ms) {
    return String.format(Locale.ROOT, "%.1f s", ms / 1_000.0);
  }

  private static String iso(long ms) {
    return Instant.ofEpochMilli(ms).toString();
  }
}
