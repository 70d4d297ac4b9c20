package io.tidegate.lab.client;

import io.tidegate.http.wire.Ascii;
import io.tidegate.http.wire.FieldValue;
import io.tidegate.lab.client.fault.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The head of one reply, found in the bytes of its connection. As lenient as the client of k6, not
 * as strict as the gate's: a lone LF ends a line, a length may be repeated, chunks win over a
 * length, a status is any three digits. The servers under test are other people's, and only one
 * client reads the reply, so nothing can be smuggled past a second.
 *
 * <p>One object is used again for every reply of a connection.
 */
final class ReplyHead {

  /** A body that ends with the connection. */
  static final long UNTIL_CLOSE = -1;

  private static final int FIELDS_MAX = 1_000;
  private static final int MORE = -1;
  private static final int VERSION_BYTES = "HTTP/1.1 ".length();

  private int[] positions = new int[4 * 12];
  private int count;
  private int begin;
  private int end;
  private int status;
  private int reasonFrom;
  private int reasonTo;
  private boolean http10;
  private boolean close;
  private boolean keepAlive;
  private boolean chunked;
  private long contentLength;

  /**
   * Parses {@code bytes[from, to)}, from the beginning each time. Unfolds folded lines where they
   * stand.
   *
   * @return false if more bytes are needed
   * @throws Fault if it is no reply
   */
  boolean parse(byte[] bytes, int from, int to) throws Fault {
    begin = from;
    end = MORE;
    count = 0;
    status = 0;
    http10 = false;
    close = false;
    keepAlive = false;
    chunked = false;
    contentLength = UNTIL_CLOSE;
    int at = statusLine(bytes, from, to);
    while (at >= 0 && end < 0) at = fieldLine(bytes, at, to);
    if (end < 0) return false;
    if (chunked) contentLength = UNTIL_CLOSE;
    return true;
  }

  private int statusLine(byte[] b, int from, int to) throws Fault {
    int lineEnd = lineEnd(b, from, to);
    if (lineEnd < 0) {
      if (to - from >= 5 && !Ascii.equal("HTTP/", b, from, from + 5)) throw notHttp(b, from, to);
      return MORE;
    }
    int textEnd = textEnd(b, from, lineEnd);
    int at = from + VERSION_BYTES;
    if (textEnd < at + 3 || !Ascii.equal("HTTP/1.", b, from, at - 2) || b[at - 1] != ' ')
      throw notHttp(b, from, textEnd);
    http10 = b[at - 2] == '0';
    for (int i = at; i < at + 3; i++) {
      if (!Ascii.isDigit(b[i])) throw badStatus(b, at, textEnd);
      status = status * 10 + b[i] - '0';
    }
    if (textEnd > at + 3 && b[at + 3] != ' ') throw badStatus(b, at, textEnd);
    reasonFrom = Math.min(at + 4, textEnd);
    reasonTo = textEnd;
    return lineEnd + 1;
  }

  private int fieldLine(byte[] b, int from, int to) throws Fault {
    int lineEnd = lineEnd(b, from, to);
    if (lineEnd < 0) return MORE;
    int textEnd = textEnd(b, from, lineEnd);
    if (textEnd == from) {
      end = lineEnd + 1;
      return end;
    }
    if (lineEnd + 1 == to) return MORE; // the next line may continue this one
    if (Ascii.isSpace(b[lineEnd + 1])) {
      Arrays.fill(b, textEnd, lineEnd + 1, (byte) ' ');
      return from;
    }
    int at = from;
    while (at < textEnd && Ascii.is(b[at], Ascii.TOKEN)) at++;
    if (at == from || at == textEnd || b[at] != ':')
      throw broken("malformed MIME header line: ", b, from, textEnd);
    int valueFrom = at + 1;
    int valueTo = textEnd;
    while (valueFrom < valueTo && Ascii.isSpace(b[valueFrom])) valueFrom++;
    while (valueTo > valueFrom && Ascii.isSpace(b[valueTo - 1])) valueTo--;
    add(from - begin, at - begin, valueFrom - begin, valueTo - begin);
    field(b, from, at, valueFrom, valueTo);
    return lineEnd + 1;
  }

  private void add(int nameFrom, int nameTo, int valueFrom, int valueTo) throws Fault {
    int i = 4 * count++;
    if (count > FIELDS_MAX)
      throw Fault.generic("the reply has more than " + FIELDS_MAX + " header fields");
    if (i == positions.length) positions = Arrays.copyOf(positions, i * 2);
    positions[i] = nameFrom;
    positions[i + 1] = nameTo;
    positions[i + 2] = valueFrom;
    positions[i + 3] = valueTo;
  }

