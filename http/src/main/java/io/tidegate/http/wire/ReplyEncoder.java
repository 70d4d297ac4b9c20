package io.tidegate.http.wire;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes the heads of replies: into an array that is used again, and from there into the
 * connection's buffer. One per event loop.
 *
 * <p>Through an array because single bytes are cheap there and one bulk copy into direct memory is
 * cheap too, while single bytes into direct memory are not. Bodies are copied behind their heads as
 * well: one buffer and one {@code write} cost less than two and a {@code writev} for the small
 * bodies this API has, and Netty would copy a heap buffer anyway.
 */
public final class ReplyEncoder {

  /** Stands for a reply that has no body, and so no length: 204, 304. */
  public static final int NO_BODY = -1;

  /** Stands for a body that comes in chunks. */
  public static final int CHUNKED = -2;

  private static final String DATE_NAME = "Date: ";
  private static final int CRLF = '\r' << 8 | '\n';
  private static final byte[] LAST_CHUNK = Ascii.bytes("0\r\n\r\n");
  private static final byte[] CONTENT_LENGTH = Ascii.bytes("Content-Length: ");
  private static final byte[] CHUNKED_FIELD = Ascii.bytes("Transfer-Encoding: chunked\r\n");
  private static final byte[] NO_STORE = Ascii.bytes("Cache-Control: no-store\r\n");
  private static final byte[] CLOSE = Ascii.bytes("Connection: close\r\n");
  private static final byte[] REQUEST_ID = Ascii.bytes("\r\nX-Request-Id: ");
  private static final byte[] DIGITS = Ascii.bytes("0123456789abcdefghijklmnopqrstuv");
  private static final byte[][] STATUS_LINES = new byte[600][];
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** Digits of a generated request id after its prefix. */
  private static final int ID_DIGITS = 8;

  static {
    for (int status = 100; status < 600; status++)
      STATUS_LINES[status] =
          Ascii.bytes("HTTP/1.1 " + status + " " + reason(status) + "\r\n" + DATE_NAME);
  }

  private final byte[] idPrefix;
  private final byte[] keepAlive;
  private byte[] head = new byte[1024];
  private byte[] date = {};
  private long dateUntilNs;

  /**
   * @param idPrefix of the request ids it makes, at most 16 characters of ASCII
   * @param idle how long a connection may wait for the next request: said in whole seconds, so that
   *     clients stop using it before it ends; below one second nothing is said
   */
  public ReplyEncoder(String idPrefix, Duration idle) {
    this.idPrefix = Ascii.bytes(idPrefix);
    long seconds = idle.toSeconds();
    keepAlive =
        Ascii.bytes(
            seconds == 0
                ? ""
                : "Connection: keep-alive\r\nKeep-Alive: timeout=" + seconds + "\r\n");
    renewDate(System.nanoTime());
  }

  /**
   * Appends a reply's head.
   *
   * @param status in [200, 599], or 101
   * @param fields header lines as they are sent, each with its CRLF
   * @param shareable whether the fields say who may keep the reply; where they do not, nobody may
   * @param bodyBytes what {@code Content-Length} says; {@link #NO_BODY} or {@link #CHUNKED}
   * @param givenId the request id that the client gave, null to make one of {@code number}
   * @param last says {@code Connection: close}
   * @return bytes appended, at most {@link #room}
   */
  public int append(
      ByteBuf out,
      int status,
      byte[] fields,
      boolean shareable,
      long bodyBytes,
      @Nullable String givenId,
      long number,
      boolean last,
      long nowNs) {
    if (nowNs - dateUntilNs >= 0) renewDate(nowNs);
    if (head.length < room(fields)) head = new byte[2 * room(fields)];
    int at = put(STATUS_LINES[status], 0);
    at = put(date, at);
    at = put(REQUEST_ID, at);
    at = putRequestId(head, at, givenId, number);
    at = put(fields, crlf(at));
    if (!shareable) at = put(NO_STORE, at);
    if (bodyBytes == CHUNKED) at = put(CHUNKED_FIELD, at);
    else if (bodyBytes != NO_BODY) at = crlf(number(put(CONTENT_LENGTH, at), bodyBytes));
    if (status != 101) at = put(last ? CLOSE : keepAlive, at); // there the fields say "upgrade"
    int length = crlf(at);
    out.writeBytes(head, 0, length);
    return length;
  }

