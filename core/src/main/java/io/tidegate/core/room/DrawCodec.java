package io.tidegate.core.room;

import io.tidegate.core.draw.Bytes32;
import io.tidegate.core.draw.Cohort;
import io.tidegate.core.draw.CommitmentVersion;
import io.tidegate.core.draw.Draw;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a draw as numbers for a snapshot, and reads it back: its plan and the moves of its hour;
 * if it is closed, digest and cohort; if it is drawn, when.
 */
final class DrawCodec {

  private static final int PLAN = 9; // of which the last is how many moves follow
  private static final int CLOSED = 6; // closed at, drawn at or 0, digest

  private DrawCodec() {}

  static long[] freeze(@Nullable Draw draw) {
    if (draw == null) return new long[0];
    Bytes32 s = draw.secret();
    LongStream plan =
        LongStream.of(
            draw.commits().version(),
            draw.gathersAtMs(),
            draw.opensAtMs(),
            draw.firstOpensAtMs(),
            s.a(),
            s.b(),
            s.c(),
            s.d(),
            draw.moves().size());
    LongStream moves =
        draw.moves().stream().flatMapToLong(move -> LongStream.of(move.atMs(), move.opensAtMs()));
    LongStream planned = LongStream.concat(plan, moves);
    Draw.Closed closed = draw.closed();
    if (closed == null) return planned.toArray();
    long drawnAtMs = draw.drawn() == null ? 0 : draw.drawn().atMs();
    Bytes32 d = closed.digest();
    LongStream close = LongStream.of(closed.atMs(), drawnAtMs, d.a(), d.b(), d.c(), d.d());
    LongStream cohort = Arrays.stream(closed.cohort().runs());
    return LongStream.concat(LongStream.concat(planned, close), cohort).toArray();
  }

  static @Nullable Draw restore(long[] v, String beacon, String beaconValue) {
    if (v.length == 0) return null;
    Bytes32 secret = new Bytes32(v[4], v[5], v[6], v[7]);
    int end = PLAN + 2 * (int) v[8];
    Draw draw = Draw.plan(CommitmentVersion.values()[(int) v[0] - 1], v[1], v[3], beacon, secret);
    for (int i = PLAN; i < end; i += 2) draw = draw.moved(v[i], v[1], v[i + 1]);
    if (v.length == end) return draw;
    Cohort cohort = Cohort.ofRuns(Arrays.copyOfRange(v, end + CLOSED, v.length));
    Bytes32 digest = new Bytes32(v[end + 2], v[end + 3], v[end + 4], v[end + 5]);
    draw = draw.close(v[end], cohort, digest);
    return v[end + 1] == 0 ? draw : draw.draw(v[end + 1], beaconValue);
  }
}
