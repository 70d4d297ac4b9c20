package io.tidegate.http.wire;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Takes the data out of a chunked body that streams by, without copying it. As strict as {@link
 * ChunkedBody}, which collects one: sizes in hexadecimal digits, CRLF at line ends, extensions and
 * trailers read and dropped within a bound. One for each body; confined to one thread.
 *
 * <pre>
 * SIZE ──size line──▶ DATA ──all of it──▶ DATA_END ──CRLF──▶ SIZE
 *   └──size 0──▶ TRAILER ──empty line──▶ DONE
 * </pre>
 */
public final class ChunkDecoder {

  private enum State {
    SIZE,
    DATA,
    DATA_END,
    TRAILER,
    DONE
  }

  private static final int LINE_MAX = 256;
  private static final int TRAILER_MAX = 8 * 1024;
  private static final int SIZE_DIGITS_MAX = 15;

  private final byte[] line = new byte[LINE_MAX];
  private int lineLength;
  private int trailerBytes;
  private long remaining;
  private State state = State.SIZE;
  private boolean malformed;

  /**
   * Reads on.
   *
   * @return data, retained; null where more is needed, the body {@linkplain #isDone is whole} or
   *     {@linkplain #isMalformed none}
   */
  public @Nullable ByteBuf next(ByteBuf in) {
    while (in.isReadable() && !malformed && state != State.DONE) {
      switch (state) {
        case SIZE -> {
          if (readLine(in)) size();
        }
        case DATA -> {
          int length = (int) Math.min(remaining, in.readableBytes());
          remaining -= length;
          if (remaining == 0) state = State.DATA_END;
          return in.readRetainedSlice(length);
        }
        case DATA_END -> {
          if (!readLine(in)) continue;
          malformed |= lineLength > 0;
          state = State.SIZE;
          lineLength = 0;
        }
        case TRAILER -> {
          if (readLine(in)) trailer();
        }
        case DONE -> {}
      }
    }
    return null;
  }

  /** Adds to the line up to its CRLF, which is not kept; true when it is whole. */
  private boolean readLine(ByteBuf in) {
    while (in.isReadable()) {
      byte b = in.readByte();
      boolean cr = lineLength > 0 && line[lineLength - 1] == '\r';
      if (cr && b == '\n') {
        lineLength--;
        return true;
      }
      boolean inLine = b == '\r' || Ascii.is(b, Ascii.VALUE);
      if (cr || !inLine || lineLength == LINE_MAX || (state == State.DATA_END && b != '\r')) {
        malformed = true;
        return false;
      }
      line[lineLength++] = b;
    }
    return false;
  }

  private void size() {
    int i = 0;
    remaining = 0;
    for (; i < lineLength && i <= SIZE_DIGITS_MAX && Ascii.hex(line[i]) >= 0; i++)
      remaining = remaining << 4 | Ascii.hex(line[i]);
    malformed |= i == 0 || i > SIZE_DIGITS_MAX || (i < lineLength && line[i] != ';');
    state = remaining == 0 ? State.TRAILER : State.DATA;
    lineLength = 0;
  }

  private void trailer() {
    if (lineLength == 0) {
      state = State.DONE;
      return;
    }
    int i = 0;
    while (i < lineLength && Ascii.is(line[i], Ascii.TOKEN)) i++;
    trailerBytes += lineLength;
    malformed |= i == 0 || i == lineLength || line[i] != ':' || trailerBytes > TRAILER_MAX;
    lineLength = 0;
  }

  /** Whether the body has been read to its end. */
  public boolean isDone() {
    return state == State.DONE;
  }

  /** Whether it is no chunked body. */
  public boolean isMalformed() {
    return malformed;
  }
}