  private void field(byte[] b, int nameFrom, int nameTo, int from, int to) throws Fault {
    switch (nameTo - nameFrom) {
      case 10 -> {
        if (!Ascii.equalIgnoringCase("connection", b, nameFrom, nameTo)) return;
        close |= FieldValue.hasToken("close", b, from, to);
        keepAlive |= FieldValue.hasToken("keep-alive", b, from, to);
      }
      case 14 -> {
        if (Ascii.equalIgnoringCase("content-length", b, nameFrom, nameTo))
          contentLength(b, from, to);
      }
      case 17 -> {
        if (http10 || !Ascii.equalIgnoringCase("transfer-encoding", b, nameFrom, nameTo)) return;
        if (!Ascii.equalIgnoringCase("chunked", b, from, to))
          throw broken("unsupported transfer encoding: ", b, from, to);
        chunked = true;
      }
      default -> {}
    }
  }

  private void contentLength(byte[] b, int from, int to) throws Fault {
    long length = FieldValue.digits(b, from, to);
    boolean bad = length < 0 || length == Long.MAX_VALUE;
    if (bad || (contentLength != UNTIL_CLOSE && contentLength != length))
      throw broken("bad Content-Length ", b, from, to);
    contentLength = length;
  }

  /** The LF that ends the line; negative if it has not come. */
  private static int lineEnd(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      if (b[i] == '\n') return i;
    }
    return MORE;
  }

  private static int textEnd(byte[] b, int from, int lineEnd) {
    return lineEnd > from && b[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
  }

  private static Fault notHttp(byte[] b, int from, int to) {
    return broken("malformed HTTP response ", b, from, to);
  }

  private static Fault badStatus(byte[] b, int from, int to) {
    return broken("malformed HTTP status code ", b, from, to);
  }

  private static Fault broken(String what, byte[] b, int from, int to) {
    String why = what + quoted(b, from, Math.min(to, from + 64));
    String detail = "net/http: HTTP/1.x transport connection broken: " + why;
    return new Fault(Fault.GENERIC, why, detail);
  }

  /** As Go quotes what may be no text. */
  private static String quoted(byte[] b, int from, int to) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = from; i < to; i++) {
      switch (b[i]) {
        case '"', '\\' -> quoted.append('\\').append((char) b[i]);
        case '\r' -> quoted.append("\\r");
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        default -> {
          boolean shown = b[i] >= ' ' && b[i] < 0x7f;
          quoted.append(shown ? String.valueOf((char) b[i]) : "\\x%02x".formatted(b[i]));
        }
      }
    }
    return quoted.append('"').toString();
  }

  // ---- what was found ----

  /** A copy of its fields, which stays. */
  ReplyHeaders headers(byte[] bytes) {
    if (count == 0) return ReplyHeaders.EMPTY;
    return new ReplyHeaders(
        Arrays.copyOfRange(bytes, begin, end), Arrays.copyOf(positions, 4 * count));
  }

  int status() {
    return status;
  }

  /** What stands behind the status. */
  String reason(byte[] bytes) {
    if (status == 200 && Ascii.equal("OK", bytes, reasonFrom, reasonTo)) return "OK";
    return new String(bytes, reasonFrom, reasonTo - reasonFrom, StandardCharsets.UTF_8);
  }

  String proto() {
    return http10 ? "HTTP/1.0" : "HTTP/1.1";
  }

  /** Whether another reply follows. */
  boolean isInterim() {
    return status < 200 && status != 101;
  }

  /** Whether the connection may carry another request when the body is whole. */
  boolean keepsAlive() {
    return !close && (!http10 || keepAlive) && status != 101;
  }

  boolean isChunked() {
    return chunked;
  }

  /** Declared length of the body; {@link #UNTIL_CLOSE} without one. */
  long contentLength() {
    return contentLength;
  }

  /** Whether a reply with this status may have a body. */
  boolean mayHaveBody() {
    return mayHaveBody(status);
  }

  /** The same of any status. */
  static boolean mayHaveBody(int status) {
    return status >= 200 && status != 204 && status != 304;
  }

  /** Whether the head is followed by a body, be it empty. */
  boolean hasBody(boolean ofHead) {
    return !ofHead && mayHaveBody();
  }

  /** Whether the connection goes on behind the body. */
  boolean endsByItself(boolean ofHead) {
    return !hasBody(ofHead) || chunked || contentLength != UNTIL_CLOSE;
  }

  /** The first byte behind it. */
  int end() {
    return end;
  }
}
