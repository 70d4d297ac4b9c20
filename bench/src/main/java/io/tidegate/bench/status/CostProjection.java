package io.tidegate.bench.status;

import io.tidegate.api.reply.AskAgain;
import io.tidegate.bench.report.Spread;
import io.tidegate.bench.report.Table;
import io.tidegate.core.Result.PlaceInfo;
import io.tidegate.core.Result.Standing;

/**
 * What a crowd that waits would cost, from what one poll and one event were measured to. The rule
 * by which people ask is the service's own, asked for each of them.
 */
public final class CostProjection {

  private static final int PEOPLE = 1_000_000;
  private static final double MEGABIT = 1e6 / 8;

  private final Table table =
      new Table(
          "1,000,000 people who",
          "let in/s",
          "a second",
          "CPU µs each",
          "cores",
          "bytes each",
          "Mbit/s");

  /**
   * Adds what they cost as pollers.
   *
   * @param whole a poll that is told something new
   * @param unchanged one that is not
   */
  public void poll(Cost whole, Cost unchanged) {
    for (int perSecond : new int[] {200, 1_000}) {
      double polls = pollsPerSecond(PEOPLE, perSecond);
      row("poll, 200", Integer.toString(perSecond), polls, whole);
      row("poll, 304", Integer.toString(perSecond), polls, unchanged);
    }
  }

  /** Adds what they cost on streams that tell something each second. */
  public void stream(Cost event) {
    row("stream, an event a second", "any", PEOPLE, event);
  }

  /** What one of something cost. */
  public record Cost(double cpuUs, double bytes) {}

  /** How often a crowd asks in a second, if so many are let in a second. */
  public static double pollsPerSecond(int people, int admitted) {
    double polls = 0;
    for (int ahead = 0; ahead < people; ahead++) {
      long etaMs = (ahead + 1L) * 1_000 / admitted;
      polls += 1_000.0 / AskAgain.ms(waiting(ahead, etaMs));
    }
    return polls;
  }

  private static PlaceInfo waiting(int ahead, long etaMs) {
    long number = ahead + 1L;
    return new PlaceInfo(
        1, 1, number, number, Standing.WAITING, number, ahead, 0, etaMs, 0, 0, null);
  }

  private void row(String who, String admitted, double perSecond, Cost cost) {
    table.row(
        who,
        admitted,
        Spread.number(perSecond, 0),
        Spread.number(cost.cpuUs, 1),
        Spread.number(perSecond * cost.cpuUs / 1e6, 2),
        Spread.number(cost.bytes, 0),
        Spread.number(perSecond * cost.bytes / MEGABIT, 0));
  }

  /** All that was added. */
  public Table table() {
    return table;
  }
}
