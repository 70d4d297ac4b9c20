package io.tidegate.http.h2;

import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.tidegate.http.wire.Ascii;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the fields of an HTTP/2 request as a head of HTTP/1.1, whose parser then judges it as any
 * other. What HTTP/2 alone forbids, and what would mean something else in lines of text, is refused
 * here (RFC 9113 §8.2, §8.3). One for each request.
 */
final class RequestLines {

  private static final byte[] VERSION = Ascii.bytes(" HTTP/1.1\r\nHost: ");
  private static final byte[] CHUNKED = Ascii.bytes("transfer-encoding: chunked\r\n");

  private byte[] lines = new byte[512];
  private int length;

  private @Nullable CharSequence method;
  private @Nullable CharSequence scheme;
  private @Nullable CharSequence authority;
  private @Nullable CharSequence path;
  private @Nullable CharSequence host;
  private boolean lengthGiven;
  private boolean cookies;
  private boolean malformed;

  private final Http2Headers headers;
  private final boolean whole;

  /**
   * @param whole whether no body follows
   */
  RequestLines(Http2Headers headers, boolean whole) {
    this.headers = headers;
    this.whole = whole;
  }

  /** Writes the head; false if it is malformed. */
  boolean write() {
    for (Map.Entry<CharSequence, CharSequence> field : headers) {
      CharSequence name = field.getKey();
      if (name.isEmpty()) return false;
      if (name.charAt(0) == ':') pseudo(name, field.getValue());
      else look(name, field.getValue());
    }
    if (malformed || !requestLine()) return false;
    for (Map.Entry<CharSequence, CharSequence> field : headers) {
      if (!isWrittenElsewhere(field.getKey())) field(field.getKey(), field.getValue());
    }
    if (cookies) cookie();
    if (isChunked()) put(CHUNKED);
    put('\r', '\n');
    return true;
  }

  /** Whether the body's length is not given, so that it goes on in chunks. */
  boolean isChunked() {
    return !whole && !lengthGiven;
  }

  boolean isHead() {
    return method != null && "HEAD".contentEquals(method);
  }

  byte[] bytes() {
    return lines;
  }

  int length() {
    return length;
  }

  // ---- what is there ----

  private void pseudo(CharSequence name, CharSequence value) {
    switch (name.toString()) {
      case ":method" -> method = once(method, value);
      case ":scheme" -> scheme = once(scheme, value);
      case ":authority" -> authority = once(authority, value);
      case ":path" -> path = once(path, value);
      default -> malformed = true;
    }
  }

  private CharSequence once(@Nullable CharSequence before, CharSequence value) {
    malformed |= before != null;
    return value;
  }

  private void look(CharSequence name, CharSequence value) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      malformed |= c > 0x7f || (c >= 'A' && c <= 'Z') || !Ascii.is((byte) c, Ascii.TOKEN);
    }
    for (int i = 0; i < value.length(); i++)
      malformed |= !Ascii.is((byte) value.charAt(i), Ascii.VALUE);
    int last = value.length() - 1;
    malformed |= last >= 0 && (isSpace(value.charAt(0)) || isSpace(value.charAt(last)));
    switch (name.toString()) {
      case "connection", "proxy-connection", "keep-alive", "transfer-encoding", "upgrade" ->
          malformed = true;
      case "te" -> malformed |= !"trailers".contentEquals(value);
      case "host" -> host = once(host, value);
      case "content-length" -> lengthGiven = true;
      case "cookie" -> cookies = true;
      default -> {}
    }
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  /** CONNECT has no path and no scheme; it goes on to be refused as over HTTP/1.1. */
  private boolean requestLine() {
    CharSequence asked = host == null ? authority : host;
    boolean connects = method != null && "CONNECT".contentEquals(method);
    CharSequence target = connects ? authority : path;
    if (method == null || target == null || asked == null) return false;
    if (connects ? path != null || scheme != null : !isScheme(scheme) || !isPath(target))
      return false;
    if (authority != null && !AsciiString.contentEqualsIgnoreCase(authority, asked)) return false;
    if (!isVisible(method) || !isVisible(target) || !isVisible(asked)) return false;
    put(method);
    put(' ');
    put(target);
    put(VERSION);
    put(asked);
    put('\r', '\n');
    return true;
  }

  private static boolean isScheme(@Nullable CharSequence scheme) {
    return scheme != null && ("https".contentEquals(scheme) || "http".contentEquals(scheme));
  }

  /** Any other form would name a host a second time. */
  private boolean isPath(CharSequence path) {
    return path.length() > 0 && (path.charAt(0) == '/' || "*".contentEquals(path));
  }

  /** Nothing in it ends a word or a line of text. */
  private static boolean isVisible(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7f) return false;
    }
    return text.length() > 0;
  }

  // ---- lines ----

  private static boolean isWrittenElsewhere(CharSequence name) {
    return name.charAt(0) == ':' || "host".contentEquals(name) || "cookie".contentEquals(name);
  }

  private void field(CharSequence name, CharSequence value) {
    put(name);
    put(':', ' ');
    put(value);
    put('\r', '\n');
  }

  /** Cookies may come apart; in HTTP/1.1 they are one field (RFC 9113 §8.2.3). */
  private void cookie() {
    put("cookie:");
    boolean first = true;
    for (CharSequence part : headers.getAll("cookie")) {
      if (!first) put(';');
      put(' ');
      put(part);
      first = false;
    }
    put('\r', '\n');
  }

  private void put(CharSequence text) {
    makeRoom(text.length());
    if (text instanceof AsciiString ascii) {
      System.arraycopy(ascii.array(), ascii.arrayOffset(), lines, length, ascii.length());
      length += ascii.length();
      return;
    }
    for (int i = 0; i < text.length(); i++) lines[length++] = (byte) text.charAt(i);
  }

  private void put(byte[] bytes) {
    makeRoom(bytes.length);
    System.arraycopy(bytes, 0, lines, length, bytes.length);
    length += bytes.length;
  }

  private void put(char c) {
    makeRoom(1);
    lines[length++] = (byte) c;
  }

  private void put(char c, char d) {
    put(c);
    put(d);
  }

  private void makeRoom(int bytes) {
    if (lines.length - length < bytes) lines = Arrays.copyOf(lines, 2 * (length + bytes));
  }
}
