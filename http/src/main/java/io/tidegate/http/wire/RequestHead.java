package io.tidegate.http.wire;

import org.jspecify.annotations.Nullable;

/**
 * The head of one request, parsed strictly (RFC 9112) and kept as positions in the connection's
 * bytes; one object is used again for every request of a connection.
 *
 * <p>Anything that two readers could understand differently is refused: bare CR or LF, folded
 * lines, space before a colon, lengths given twice or in two ways, a second Host. Lines end in CRLF
 * and nothing else. Netty's decoder was the road not taken: it makes an object for each line and
 * leaves several of these rules to its users (docs/adr/0002).
 */
public final class RequestHead {

  /** What came of parsing. */
  public enum Outcome {
    /** More bytes are needed. */
    INCOMPLETE,
    /** The head is whole and ends at {@link #end}. */
    COMPLETE,
    /** The head is not one; {@link #refusal} says why. */
    REFUSED
  }

  private static final byte[] ROOT = {'/'};
  private static final byte[] WHOLE_SERVER = {'*'};
  private static final int INCOMPLETE = HeadFields.INCOMPLETE;
  private static final int REFUSED = HeadFields.REFUSED;

  private final int maxBytes;
  private final int maxLineBytes;
  private final boolean anyEscapes;

  private final HeadFields fields = new HeadFields();
  private boolean hostSeen;
  private boolean lengthSeen;
  private boolean expectSeen;

  private Method method = Method.OTHER;
  private boolean http10;
  private boolean close;
  private boolean chunked;
  private boolean expectContinue;
  private long contentLength;
  private @Nullable Refusal refusal;
  private int methodFrom;
  private int methodTo;
  private int hostFrom;
  private int hostTo;
  private int pathFrom;
  private int pathTo;
  private int queryFrom;
  private int queryTo;
  private byte @Nullable [] decodedPath;
  private int idFrom;
  private int idTo;

  /**
   * @param maxBytes of a head
   * @param maxLineBytes of its request line
   * @param anyEscapes whether escapes in the target may stand for more than UTF-8, see {@link
   *     Percent}
   */
  public RequestHead(int maxBytes, int maxLineBytes, boolean anyEscapes) {
    this.maxBytes = maxBytes;
    this.maxLineBytes = maxLineBytes;
    this.anyEscapes = anyEscapes;
  }

  /** Parses {@code bytes[from, to)}, from the beginning each time. */
  public Outcome parse(byte[] bytes, int from, int to) {
    reset();
    int limit = Math.min(to, from + maxBytes);
    int at = requestLine(bytes, from, limit);
    while (at >= 0 && fields.end() < 0) at = fieldLine(bytes, at, limit);
    if (at >= 0) at = checkWhole();
    if (at == INCOMPLETE && to - from >= maxBytes) at = refuse(Refusals.HEAD_TOO_LARGE);
    return at == INCOMPLETE
        ? Outcome.INCOMPLETE
        : at == REFUSED ? Outcome.REFUSED : Outcome.COMPLETE;
  }

  /** Forgets the request before. */
  public void reset() {
    method = Method.OTHER;
    http10 = false;
    close = false;
    chunked = false;
    expectContinue = false;
    contentLength = 0;
    fields.reset();
    hostSeen = false;
    lengthSeen = false;
    expectSeen = false;
    refusal = null;
    decodedPath = null;
    methodFrom = 0;
    methodTo = 0;
    hostFrom = 0;
    hostTo = 0;
    pathFrom = 0;
    pathTo = 0;
    queryFrom = 0;
    queryTo = 0;
    idFrom = 0;
    idTo = 0;
  }

  /** Its header fields. */
  public HeadFields fields() {
    return fields;
  }

  // ---- what was found ----

  /** How it is asked. */
  public Method method() {
    return method;
  }

  /** Whether the client speaks HTTP/1.0, which knows no chunks. */
  public boolean isHttp10() {
    return http10;
  }

  /** Whether the connection ends with the reply. */
  public boolean closes() {
    return close;
  }

  /** Whether the body comes in chunks. */
  public boolean isChunked() {
    return chunked;
  }

  /** Whether the client waits for 100 before it sends the body. */
  public boolean expectsContinue() {
    return expectContinue;
  }

  /**
   * Declared length of the body, 0 without one. More than a long holds is {@link Long#MAX_VALUE}.
   */
  public long contentLength() {
    return contentLength;
  }

  /** The first byte behind the head. */
  public int end() {
    return fields.end();
  }

  /** Why it is refused, where it is. */
  public @Nullable Refusal refusal() {
    return refusal;
  }

  /** Where the method as sent begins; nothing before the request line was understood. */
  public int methodFrom() {
    return methodFrom;
  }

  /** Where it ends. */
  public int methodTo() {
    return methodTo;
  }

  /** Where the host that is asked begins, its port included. */
  public int hostFrom() {
    return hostFrom;
  }

