package io.tidegate.http.wire;

import org.jspecify.annotations.Nullable;

/**
 * The head of one response, as a server behind us sent it: parsed as strictly as a request's, since
 * a length that two readers understand differently would put one client's reply into another's. One
 * object is used again for every response of a connection.
 */
public final class ResponseHead {

  /** What came of parsing. */
  public enum Outcome {
    /** More bytes are needed. */
    INCOMPLETE,
    /** The head is whole and ends at {@link #end}. */
    COMPLETE,
    /** It is not one; {@link #fault} says why. */
    MALFORMED
  }

  /** A body that ends with the connection. */
  public static final long UNTIL_CLOSE = -1;

  private static final int VERSION_BYTES = "HTTP/1.1 ".length();

  private final int maxBytes;
  private final HeadFields fields = new HeadFields();

  private int status;
  private boolean http10;
  private boolean close;
  private boolean keepAlive;
  private boolean chunked;
  private boolean upgrade;
  private long contentLength;
  private int idleSeconds;
  private int reasonFrom;
  private int reasonTo;
  private @Nullable String fault;

  /**
   * @param maxBytes of a head
   */
  public ResponseHead(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Parses {@code bytes[from, to)}, from the beginning each time. */
  public Outcome parse(byte[] bytes, int from, int to) {
    reset();
    int limit = Math.min(to, from + maxBytes);
    int at = statusLine(bytes, from, limit);
    while (at >= 0 && fields.end() < 0) at = fieldLine(bytes, at, limit);
    if (at >= 0 && chunked && http10) at = fault("Transfer-Encoding in a response of HTTP/1.0");
    if (at == HeadFields.INCOMPLETE && to - from >= maxBytes) at = fault("the head is too large");
    return at == HeadFields.INCOMPLETE
        ? Outcome.INCOMPLETE
        : at == HeadFields.REFUSED ? Outcome.MALFORMED : Outcome.COMPLETE;
  }

  private void reset() {
    fields.reset();
    status = 0;
    http10 = false;
    close = false;
    keepAlive = false;
    chunked = false;
    upgrade = false;
    contentLength = UNTIL_CLOSE;
    idleSeconds = -1;
    fault = null;
  }

  private int statusLine(byte[] b, int from, int limit) {
    int at = from + VERSION_BYTES;
    if (limit < at + 5) return mayBegin(b, from, limit);
    boolean known =
        Ascii.equal("HTTP/1.", b, from, at - 2) && (b[at - 2] == '0' || b[at - 2] == '1');
    if (!known || b[at - 1] != ' ') return fault("the status line does not begin with HTTP/1.1");
    http10 = b[at - 2] == '0';
    for (int i = at; i < at + 3; i++) {
      if (!Ascii.isDigit(b[i])) return fault("the status is not of three digits");
      status = status * 10 + b[i] - '0';
    }
    if (status < 100 || status > 599) return fault("the status is not in [100, 599]");
    at += 3;
    if (b[at] == ' ') at++;
    else if (b[at] != '\r') return fault("the status is not of three digits");
    reasonFrom = at;
    while (at < limit && Ascii.is(b[at], Ascii.VALUE)) at++;
    reasonTo = at;
    if (at + 1 >= limit)
      return at < limit && b[at] != '\r' ? fault("the status line does not end in CRLF") : -1;
    if (b[at] != '\r' || b[at + 1] != '\n') return fault("the status line does not end in CRLF");
    return at + 2;
  }

  /** What is no HTTP at all is told at once, not when more of it has come. */
  private int mayBegin(byte[] b, int from, int limit) {
    int length = Math.min(limit - from, "HTTP/1.".length());
    return Ascii.equal("HTTP/1.".substring(0, length), b, from, from + length)
        ? HeadFields.INCOMPLETE
        : fault("the status line does not begin with HTTP/1.1");
  }

  private int fieldLine(byte[] b, int from, int limit) {
    int before = fields.count();
    int next = fields.line(b, from, limit);
    Refusal refusal = fields.refusal();
    if (refusal != null)
      return fault(refusal.detail() == null ? refusal.title() : refusal.detail());
    return fields.count() == before || field(b, before) ? next : HeadFields.REFUSED;
  }

  private boolean field(byte[] b, int index) {
    int from = fields.valueFrom(index);
    int to = fields.valueTo(index);
    return switch (fields.nameTo(index) - fields.nameFrom(index)) {
      case 10 -> {
        if (fields.isNamed("connection", b, index)) connection(b, from, to);
        else if (fields.isNamed("keep-alive", b, index)) idleSeconds = timeout(b, from, to);
        yield true;
      }
      case 14 -> !fields.isNamed("content-length", b, index) || contentLength(b, from, to);
      case 17 -> !fields.isNamed("transfer-encoding", b, index) || transferEncoding(b, from, to);
      default -> true;
    };
  }

  private void connection(byte[] b, int from, int to) {
    close |= FieldValue.hasToken("close", b, from, to);
    keepAlive |= FieldValue.hasToken("keep-alive", b, from, to);
    upgrade |= FieldValue.hasToken("upgrade", b, from, to);
  }

  /** {@code timeout=5, max=100}: the seconds, -1 without them. */
  private static int timeout(byte[] b, int from, int to) {
    String name = "timeout=";
    for (int i = from; i + name.length() < to; i++) {
      if (!Ascii.equalIgnoringCase(name, b, i, i + name.length())) continue;
      int at = i + name.length();
      int end = at;
      while (end < to && Ascii.isDigit(b[end])) end++;
      return (int) Math.min(FieldValue.digits(b, at, end), Integer.MAX_VALUE);
    }
    return -1;
  }

  private boolean contentLength(byte[] b, int from, int to) {
    long length = FieldValue.digits(b, from, to);
    if (contentLength != UNTIL_CLOSE || chunked || length < 0 || length == Long.MAX_VALUE)
      return framingFault();
    contentLength = length;
    return true;
  }

  private boolean transferEncoding(byte[] b, int from, int to) {
    boolean known = Ascii.equalIgnoringCase("chunked", b, from, to);
    if (contentLength != UNTIL_CLOSE || chunked || !known) return framingFault();
    chunked = true;
    return true;
  }

  private boolean framingFault() {
    fault("the length of the body is not given once, in one way");
    return false;
  }

  private int fault(String why) {
    fault = why;
    return HeadFields.REFUSED;
  }

  // ---- what was found ----

  /** Its header fields. */
  public HeadFields fields() {
    return fields;
  }

  /** In [100, 599]. */
  public int status() {
    return status;
  }

  /** Whether another response follows: 1xx but for 101. */
  public boolean isInterim() {
    return status < 200 && status != 101;
  }

  /** Whether the server changes the protocol of the connection, and says so in both fields. */
  public boolean isUpgrade() {
    return status == 101 && upgrade;
  }

  /** Whether the connection may carry another request when the body is whole. */
  public boolean keepsAlive() {
    return !close && (!http10 || keepAlive);
  }

  /** Whether the body comes in chunks. */
  public boolean isChunked() {
    return chunked;
  }

  /** Declared length of the body, {@link #UNTIL_CLOSE} without one. */
  public long contentLength() {
    return contentLength;
  }

  /**
   * Whether the head is followed by a body, be it empty.
   *
   * @param ofHead whether it answers a HEAD
   */
  public boolean hasBody(boolean ofHead) {
    return !ofHead && status >= 200 && status != 204 && status != 304;
  }

  /** For how long the server keeps the connection idle, as it says; -1 if it does not say. */
  public int idleSeconds() {
    return idleSeconds;
  }

  /** Where the reason phrase begins. */
  public int reasonFrom() {
    return reasonFrom;
  }

  /** Where it ends. */
  public int reasonTo() {
    return reasonTo;
  }

  /** The first byte behind the head. */
  public int end() {
    return fields.end();
  }

  /** Why it is none, where it is none. For logs; never for a client. */
  public @Nullable String fault() {
    return fault;
  }
}
