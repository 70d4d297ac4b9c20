package io.tidegate.lab.client.h2;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.tidegate.http.wire.Ascii;
import io.tidegate.lab.client.fault.Fault;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the heads of one connection, each with the table that those before it have left. */
final class HeadDecoder {

  private static final int FIELDS_FIRST = 12;
  private static final int FIELDS_MAX = 10_000;

  private final int bytesMax;
  private final Fields fields = new Fields();
  private final DefaultHttp2HeadersDecoder hpack;

  /**
   * @param bytesMax of a head, as HPACK counts it
   */
  HeadDecoder(int bytesMax) {
    this.bytesMax = bytesMax;
    hpack =
        new DefaultHttp2HeadersDecoder(false, bytesMax) {
          @Override
          protected Http2Headers newHeaders() {
            return fields;
          }
        };
  }

  /**
   * Reads one, which the others need even where nobody wants it.
   *
   * @param trailer whether it stands behind a body
   * @return null for a trailer
   * @throws Fault if it is malformed, or too large; the connection goes on
   */
  @Nullable Http2Head decode(int stream, byte[] block, int from, int length, boolean trailer)
      throws Fault, ConnectionFault {
    fields.reset();
    try {
      hpack.decodeHeaders(stream, Unpooled.wrappedBuffer(block, from, length));
    } catch (Http2Exception.HeaderListSizeException _) {
      throw Fault.generic(
          "net/http: server response headers exceeded " + bytesMax + " bytes; aborted");
    } catch (Http2Exception e) {
      throw ConnectionFault.of(Http2Faults.COMPRESSION_ERROR, String.valueOf(e.getMessage()));
    }
    return fields.head(stream, trailer);
  }

  /** Takes fields as they are read. One object is used again for every head. */
  private static final class Fields extends DefaultHttp2Headers {

    private byte[] bytes = new byte[512];
    private int[] positions = new int[4 * FIELDS_FIRST];
    private int end;
    private int count;
    private int status;
    private long contentLength;
    private @Nullable String wrong;

    Fields() {
      super(false, 2);
    }

    void reset() {
      end = 0;
      count = 0;
      status = 0;
      contentLength = -1;
      wrong = null;
    }

    @Override
    public Http2Headers add(CharSequence name, CharSequence value) {
      AsciiString key = AsciiString.of(name);
      AsciiString content = AsciiString.of(value);
      if (key.length() > 0 && key.byteAt(0) == ':') pseudo(key, content);
      else field(key, content);
      return this;
    }

    private void pseudo(AsciiString name, AsciiString value) {
      if (!name.contentEquals(":status")) wrong("invalid pseudo header \"" + name + '"');
      else if (count > 0) wrong("pseudo header field after regular");
      else if (status != 0) wrong("duplicate pseudo header \":status\"");
      else status = status(value);
    }

    private int status(AsciiString value) {
      for (int i = 0; i < value.length(); i++) {
        if (value.byteAt(i) < '0' || value.byteAt(i) > '9') {
          wrong("malformed response from server: malformed non-numeric status pseudo header");
          return 0;
        }
      }
      if (value.length() == 3) return value.parseInt();
      wrong("malformed response from server: malformed status pseudo header");
      return 0;
    }

    private void field(AsciiString name, AsciiString value) {
      if (!isName(name)) wrong("invalid header field name \"" + name + '"');
      if (count == FIELDS_MAX) wrong("more than " + FIELDS_MAX + " header fields");
      if (wrong != null) return;
      if (4 * count == positions.length) positions = Arrays.copyOf(positions, 8 * count);
      put(4 * count, name);
      put(4 * count + 2, value);
      count++;
      if (name.contentEquals("content-length")) contentLength = length(value);
    }

    private void put(int position, AsciiString text) {
      int length = text.length();
      if (bytes.length - end < length)
        bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, end + length));
      System.arraycopy(text.array(), text.arrayOffset(), bytes, end, length);
      positions[position] = end;
      end += length;
      positions[position + 1] = end;
    }

    /** Negative for what is no length, as for none: a server that writes nonsense is believed. */
    private static long length(AsciiString value) {
      long length = 0;
      for (int i = 0; i < value.length(); i++) {
        int digit = value.byteAt(i) - '0';
        if (digit < 0 || digit > 9 || i == 18) return -1;
        length = 10 * length + digit;
      }
      return value.isEmpty() ? -1 : length;
    }

    private static boolean isName(AsciiString name) {
      for (int i = 0; i < name.length(); i++) {
        byte b = name.byteAt(i);
        if (!Ascii.is(b, Ascii.TOKEN) || (b >= 'A' && b <= 'Z')) return false;
      }
      return !name.isEmpty();
    }

    private void wrong(String why) {
      if (wrong == null) wrong = why;
    }

    @Nullable Http2Head head(int stream, boolean trailer) throws Fault {
      if (wrong == null && trailer && status != 0) wrong("pseudo header field in a trailer");
      if (wrong == null && !trailer && status == 0)
        wrong("malformed response from server: missing status pseudo header");
      if (wrong != null) throw Http2Faults.stream(stream, Http2Faults.PROTOCOL_ERROR, wrong);
      if (trailer) return null;
      return new Http2Head(
          status, contentLength, Arrays.copyOf(bytes, end), Arrays.copyOf(positions, 4 * count));
    }
  }
}
