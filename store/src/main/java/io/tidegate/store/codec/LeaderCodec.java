package io.tidegate.store.codec;

import io.tidegate.core.Leader;
import java.nio.ByteBuffer;
import java.util.UUID;

/** The body of a leader's record, as {@code docs/journal-format.md} describes it. */
public final class LeaderCodec {

  /** Bytes that {@link #write} needs at most. */
  public static final int BYTES_MAX = 5 * Long.BYTES + 2 * (2 + Fields.TEXT_BYTES_MAX);

  private LeaderCodec() {}

  /** Writes it at the buffer's position. */
  public static void write(Leader leader, ByteBuffer out) {
    out.putLong(leader.term())
        .putLong(leader.instance().getMostSignificantBits())
        .putLong(leader.instance().getLeastSignificantBits());
    Fields.text(Fields.text(out, leader.address()), leader.home());
    out.putLong(leader.outageFromMs()).putLong(leader.outageUntilMs());
  }

  /**
   * Reads it at the buffer's position.
   *
   * @throws java.nio.BufferUnderflowException if it is cut short
   * @throws IllegalArgumentException if it is none
   */
  public static Leader read(ByteBuffer in) {
    return new Leader(
        in.getLong(),
        new UUID(in.getLong(), in.getLong()),
        Fields.text(in),
        Fields.text(in),
        in.getLong(),
        in.getLong());
  }
}
