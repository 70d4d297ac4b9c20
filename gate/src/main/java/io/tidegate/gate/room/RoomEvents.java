package io.tidegate.gate.room;

import io.tidegate.http.stream.EventSource;
import io.tidegate.http.stream.ServerEvent;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What everybody who waits before a room is told at once, in one language: made at most twice a
 * second, by whichever stream asks first, and new only if the facts are. Any thread.
 */
final class RoomEvents implements EventSource {

  private static final long RENEWED_AFTER_NS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Supplier<byte[]> facts;
  private byte[] json = {};
  private volatile @Nullable ServerEvent newest;
  private volatile long lookedNs;

  /**
   * @param facts as JSON in one line
   */
  RoomEvents(Supplier<byte[]> facts) {
    this.facts = facts;
  }

  @Override
  public ServerEvent newest(long nowNs) {
    ServerEvent known = newest;
    return known == null || nowNs - lookedNs >= RENEWED_AFTER_NS ? renewed(nowNs) : known;
  }

  private synchronized ServerEvent renewed(long nowNs) {
    ServerEvent known = newest;
    if (known != null && nowNs - lookedNs < RENEWED_AFTER_NS) return known; // another was first
    byte[] now = facts.get();
    ServerEvent event =
        known != null && Arrays.equals(now, json) ? known : ServerEvent.of("room", id(now), now);
    json = now;
    newest = event;
    lookedNs = nowNs;
    return event;
  }

  /** Of the content: who had this before a restart has it again. */
  private static String id(byte[] json) {
    CRC32C sum = new CRC32C();
    sum.update(json);
    return Long.toHexString(sum.getValue());
  }
}
