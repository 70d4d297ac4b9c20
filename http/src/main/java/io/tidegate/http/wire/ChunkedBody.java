package io.tidegate.http.wire;

import org.jspecify.annotations.Nullable;

/**
 * Takes the chunk framing out of a body, in place: data moves down over the sizes that stood before
 * it, so the body ends up whole in the connection's bytes. Strict: sizes in hexadecimal digits,
 * CRLF and nothing else at line ends, extensions and trailers read and ignored within a bound.
 *
 * <pre>
 * SIZE ──size line──▶ DATA ──all of it──▶ DATA_END ──CRLF──▶ SIZE
 *   └──size 0──▶ TRAILER ──empty line──▶ DONE
 * </pre>
 */
public final class ChunkedBody {

  private enum State {
    SIZE,
    DATA,
    DATA_END,
    TRAILER,
    DONE
  }

  private static final int LINE_MAX = 256;
  private static final int TRAILER_MAX = 2 * 1024;

  private State state = State.DONE;
  private int maxBytes;
  private int remaining;
  private int trailerBytes;
  private int bodyFrom;

  private int bodyTo;
  private int at;
  private @Nullable Refusal refusal;

  /** Where the decoded body ends. */
  public int bodyTo() {
    return bodyTo;
  }

  /** First byte that is not read yet; when whole, the first after the body. */
  public int at() {
    return at;
  }

  /** Why it is refused, where it is. */
  public @Nullable Refusal refusal() {
    return refusal;
  }

  /** Begins a body at {@code from} of at most {@code maxBytes}. */
  public void begin(int from, int maxBytes) {
    this.maxBytes = maxBytes;
    state = State.SIZE;
    bodyFrom = from;
    bodyTo = from;
    at = from;
    trailerBytes = 0;
    refusal = null;
  }

  /**
   * Reads on in {@code bytes[at, to)}. True when the body is whole; otherwise more is needed, or
   * {@link #refusal()} says why not.
   */
  public boolean read(byte[] bytes, int to) {
    boolean moved = true;
    while (moved && refusal == null && state != State.DONE) {
      moved =
          switch (state) {
            case SIZE -> size(bytes, to);
            case DATA -> data(bytes, to);
            case DATA_END -> dataEnd(bytes, to);
            case TRAILER -> trailer(bytes, to);
            case DONE -> false;
          };
    }
    return state == State.DONE;
  }

  private boolean size(byte[] bytes, int to) {
    int lineEnd = line(bytes, to, LINE_MAX);
    if (lineEnd < 0) return false;
    long size = 0;
    int i = at;
    for (; i < lineEnd && Ascii.hex(bytes[i]) >= 0; i++)
      size = Math.min(size << 4 | Ascii.hex(bytes[i]), Integer.MAX_VALUE);
    if (i == at || (i < lineEnd && bytes[i] != ';')) return refuse(Refusals.CHUNK);
    if (size > maxBytes - (bodyTo - bodyFrom)) return refuse(Refusals.BODY_TOO_LARGE);
    at = lineEnd + 2;
    remaining = (int) size;
    state = size == 0 ? State.TRAILER : State.DATA;
    return true;
  }

  private boolean data(byte[] bytes, int to) {
    int length = Math.min(remaining, to - at);
    System.arraycopy(bytes, at, bytes, bodyTo, length);
    at += length;
    bodyTo += length;
    remaining -= length;
    if (remaining > 0) return false;
    state = State.DATA_END;
    return true;
  }

  private boolean dataEnd(byte[] bytes, int to) {
    if (to - at < 2) return to > at && bytes[at] != '\r' && refuse(Refusals.CHUNK);
    if (bytes[at] != '\r' || bytes[at + 1] != '\n') return refuse(Refusals.CHUNK);
    at += 2;
    state = State.SIZE;
    return true;
  }

  private boolean trailer(byte[] bytes, int to) {
    int lineEnd = line(bytes, to, TRAILER_MAX - trailerBytes);
    if (lineEnd < 0) return false;
    boolean last = lineEnd == at;
    if (!last && !isField(bytes, at, lineEnd)) return refuse(Refusals.CHUNK);
    trailerBytes += lineEnd + 2 - at;
    at = lineEnd + 2;
    if (last) state = State.DONE;
    return true;
  }

  /**
   * Moves what is not read yet down to the body's end, so that framing takes no room.
   *
   * @return where the bytes end now
   */
  public int compact(byte[] bytes, int to) {
    System.arraycopy(bytes, at, bytes, bodyTo, to - at);
    int end = bodyTo + to - at;
    at = bodyTo;
    return end;
  }

  /**
   * The same where the body up to {@link #bodyTo()} was taken: it makes room as well, and counts no
   * longer against the bound.
   *
   * @return where the bytes end now
   */
  public int compactTaken(byte[] bytes, int to) {
    bodyTo = bodyFrom;
    return compact(bytes, to);
  }

  /**
   * End of the line that begins at {@link #at()}, before its CRLF; -1 where it is not whole yet or
   * is refused.
   */
  private int line(byte[] bytes, int to, int max) {
    int limit = (int) Math.min(to, (long) at + max);
    int i = at;
    while (i < limit && Ascii.is(bytes[i], Ascii.VALUE)) i++;
    boolean fits = i < at + max;
    boolean whole = i + 1 < to && bytes[i] == '\r' && bytes[i + 1] == '\n';
    boolean mayBecome = i == to || (i + 1 == to && bytes[i] == '\r');
    if (fits && whole) return i;
    if (!fits || !mayBecome) refuse(Refusals.CHUNK);
    return -1;
  }

  private static boolean isField(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && Ascii.is(bytes[i], Ascii.TOKEN)) i++;
    return i > from && i < to && bytes[i] == ':';
  }

  private boolean refuse(Refusal problem) {
    refusal = problem;
    return false;
  }
}
