package io.tidegate.audit.ledger;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.LongStream;

/** A room as a snapshot has it, as a list of numbers. */
final class SnapshotRoom {
  private SnapshotRoom() {}

  static long[] of(Room room) {
    Event.Settings s = room.settings();
    long[] draw = draw(room.draw);
    LongStream head =
        LongStream.of(
            room.id,
            room.epoch,
            s.state(),
            s.people(),
            s.intervalMs(),
            s.insideMax(),
            s.callMs(),
            s.insideMs(),
            room.numbers(),
            room.places(),
            room.calledUpTo,
            room.closedMs,
            room.asideMs,
            room.salesRetired,
            room.measured,
            draw.length);
    return LongStream.concat(
            LongStream.concat(head, Arrays.stream(draw)), Arrays.stream(room.open.pairs()))
        .toArray();
  }

  /**
   * Its plan and how its hour was moved; once closed, when it was closed and drawn, the digest and
   * the cohort's runs.
   */
  private static long[] draw(Draw draw) {
    Event.DrawPlanned plan = draw.plan();
    if (plan == null) return new long[0];
    LongStream hours =
        LongStream.of(plan.version(), plan.gathersMs(), plan.opensMs(), draw.firstOpensMs());
    LongStream moves =
        draw.moves().stream().flatMapToLong(move -> LongStream.of(move.atMs(), move.opensMs()));
    LongStream planned =
        LongStream.concat(
            LongStream.concat(hours, words(plan.secret())),
            LongStream.concat(LongStream.of(draw.moves().size()), moves));
    if (!draw.isClosed()) return planned.toArray();
    LongStream closed =
        LongStream.concat(LongStream.of(draw.closedMs(), draw.drawnMs()), words(draw.digest()));
    return LongStream.concat(LongStream.concat(planned, closed), runs(draw.cohort())).toArray();
  }

  private static LongStream words(byte[] hash) {
    ByteBuffer bytes = ByteBuffer.wrap(hash);
    return LongStream.of(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
  }

  /** First and last number of each run without a gap. */
  private static LongStream runs(int[] cohort) {
    LongStream.Builder runs = LongStream.builder();
    for (int i = 0; i < cohort.length; i++) {
      if (i == 0 || cohort[i] != cohort[i - 1] + 1) runs.add(cohort[i]);
      if (i == cohort.length - 1 || cohort[i] != cohort[i + 1] - 1) runs.add(cohort[i]);
    }
    return runs.build();
  }
}
