package io.tidegate.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.tidegate.http.wire.ChunkedBody;
import io.tidegate.http.wire.Refusal;
import io.tidegate.http.wire.Refusals;
import io.tidegate.http.wire.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a connection has read, in one array that it keeps: the request at hand, and what was sent
 * behind it. Head and body are positions in it.
 *
 * <pre>
 *  start        bodyFrom      bodyTo   requestEnd        end
 *    │    head     │     body    │ framing │   read ahead  │
 * </pre>
 *
 * A body is either collected here until it is whole, or taken out while it arrives. Confined to the
 * connection's event loop.
 */
final class RequestBuffer {

  /** How far reading has come. */
  enum Progress {
    /** More bytes are needed. */
    INCOMPLETE,
    /** There was an empty line and nothing else; it is forgotten. */
    EMPTY_LINE,
    /** What was to be read is whole. */
    WHOLE,
    /** It is not what it must be; {@link #refusal} says why. */
    REFUSED
  }

  private static final byte[] NO_BYTES = {};
  private static final int FIRST_BYTES = 1024;
  private static final int KEPT_BYTES = 8 * 1024;

  private final RequestHead head;
  private final ChunkedBody chunks = new ChunkedBody();

  private byte[] in = NO_BYTES;
  private int start;
  private int end;
  private int bodyFrom;
  private int bodyTo;
  private int requestEnd;

  /** Of a body that is taken out, what has yet to come where its length is known. */
  private long bodyLeft;

  private boolean headWhole;
  private boolean chunksWhole;
  private boolean emptyLineSeen;
  private @Nullable Refusal refusal;

  RequestBuffer(HttpConfig config) {
    head =
        new RequestHead(config.maxHeadBytes(), config.maxRequestLineBytes(), config.anyEscapes());
  }

  /** Adds what arrived, and releases nothing. */
  void append(ByteBuf bytes) {
    int length = bytes.readableBytes();
    if (in.length - end < length) makeRoom(length);
    bytes.readBytes(in, end, length);
    end += length;
  }

  private void makeRoom(int length) {
    if (!headWhole && start > 0) { // no position points into it yet
      System.arraycopy(in, start, in, 0, end - start);
      end -= start;
      start = 0;
    }
    if (in.length - end < length)
      in = Arrays.copyOf(in, Math.max(FIRST_BYTES, Integer.highestOneBit(end + length) * 2));
  }

  /** Reads the head, of which a byte at least must be there. */
  Progress readHead() {
    if (emptyLineSeen && in[start] == '\r') {
      head.reset();
      return refused(Refusals.MALFORMED.because("Only one empty line may come before a request."));
    }
    if (isEmptyLine()) {
      emptyLineSeen = true;
      start = 0;
      end = 0;
      return Progress.EMPTY_LINE;
    }
    return switch (head.parse(in, start, end)) {
      case INCOMPLETE -> Progress.INCOMPLETE;
      case REFUSED -> refused(head.refusal());
      case COMPLETE -> headRead();
    };
  }

  /** Some clients send an empty line behind a body; it is no request that they owe us. */
  private boolean isEmptyLine() {
    return end - start == 2 && in[start] == '\r' && in[start + 1] == '\n';
  }

  private Progress headRead() {
    emptyLineSeen = false;
    headWhole = true;
    bodyFrom = head.end();
    bodyTo = bodyFrom;
    requestEnd = bodyFrom;
    return Progress.WHOLE;
  }

  private Progress refused(@Nullable Refusal why) {
    refusal = why;
    return Progress.REFUSED;
  }

  /** Forgets a head that will not be whole any more. */
  void forgetHead() {
    head.reset();
  }

  // ---- a body that is collected ----

  /** Begins to collect the body. The declared length is at most {@code maxBytes}. */
  void collectBody(int maxBytes) {
    if (head.isChunked()) chunks.begin(bodyFrom, maxBytes);
    bodyTo = bodyFrom + (int) head.contentLength();
    requestEnd = bodyTo;
  }

