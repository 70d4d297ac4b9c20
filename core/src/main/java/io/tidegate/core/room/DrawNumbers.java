package io.tidegate.core.room;

import io.tidegate.core.draw.Bytes32;
import io.tidegate.core.draw.Cohort;
import io.tidegate.core.draw.Draw;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A draw as numbers, for a snapshot: its plan; if closed, digest and cohort; when it was drawn. */
final class DrawNumbers {

  private static final int PLAN = 6;
  private static final int CLOSED = PLAN + 6; // closed at, drawn at or 0, digest

  private DrawNumbers() {}

  static long[] freeze(@Nullable Draw draw) {
    if (draw == null) return new long[0];
    Bytes32 s = draw.secret();
    LongStream plan =
        LongStream.of(draw.gathersAtMs(), draw.opensAtMs(), s.a(), s.b(), s.c(), s.d());
    Draw.Closed closed = draw.closed();
    if (closed == null) return plan.toArray();
    long drawnAtMs = draw.drawn() == null ? 0 : draw.drawn().atMs();
    Bytes32 d = closed.digest();
    LongStream close = LongStream.of(closed.atMs(), drawnAtMs, d.a(), d.b(), d.c(), d.d());
    LongStream cohort = Arrays.stream(closed.cohort().runs());
    return LongStream.concat(LongStream.concat(plan, close), cohort).toArray();
  }

  static @Nullable Draw restore(long[] v, String beacon, String beaconValue) {
    if (v.length == 0) return null;
    Draw draw = Draw.plan(v[0], v[1], beacon, new Bytes32(v[2], v[3], v[4], v[5]));
    if (v.length == PLAN) return draw;
    Cohort cohort = Cohort.ofRuns(Arrays.copyOfRange(v, CLOSED, v.length));
    draw = draw.close(v[6], cohort, new Bytes32(v[8], v[9], v[10], v[11]));
    return v[7] == 0 ? draw : draw.draw(v[7], beaconValue);
  }
}