  /**
   * Appends the head of a reply before the reply.
   *
   * @param status in [102, 199]
   * @param fields header lines as they are sent, each with its CRLF
   */
  public void appendInterim(ByteBuf out, int status, byte[] fields) {
    if (head.length < room(fields)) head = new byte[2 * room(fields)];
    byte[] line = STATUS_LINES[status];
    int at = put(fields, put(line, 0) - DATE_NAME.length());
    out.writeBytes(head, 0, crlf(at));
  }

  /** Appends what stands before a chunk of that many bytes; returns the bytes of its framing. */
  public int chunkHead(ByteBuf out, int bytes) {
    int digits = Math.max(1, (35 - Integer.numberOfLeadingZeros(bytes)) / 4);
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
      out.writeByte(Character.forDigit(bytes >>> shift & 15, 16));
    out.writeShort(CRLF);
    return digits + 4;
  }

  /** Appends the end of a chunked body; returns its bytes. */
  public int lastChunk(ByteBuf out) {
    out.writeBytes(LAST_CHUNK);
    return LAST_CHUNK.length;
  }

  /** Bytes that a head with these fields may take. */
  public static int room(byte[] fields) {
    return fields.length + 384;
  }

  /**
   * Writes a request id into {@code to}, which has room for 64 bytes; returns where it ends.
   *
   * @param given the one that the client gave, null to make one of {@code number}
   */
  public int putRequestId(byte[] to, int from, @Nullable String given, long number) {
    int at = from;
    if (given != null) {
      for (int i = 0; i < given.length(); i++) to[at++] = (byte) given.charAt(i);
      return at;
    }
    System.arraycopy(idPrefix, 0, to, at, idPrefix.length);
    at += idPrefix.length;
    for (int shift = (ID_DIGITS - 1) * 5; shift >= 0; shift -= 5)
      to[at++] = DIGITS[(int) (number >>> shift) & 31];
    return at;
  }

  private int put(byte[] bytes, int at) {
    System.arraycopy(bytes, 0, head, at, bytes.length);
    return at + bytes.length;
  }

  private int crlf(int at) {
    head[at] = '\r';
    head[at + 1] = '\n';
    return at + 2;
  }

  private int number(int at, long value) {
    int length = 1;
    for (long v = value; v > 9; v /= 10) length++;
    long rest = value;
    for (int i = at + length - 1; i >= at; i--) {
      head[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return at + length;
  }

  /** Once a second: the wall clock is read, and the date stands until its next full second. */
  private void renewDate(long nowNs) {
    long nowMs = System.currentTimeMillis();
    date = Ascii.bytes(DATE.format(Instant.ofEpochMilli(nowMs)));
    dateUntilNs = nowNs + (1_000 - nowMs % 1_000) * 1_000_000;
  }

  private static String reason(int status) {
    return switch (status) {
      case 101 -> "Switching Protocols";
      case 103 -> "Early Hints";
      case 200 -> "OK";
      case 201 -> "Created";
      case 202 -> "Accepted";
      case 204 -> "No Content";
      case 206 -> "Partial Content";
      case 301 -> "Moved Permanently";
      case 302 -> "Found";
      case 303 -> "See Other";
      case 304 -> "Not Modified";
      case 307 -> "Temporary Redirect";
      case 308 -> "Permanent Redirect";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 406 -> "Not Acceptable";
      case 408 -> "Request Timeout";
      case 409 -> "Conflict";
      case 410 -> "Gone";
      case 411 -> "Length Required";
      case 412 -> "Precondition Failed";
      case 413 -> "Content Too Large";
      case 414 -> "URI Too Long";
      case 415 -> "Unsupported Media Type";
      case 417 -> "Expectation Failed";
      case 421 -> "Misdirected Request";
      case 422 -> "Unprocessable Content";
      case 428 -> "Precondition Required";
      case 429 -> "Too Many Requests";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 501 -> "Not Implemented";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      case 505 -> "HTTP Version Not Supported";
      case 507 -> "Insufficient Storage";
      default -> ""; // the phrase may be empty (RFC 9112 §4)
    };
  }
}