  /** Reads the body on. */
  Progress readBody() {
    if (!head.isChunked()) return end < requestEnd ? Progress.INCOMPLETE : Progress.WHOLE;
    boolean whole = chunks.read(in, end);
    if (chunks.refusal() != null) return refused(chunks.refusal());
    if (!whole) {
      end = chunks.compact(in, end);
      return Progress.INCOMPLETE;
    }
    bodyTo = chunks.bodyTo();
    requestEnd = chunks.at();
    return Progress.WHOLE;
  }

  // ---- a body that is taken out while it arrives ----

  /** Begins to hand the body out. */
  void streamBody() {
    bodyLeft = head.contentLength();
    chunksWhole = false;
    if (head.isChunked()) chunks.begin(bodyFrom, Integer.MAX_VALUE - 1);
  }

  /** Begins to hand out everything that comes: it is no HTTP any more. */
  void streamTunnel() {
    bodyLeft = Long.MAX_VALUE;
  }

  /** Whether what arrives next is body and nothing else, so that it need not come in here. */
  boolean passesThrough() {
    return !head.isChunked() && end == bodyFrom;
  }

  /** What of these bytes is body, retained. */
  ByteBuf pass(ByteBuf bytes) {
    int length = (int) Math.min(bodyLeft, bytes.readableBytes());
    bodyLeft -= length;
    return bytes.readRetainedSlice(length);
  }

  /**
   * Takes out what is here of the body.
   *
   * @return null if nothing is, or if it is {@linkplain #refusal refused}
   */
  @Nullable ByteBuf takeBody(ByteBufAllocator allocator) {
    if (head.isChunked()) return takeChunks(allocator);
    int length = (int) Math.min(bodyLeft, end - bodyFrom);
    if (length == 0) return null;
    bodyLeft -= length;
    ByteBuf data = copy(allocator, length);
    System.arraycopy(in, bodyFrom + length, in, bodyFrom, end - bodyFrom - length);
    end -= length;
    return data;
  }

  private @Nullable ByteBuf takeChunks(ByteBufAllocator allocator) {
    chunksWhole = chunks.read(in, end);
    refusal = chunks.refusal();
    if (refusal != null) return null;
    int length = chunks.bodyTo() - bodyFrom;
    ByteBuf data = length == 0 ? null : copy(allocator, length);
    end = chunks.compactTaken(in, end);
    return data;
  }

  private ByteBuf copy(ByteBufAllocator allocator, int length) {
    return allocator.buffer(length).writeBytes(in, bodyFrom, length);
  }

  /** Whether the body has been taken out to its end. */
  boolean isBodyTaken() {
    return head.isChunked() ? chunksWhole : bodyLeft == 0;
  }

  /** Lets go of the request; returns whether something was sent behind it. */
  boolean next() {
    headWhole = false;
    refusal = null;
    start = requestEnd;
    if (start < end) return true;
    start = 0;
    end = 0;
    if (in.length > KEPT_BYTES) in = NO_BYTES;
    return false;
  }

  // ---- what is here ----

  /** Why reading was refused; null if it was not. */
  @Nullable Refusal refusal() {
    return refusal;
  }

  /** The head, as far as it was read. */
  RequestHead head() {
    return head;
  }

  /** Whether the head announces a body. */
  boolean hasBody() {
    return head.isChunked() || head.contentLength() > 0;
  }

  /** Whether nothing has come behind the head. */
  boolean endsWithHead() {
    return end == bodyFrom;
  }

  /** Bytes that were read behind the request. */
  int readAhead() {
    return end - requestEnd;
  }

  /** Bytes from the request's first one on. */
  int length() {
    return end - start;
  }

  /** The array. Not to be kept. */
  byte[] bytes() {
    return in;
  }

  int bodyFrom() {
    return bodyFrom;
  }

  int bodyTo() {
    return bodyTo;
  }

  /** The request id that the client gave; null without one. */
  @Nullable String givenId() {
    int from = head.idFrom();
    int to = head.idTo();
    return to == 0 ? null : new String(in, from, to - from, StandardCharsets.US_ASCII);
  }
}
