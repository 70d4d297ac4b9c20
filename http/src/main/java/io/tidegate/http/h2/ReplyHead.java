package io.tidegate.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import io.tidegate.http.wire.Ascii;
import io.tidegate.http.wire.FieldValue;
import java.util.Arrays;

/**
 * The head of a reply, as our own encoder wrote it, read into the fields of HTTP/2. Those of the
 * connection are left out.
 */
final class ReplyHead {

  /** The body comes in chunks. */
  static final long CHUNKED = -1;

  private static final int STATUS_AT = "HTTP/1.1 ".length();

  private final byte[] bytes;
  private AsciiString[] fields = new AsciiString[32];
  private int count;
  private long bodyBytes;

  private ReplyHead(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Reads one, which is there whole. */
  static ReplyHead read(ByteBuf in) {
    byte[] bytes = new byte[lengthOf(in)];
    in.readBytes(bytes);
    ReplyHead head = new ReplyHead(bytes);
    head.readFields();
    return head;
  }

  private static int lengthOf(ByteBuf in) {
    int at = in.readerIndex();
    for (int end = in.indexOf(at, in.writerIndex(), (byte) '\n');
        end >= 0;
        end = in.indexOf(end + 1, in.writerIndex(), (byte) '\n')) {
      if (end - at >= 3 && in.getByte(end - 2) == '\n') return end + 1 - in.readerIndex();
    }
    throw new IllegalStateException("a reply's head is written whole");
  }

  private void readFields() {
    int at = lineEnd(STATUS_AT) + 2;
    while (bytes[at] != '\r') {
      int end = lineEnd(at);
      int colon = at;
      for (; bytes[colon] != ':'; colon++) bytes[colon] = Ascii.lower(bytes[colon]);
      int value = colon + 1;
      while (value < end && bytes[value] == ' ') value++;
      field(FieldNames.of(bytes, at, colon), value, end);
      at = end + 2;
    }
  }

  private int lineEnd(int from) {
    int at = from;
    while (bytes[at] != '\r') at++;
    return at;
  }

  private void field(AsciiString name, int from, int to) {
    switch (name.length()) {
      case 7 -> {
        if (name.contentEquals("upgrade")) return;
      }
      case 10 -> {
        if (name.contentEquals("connection") || name.contentEquals("keep-alive")) return;
      }
      case 14 -> {
        if (name.contentEquals("content-length")) bodyBytes = FieldValue.digits(bytes, from, to);
      }
      case 16 -> {
        if (name.contentEquals("proxy-connection")) return;
      }
      case 17 -> {
        if (name.contentEquals("transfer-encoding")) {
          bodyBytes = CHUNKED;
          return;
        }
      }
      default -> {}
    }
    if (count == fields.length) fields = Arrays.copyOf(fields, 2 * count);
    fields[count++] = name;
    fields[count++] = new AsciiString(bytes, from, to - from, false);
  }

  /** Its status and fields. */
  Http2Headers headers() {
    AsciiString status = new AsciiString(bytes, STATUS_AT, 3, false);
    return ReadOnlyHttp2Headers.serverHeaders(false, status, Arrays.copyOf(fields, count));
  }

  /** Whether another head follows. */
  boolean isInterim() {
    return bytes[STATUS_AT] == '1';
  }

  /**
   * Bytes of the body, or {@link #CHUNKED}.
   *
   * @param ofHead whether it answers a HEAD
   */
  long bodyBytes(boolean ofHead) {
    AsciiString status = new AsciiString(bytes, STATUS_AT, 3, false);
    boolean bodyless = status.contentEquals("204") || status.contentEquals("304");
    return ofHead || bodyless ? 0 : bodyBytes;
  }
}