  /** Where it ends; 0 without one, as HTTP/1.0 allows. */
  public int hostTo() {
    return hostTo;
  }

  /** Where the path as sent begins; nothing before the request line was understood. */
  public int pathFrom() {
    return pathFrom;
  }

  /** Where it ends. */
  public int pathTo() {
    return pathTo;
  }

  /**
   * Whether it asks about the whole server: {@code OPTIONS *}, or an absolute target without path.
   */
  public boolean isWholeServer() {
    byte[] decoded = decodedPath;
    return decoded != null && decoded[0] == '*';
  }

  /** Where the query as sent begins. */
  public int queryFrom() {
    return queryFrom;
  }

  /** Where it ends. */
  public int queryTo() {
    return queryTo;
  }

  /**
   * The path with its escapes decoded; null where it is as it was sent. An escaped slash stands in
   * it as {@link Percent#SLASH}, so that it separates nothing. Not to be changed.
   */
  public byte @Nullable [] decodedPath() {
    return decodedPath;
  }

  /** Where a request id that the client sent and we take over begins. */
  public int idFrom() {
    return idFrom;
  }

  /** Where it ends; 0 without one. */
  public int idTo() {
    return idTo;
  }

  // ---- request line ----

  private int requestLine(byte[] b, int from, int limit) {
    int at = from;
    if (at < limit
        && b[at] == '\r') { // one empty line before a request is forgiven (RFC 9112 §2.2)
      if (at + 1 == limit) return INCOMPLETE;
      if (b[at + 1] != '\n') return refuse(Refusals.BARE_CR);
      at += 2;
    }
    int lineLimit = Math.min(limit, at + maxLineBytes);
    int next = methodAndTarget(b, at, lineLimit);
    if (next >= 0) next = version(b, next, lineLimit);
    return next == INCOMPLETE && lineLimit == at + maxLineBytes
        ? refuse(Refusals.URI_TOO_LONG)
        : next;
  }

  private int methodAndTarget(byte[] b, int from, int limit) {
    int at = from;
    while (at < limit && Ascii.is(b[at], Ascii.TOKEN)) at++;
    if (at == limit) return INCOMPLETE;
    if (b[at] != ' ' || at == from) return refuse(Refusals.METHOD);
    method = Method.of(b, from, at);
    methodFrom = from;
    methodTo = at;
    int target = at + 1;
    at = target;
    boolean escaped = false;
    boolean query = false;
    while (at < limit) {
      byte c = b[at];
      if (!Ascii.is(c, query ? Ascii.QUERY : Ascii.PATH)) {
        if (c != '?') break;
        query = true;
        queryFrom = at + 1;
      }
      escaped |= c == '%';
      at++;
    }
    if (at == limit) return INCOMPLETE;
    if (b[at] != ' ') return refuse(Refusals.TARGET);
    queryTo = query ? at : 0;
    return target(b, target, query ? queryFrom - 1 : at, escaped)
        ? at + 1
        : refuse(Refusals.TARGET);
  }

  private boolean target(byte[] b, int from, int to, boolean escaped) {
    pathFrom = from;
    pathTo = to;
    if (to == from) return false;
    if (b[from] != '/') {
      if (to - from == 1 && b[from] == '*') {
        decodedPath = WHOLE_SERVER;
        return method == Method.OPTIONS && queryTo == 0;
      }
      if (!absolute(b, from, to)) return false;
    }
    if (pathFrom == pathTo)
      decodedPath = method == Method.OPTIONS && queryTo == 0 ? WHOLE_SERVER : ROOT;
    if (!escaped) return true;
    byte[] decoded = Percent.path(b, pathFrom, to, anyEscapes);
    if (decoded == null) return false;
    if (pathFrom < pathTo) decodedPath = decoded;
    return Percent.isQuery(b, queryFrom, queryTo, anyEscapes);
  }

  /**
   * {@code http://host/path}, as a proxy would be asked: the path begins after the host. Without
   * one it is {@code /}, or for OPTIONS without a query {@code *} (RFC 9112 §3.2.4).
   */
  private boolean absolute(byte[] b, int from, int to) {
    int authority = from + 7;
    if (to <= authority || !Ascii.equalIgnoringCase("http://", b, from, authority)) return false;
    int slash = authority;
    while (slash < to && b[slash] != '/') slash++;
    if (!isHost(b, authority, slash)) return false;
    hostFrom = authority;
    hostTo = slash;
    pathFrom = slash;
    return true;
  }

  private int version(byte[] b, int from, int limit) {
    int to = from + 8;
    if (limit < to + 2) {
      for (int i = from; i < limit; i++) {
        if (b[i] == '\n') return refuse(Refusals.VERSION);
      }
      return INCOMPLETE;
    }
    if (!Ascii.equal("HTTP/", b, from, from + 5) || b[from + 6] != '.')
      return refuse(Refusals.VERSION);
    if (b[to] != '\r' || b[to + 1] != '\n') return refuse(Refusals.VERSION);
    boolean digits = Ascii.isDigit(b[from + 5]) && Ascii.isDigit(b[from + 7]);
    if (!digits) return refuse(Refusals.VERSION);
    if (b[from + 5] != '1') return refuse(Refusals.VERSION_UNKNOWN);
    http10 = b[from + 7] == '0';
    close = http10;
    return to + 2;
  }

