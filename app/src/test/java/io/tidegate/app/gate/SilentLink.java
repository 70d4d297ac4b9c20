package io.tidegate.app.gate;

import io.tidegate.engine.room.RoomCall;
import io.tidegate.engine.room.RoomLink;
import io.tidegate.engine.room.RoomStatus;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A link to rooms that may fall silent: questions get lost, and the status grows old. */
final class SilentLink implements RoomLink {

  private final RoomLink real;
  private volatile long silentSinceNs;
  private volatile boolean silent;
  private volatile @Nullable RoomStatus last;

  SilentLink(RoomLink real) {
    this.real = real;
  }

  void silent(boolean silent) {
    silentSinceNs = System.nanoTime();
    this.silent = silent;
  }

  @Override
  public boolean send(RoomCall<?> call) {
    return silent || real.send(call);
  }

  @Override
  public @Nullable RoomStatus status(long room) {
    if (!silent) last = real.status(room);
    RoomStatus known = last;
    if (known == null || !silent) return known;
    return known.aged(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - silentSinceNs));
  }

  @Override
  public void measured(long room, double peoplePerSecond) {
    if (!silent) real.measured(room, peoplePerSecond);
  }
}