  // ---- fields ----

  private int fieldLine(byte[] b, int from, int limit) {
    int before = fields.count();
    int next = fields.line(b, from, limit);
    if (next == REFUSED) refusal = fields.refusal();
    return fields.count() == before || field(b, before) ? next : REFUSED;
  }

  private boolean field(byte[] b, int index) {
    int nameFrom = fields.nameFrom(index);
    int nameTo = fields.nameTo(index);
    int valueFrom = fields.valueFrom(index);
    int valueTo = fields.valueTo(index);
    return switch (nameTo - nameFrom) { // the length rules nearly every field out
      case 4 -> !named("host", b, nameFrom, nameTo) || host(b, valueFrom, valueTo);
      case 6 -> !named("expect", b, nameFrom, nameTo) || expect(b, valueFrom, valueTo);
      case 10 -> !named("connection", b, nameFrom, nameTo) || connection(b, valueFrom, valueTo);
      case 12 -> !named("x-request-id", b, nameFrom, nameTo) || requestId(b, valueFrom, valueTo);
      case 14 ->
          !named("content-length", b, nameFrom, nameTo) || contentLength(b, valueFrom, valueTo);
      case 17 ->
          !named("transfer-encoding", b, nameFrom, nameTo)
              || transferEncoding(b, valueFrom, valueTo);
      default -> true;
    };
  }

  private static boolean named(String name, byte[] b, int from, int to) {
    return Ascii.equalIgnoringCase(name, b, from, to);
  }

  /** A target that names a host must name the same: a reader may go by either. */
  private boolean host(byte[] b, int from, int to) {
    if (hostSeen || !isHost(b, from, to)) return fail(Refusals.HOST);
    if (hostTo > 0 && !sameIgnoringCase(b, hostFrom, hostTo, from, to)) return fail(Refusals.HOST);
    hostSeen = true;
    hostFrom = from;
    hostTo = to;
    return true;
  }

  private static boolean sameIgnoringCase(byte[] b, int from, int to, int from2, int to2) {
    if (to - from != to2 - from2) return false;
    for (int i = 0; i < to - from; i++) {
      if (Ascii.lower(b[from + i]) != Ascii.lower(b[from2 + i])) return false;
    }
    return true;
  }

  private boolean expect(byte[] b, int from, int to) {
    if (expectSeen || !named("100-continue", b, from, to)) return fail(Refusals.EXPECTATION);
    expectSeen = true;
    return true;
  }

  private boolean connection(byte[] b, int from, int to) {
    close |= FieldValue.hasToken("close", b, from, to);
    return true;
  }

  private boolean requestId(byte[] b, int from, int to) {
    if (to == from || to - from > 64) return true;
    for (int i = from; i < to; i++) {
      if (!Ascii.is(b[i], Ascii.ID)) return true;
    }
    idFrom = from;
    idTo = to;
    return true;
  }

  private boolean contentLength(byte[] b, int from, int to) {
    long length = FieldValue.digits(b, from, to);
    if (lengthSeen || chunked || length < 0) return fail(Refusals.FRAMING);
    contentLength = length;
    lengthSeen = true;
    return true;
  }

  private boolean transferEncoding(byte[] b, int from, int to) {
    if (lengthSeen || chunked || !named("chunked", b, from, to)) return fail(Refusals.FRAMING);
    chunked = true;
    return true;
  }

  /** What can be said only when all fields are known. */
  private int checkWhole() {
    if (!hostSeen && !http10) return refuse(Refusals.HOST);
    if (chunked && http10) return refuse(Refusals.FRAMING);
    expectContinue = expectSeen && !http10 && (chunked || contentLength > 0);
    return fields.end();
  }

  // ---- helpers ----

  /** A name or an address, in brackets where it has colons, and a port or none. */
  private static boolean isHost(byte[] b, int from, int to) {
    boolean bracketed = from < to && b[from] == '[';
    int at = bracketed ? from + 1 : from;
    int nameFrom = at;
    while (at < to && Ascii.is(b[at], Ascii.HOST) && (bracketed || b[at] != ':')) at++;
    if (at == nameFrom || (bracketed && (at == to || b[at++] != ']'))) return false;
    if (at == to) return true;
    if (b[at++] != ':') return false;
    while (at < to && Ascii.isDigit(b[at])) at++;
    return at == to;
  }

  private int refuse(Refusal problem) {
    refusal = problem;
    return REFUSED;
  }

  private boolean fail(Refusal problem) {
    refusal = problem;
    return false;
  }
}
