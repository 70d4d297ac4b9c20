package io.tidegate.http.server;

import io.tidegate.http.wire.Ascii;
import io.tidegate.http.wire.HeadFields;
import io.tidegate.http.wire.Method;
import io.tidegate.http.wire.Percent;
import io.tidegate.http.wire.Refusal;
import io.tidegate.http.wire.Refusals;
import io.tidegate.http.wire.ReplyEncoder;
import io.tidegate.http.wire.RequestHead;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One request and the way to answer it. Confined to the event loop of its connection ({@link
 * #loop()}); what came from the client can be read until {@link #reply}, and not after, since the
 * connection's bytes are then used for the next request.
 */
public final class Exchange {

  private static final long[] NO_PARAMETERS = {};

  private final Connection connection;
  private long receivedNs;
  private final long number;
  private final @Nullable String givenId;
  private boolean replied;
  private boolean released;
  private boolean takenOver;
  private @Nullable Runnable whenGone;
  private @Nullable Runnable whenInputEnds;
  private @Nullable BiFunction<Exchange, Response, Response> onReply;

  private Router.@Nullable Route route;
  private String routeName = "-";
  private long[] parameters = NO_PARAMETERS;
  private long user;
  private @Nullable String problem;
  private @Nullable Object attachment;
  private byte @Nullable [] beginField;

  Exchange(Connection connection, long receivedNs, long number, @Nullable String givenId) {
    this.connection = connection;
    this.receivedNs = receivedNs;
    this.number = number;
    this.givenId = givenId;
  }

  /** How it was asked. */
  public Method method() {
    return head().method();
  }

  /**
   * The host that is asked, with its port if it names one; empty where there is none, which
   * HTTP/1.0 allows.
   */
  public String host() {
    RequestHead head = head();
    return text(head.hostFrom(), head.hostTo());
  }

  /** Whether the host that is asked is spelled like this. */
  boolean hostIs(byte[] host) {
    RequestHead head = head();
    return Arrays.equals(
        connection.buffer().bytes(), head.hostFrom(), head.hostTo(), host, 0, host.length);
  }

  byte[] hostBytes() {
    return Arrays.copyOfRange(connection.buffer().bytes(), head().hostFrom(), head().hostTo());
  }

  private String text(int from, int to) {
    return new String(connection.buffer().bytes(), from, to - from, StandardCharsets.US_ASCII);
  }

  /**
   * The path, decoded but for slashes, which stay {@code %2F}; {@code *} for {@code OPTIONS *};
   * empty where the request line could not be read.
   */
  public String path() {
    byte[] path = pathBytes();
    StringBuilder text = new StringBuilder(pathTo() - pathFrom());
    int from = pathFrom();
    for (int at = from; at <= pathTo(); at++) {
      if (at < pathTo() && path[at] != Percent.SLASH) continue;
      text.append(new String(path, from, at - from, StandardCharsets.UTF_8));
      if (at < pathTo()) text.append("%2F");
      from = at + 1;
    }
    return text.toString();
  }

  /** The method as it was sent, for those that are not told apart too. */
  public String methodText() {
    RequestHead head = head();
    if (head.method() != Method.OTHER) return head.method().name();
    return text(head.methodFrom(), head.methodTo());
  }

  /** Path and query as they were sent. */
  public String target() {
    RequestHead head = head();
    String path = text(head.pathFrom(), head.pathTo());
    return head.queryTo() == 0 ? path : path + "?" + text(head.queryFrom(), head.queryTo());
  }

  /** The names of the header fields as they were sent. */
  public List<String> fieldNames() {
    HeadFields fields = head().fields();
    List<String> names = new ArrayList<>(fields.count());
    for (int i = 0; i < fields.count(); i++) names.add(text(fields.nameFrom(i), fields.nameTo(i)));
    return names;
  }

  /**
   * Whether the decoded path is this one or lies below it.
   *
   * @param prefix ASCII text that begins with a slash
   */
  public boolean isBelow(String prefix) {
    int length = prefix.length();
    while (length > 0 && prefix.charAt(length - 1) == '/') length--; // "/" is above everything
    byte[] path = pathBytes();
    int from = pathFrom();
    int to = pathTo();
    if (to - from < length) return false;
    for (int i = 0; i < length; i++) if (path[from + i] != prefix.charAt(i)) return false;
    return to - from == length || path[from + length] == '/' || length == 0;
  }

  /**
   * Whether the decoded path has a segment {@code .} or {@code ..}: some servers resolve them and
   * some do not, so that two of them do not mean the same place by it. What follows a semicolon in
   * a segment counts as nothing, since there are servers that take it away first.
   */
  public boolean hasDotSegment() {
    byte[] path = pathBytes();
    int segment = pathFrom();
    for (int at = segment; at <= pathTo(); at++) {
      if (at < pathTo() && !isSeparator(path[at])) continue;
      int length = plainLength(path, segment, at);
      boolean dots = length == 1 || length == 2;
      for (int i = segment; i < segment + length && dots; i++) dots = path[i] == '.';
      if (dots) return true;
      segment = at + 1;
    }
    return false;
  }

  private static int plainLength(byte[] path, int from, int to) {
    int at = from;
    while (at < to && path[at] != ';') at++;
    return at - from;
  }

  /**
   * Whether readers agree where the segments of the decoded path are: there is no escaped slash or
   * backslash, no empty segment but the last one, and no semicolon.
   */
  public boolean hasPlainSegments() {
    byte[] path = pathBytes();
    for (int at = pathFrom(); at < pathTo(); at++) {
      byte b = path[at];
      if (b == ';' || (isSeparator(b) && b != '/')) return false;
      if (b == '/' && at > pathFrom() && path[at - 1] == '/') return false;
    }
    return true;
  }

  private static boolean isSeparator(byte b) {
    return b == '/' || b == '\\' || b == Percent.SLASH;
  }

  /**
   * Value of the query parameter of that name, decoded; null without one. The router has seen to it
   * that there are not two.
   *
   * @throws IllegalArgumentException if the route does not declare it: a caller's bug
   */
  public @Nullable String query(String name) {
    if (route != null && !route.queries().contains(name))
      throw new IllegalArgumentException("route " + route() + " declares no parameter " + name);
    return undeclaredQuery(name);
  }

  /**
   * The same whether the route declares it or not, and the first value where there are two: for
   * what renders a refusal, which has to say something whatever the query is.
   */
  public @Nullable String undeclaredQuery(String name) {
    RequestHead head = head();
    byte[] bytes = connection.buffer().bytes();
    int from = head.queryFrom();
    while (from < head.queryTo()) {
      int to = indexOf(bytes, '&', from, head.queryTo());
      int equals = indexOf(bytes, '=', from, to);
      if (isNamed(name, bytes, from, equals))
        return Percent.queryText(bytes, Math.min(equals + 1, to), to);
      from = to + 1;
    }
    return null;
  }

  /** All query parameters in their order, decoded. */
  public Map<String, String> queries() {
    RequestHead head = head();
    byte[] bytes = connection.buffer().bytes();
    Map<String, String> all = new LinkedHashMap<>();
    for (int from = head.queryFrom(); from < head.queryTo(); ) {
      int to = indexOf(bytes, '&', from, head.queryTo());
      int equals = indexOf(bytes, '=', from, to);
      String value = Percent.queryText(bytes, Math.min(equals + 1, to), to);
      if (to > from) all.putIfAbsent(Percent.queryText(bytes, from, equals), value);
      from = to + 1;
    }
    return all;
  }

  /**
   * Looks through the query before its handler does.
   *
   * @param names parameters that the route knows
   * @param strict whether others are refused
   */
  @Nullable Refusal checkQuery(List<String> names, boolean strict) {
    RequestHead head = head();
    byte[] bytes = connection.buffer().bytes();
    long seen = 0;
    Set<String> others = Set.of();
    for (int from = head.queryFrom(); from < head.queryTo(); ) {
      int to = indexOf(bytes, '&', from, head.queryTo());
      int equals = indexOf(bytes, '=', from, to);
      int name = 0;
      while (name < names.size() && !isNamed(names.get(name), bytes, from, equals)) name++;
      if (name < names.size()) {
        if ((seen & 1L << name) != 0) return twice(names.get(name));
        seen |= 1L << name;
      } else if (to > from) {
        String other = Percent.queryText(bytes, from, equals);
        if (strict) return unknown(other, names);
        if (others.isEmpty()) others = new HashSet<>();
        if (!others.add(other)) return twice("\"" + shown(other) + "\"");
      }
      from = to + 1;
    }
    return null;
  }

  private static Refusal twice(String name) {
    return Refusals.MALFORMED.because(name + " must be there once, in the query.");
  }

  private static String shown(String name) {
    return name.length() > 64 ? name.substring(0, 64) + "…" : name;
  }

  private static Refusal unknown(String name, List<String> names) {
    String known = names.isEmpty() ? "none" : String.join(", ", names);
    return Refusals.MALFORMED.because(
        "\"" + shown(name) + "\" is not a parameter of this query; it may have: " + known + ".");
  }

  private static boolean isNamed(String name, byte[] bytes, int from, int to) {
    return Ascii.equal(name, bytes, from, to)
        || (indexOf(bytes, '%', from, to) < to && Percent.queryText(bytes, from, to).equals(name));
  }

  private static int indexOf(byte[] bytes, char wanted, int from, int to) {
    int i = from;
    while (i < to && bytes[i] != wanted) i++;
    return i;
  }

  /**
   * Value of the header field of that ASCII name, whatever its case; null without one.
   *
   * @throws RefusalException if there are two: readers on the way would not agree which one holds
   */
  public @Nullable String header(String name) {
    RequestHead head = head();
    int i = head.fields().find(connection.buffer().bytes(), name);
    if (i < 0) return null;
    if (head.fields().findBehind(connection.buffer().bytes(), name, i) >= 0)
      throw new RefusalException(Refusals.MALFORMED.because(name + " must be there once."));
    return value(i);
  }

  /** The same of a field that is a list, whose parts may come in several fields. */
  public @Nullable String list(String name) {
    RequestHead head = head();
    int i = head.fields().find(connection.buffer().bytes(), name);
    if (i < 0) return null;
    String value = value(i);
    for (i = head.fields().findBehind(connection.buffer().bytes(), name, i);
        i >= 0;
        i = head.fields().findBehind(connection.buffer().bytes(), name, i))
      value += ", " + value(i);
    return value;
  }

  private String value(int i) {
    int from = head().fields().valueFrom(i);
    int length = head().fields().valueTo(i) - from;
    return new String(connection.buffer().bytes(), from, length, StandardCharsets.ISO_8859_1);
  }

  /**
   * The array that holds the body, from {@link #bodyOffset()} for {@link #bodyLength()} bytes. Not
   * to be kept or changed.
   */
  public byte[] body() {
    checkReadable();
    return connection.buffer().bytes();
  }

  /** Index of the body's first byte in {@link #body()}. */
  public int bodyOffset() {
    checkReadable();
    return connection.buffer().bodyFrom();
  }

  /** Bytes in the body, 0 without one. */
  public int bodyLength() {
    checkReadable();
    return connection.buffer().bodyTo() - connection.buffer().bodyFrom();
  }

  /**
   * Names this request in replies and logs: the client's own {@code X-Request-Id} where it sent a
   * safe one. Can be read at any time.
   */
  public String requestId() {
    if (givenId != null) return givenId;
    byte[] id = new byte[64];
    int length = putRequestId(id, 0);
    return new String(id, 0, length, StandardCharsets.US_ASCII);
  }

  /** Copies the path as it was sent, at most {@code max} bytes of it; returns where it ends. */
  public int putRawPath(byte[] to, int at, int max) {
    RequestHead head = head();
    int length = Math.min(max, head.pathTo() - head.pathFrom());
    System.arraycopy(connection.buffer().bytes(), head.pathFrom(), to, at, length);
    if (length > 0 || pathTo() == 0) return at + length;
    to[at] = pathBytes()[0]; // where a host stood alone
    return at + 1;
  }

  /** Copies the method as it was sent, at most {@code max} bytes of it; returns where it ends. */
  public int putMethod(byte[] to, int at, int max) {
    RequestHead head = head();
    int length = Math.min(max, head.methodTo() - head.methodFrom());
    System.arraycopy(connection.buffer().bytes(), head.methodFrom(), to, at, length);
    return at + length;
  }

  /** Copies {@link #requestId()} to where there is room for 64 bytes; returns where it ends. */
  public int putRequestId(byte[] to, int at) {
    return loop().encoder.putRequestId(to, at, givenId, number);
  }

  /** The address of the other end as text. Not to be changed. */
  public byte[] remoteText() {
    return connection.remoteText();
  }

  /** The head as it was sent. What its positions point into is {@link #headBytes}. */
  public RequestHead head() {
    checkReadable();
    return connection.buffer().head();
  }

  /** The array that the positions of {@link #head} point into. Not to be kept or changed. */
  public byte[] headBytes() {
    return connection.buffer().bytes();
  }

  /** What a handler keeps with this request from {@link Handler#body} on; null before it is set. */
  public @Nullable Object attachment() {
    return attachment;
  }

  /** Keeps that with this request. */
  public void attach(Object attachment) {
    this.attachment = attachment;
  }

  /** When the request was whole, in {@link System#nanoTime()}. */
  public long receivedNs() {
    return receivedNs;
  }

  /** Who asks: the other end of the connection. */
  public InetSocketAddress remote() {
    return connection.remote();
  }

  /** Whether the request came by TLS. */
  public boolean isSecure() {
    return connection.peer().secure();
  }

  /** Whether the request came as a stream of HTTP/2; it reads as one of HTTP/1.1 all the same. */
  public boolean isHttp2() {
    return connection.peer().stream();
  }

  /** The loop this exchange lives on. */
  public HttpLoop loop() {
    return connection.loop();
  }

  /** The template or name of the route that was found, {@code -} before one is. */
  public String route() {
    return route == null ? routeName : route.template();
  }

  /** Says which route was found, where it is not the {@link Router} who finds it. */
  public void routeName(String name) {
    routeName = name;
  }

  /**
   * Name of the problem it was answered with, null for none. For observers: not known before the
   * reply.
   */
  public @Nullable String problem() {
    return problem;
  }

  /** Called with the reply. */
  void problem(@Nullable String problem) {
    this.problem = problem;
  }

  /** The user this request turned out to speak for, for the access log; 0 before it is known. */
  public long user() {
    return user;
  }

  /** Says for the access log which user this request speaks for. */
  public void user(long user) {
    this.user = user;
  }

  /**
   * A path parameter that stands in the route as {@code {name}}.
   *
   * @return in [1, 2^53 - 1]
   * @throws IllegalArgumentException if the route has no such parameter
   */
  public long number(String name) {
    return parameter(name);
  }

  /**
   * A path parameter that stands in the route as {@code {name:text}}, decoded.
   *
   * @throws IllegalArgumentException if the route has no such parameter
   */
  public String text(String name) {
    long range = parameter(name);
    int from = (int) (range >>> 32);
    return Percent.pathText(pathBytes(), from, (int) range);
  }

  private long parameter(String name) {
    int i = route == null ? -1 : route.parameters().indexOf(name);
    if (i < 0) throw new IllegalArgumentException("route " + route() + " has no parameter " + name);
    return parameters[i];
  }

  /** Called by the router that found it. */
  void route(Router.Route route) {
    this.route = route;
  }

  /** The route's parameter of that index, a number or a range in the path. */
  long parameter(int i) {
    return parameters[i];
  }

  /** Called by the router, the last parameter first. */
  void parameter(int i, long value) {
    if (i >= parameters.length) parameters = Arrays.copyOf(parameters, i + 1);
    parameters[i] = value;
  }

  /**
   * Answers, once, on the loop's thread. If the client has gone away, the reply is dropped without
   * a word.
   *
   * @throws IllegalStateException if already answered, or called from another thread: a caller's
   *     bug
   */
  public void reply(Response response) {
    if (isOver()) return;
    send(onReply == null ? response : onReply.apply(this, response));
  }

  /**
   * The same from any thread, as a task of the loop. Where the server has stopped meanwhile, the
   * reply is dropped without a word.
   */
  public void replyLater(Response response) {
    loop().execute(() -> reply(response));
  }

  /**
   * Has the reply changed on its way out, whoever gives it and whenever; not a refusal, which
   * {@link Handler#refused} renders. For a handler that stands before others: of several, the
   * outermost changes it last. On the loop's thread.
   *
   * @param change gets this exchange, which can still be read, and the reply; best a constant,
   *     since it is handed over with each request
   */
  public void onReply(BiFunction<Exchange, Response, Response> change) {
    BiFunction<Exchange, Response, Response> outer = onReply;
    onReply =
        outer == null
            ? change
            : (exchange, reply) -> outer.apply(exchange, change.apply(exchange, reply));
  }

  /**
   * Refuses, as {@link #reply} with what the server's handler {@linkplain Handler#refused makes of
   * it}.
   */
  public void refuse(Refusal refusal) {
    if (!isOver()) send(loop().handler.refused(refusal, this));
  }

  /**
   * Begins a reply whose body follows bit by bit, instead of {@link #reply}. It goes out as it is:
   * nobody {@linkplain #onReply changes} it, and it may be kept as its fields say. What came from
   * the client can be read until its end. On the loop's thread.
   *
   * @param status in [200, 599], or 101 to change the protocol: then the fields have {@code
   *     Connection: upgrade}, and {@link #tunnel} says who takes what the client sends
   * @param fields header lines as they are sent, each with its CRLF; without those that the server
   *     adds, see {@link Response}
   * @param bodyBytes announced, or {@link ReplyEncoder#CHUNKED} or {@link ReplyEncoder#NO_BODY}
   * @throws IllegalStateException if already answered: a caller's bug
   */
  public ReplyStream begin(int status, byte[] fields, long bodyBytes) {
    boolean over = isOver();
    replied = true;
    if (over) return ReplyStream.over(connection);
    return connection.begin(this, status, withBeginField(fields), bodyBytes);
  }

  private byte[] withBeginField(byte[] fields) {
    byte[] more = beginField;
    if (more == null) return fields;
    byte[] all = Arrays.copyOf(fields, fields.length + more.length);
    System.arraycopy(more, 0, all, fields.length, more.length);
    return all;
  }

  /**
   * Has the reply have one more header field, if it {@linkplain #begin begins} with these fields;
   * of several the last one.
   */
  public void onBegin(String name, String value) {
    beginField = Ascii.bytes(name + ": " + value + "\r\n");
  }

  /** Takes what the client sends behind a request that changed the protocol, as it comes. */
  public void tunnel(BodyReader reader) {
    if (!released) connection.tunnel(reader);
  }

  /**
   * Sends a reply before the reply, such as 103; to a client of HTTP/1.0 nothing.
   *
   * @param status in [102, 199]
   * @param fields as for {@link #begin}
   */
  public void interim(int status, byte[] fields) {
    if (!released && !replied) connection.interim(status, fields);
  }

  /** Whether the server has answered by itself, so that nobody listens any more. */
  private boolean isOver() {
    if (!loop().inLoop())
      throw new IllegalStateException("reply belongs on the exchange's event loop");
    if (replied && !takenOver) throw new IllegalStateException("already answered: " + requestId());
    return takenOver;
  }

  private void send(Response response) {
    replied = true;
    connection.reply(this, response);
  }

  /**
   * Whether the request's head was read whole. False only for what the server itself refuses, of
   * which some fields may be missing.
   */
  public boolean isHeadWhole() {
    return head().end() >= 0;
  }

  /** Pauses the body that a {@link BodyReader} takes, or lets it go on. On the loop's thread. */
  public void pauseBody(boolean pause) {
    if (!released) connection.pauseBody(pause);
  }

  /** Tells a client that waits for it to send the body. Once, for a {@link BodyReader}. */
  public void sendContinue() {
    checkReadable();
    if (head().expectsContinue()) connection.sendContinue();
  }

  /** Has this run when the client goes away before its reply is whole. On the loop's thread. */
  public void whenGone(Runnable action) {
    whenGone = action;
  }

  /**
   * Has this run when the client sends no more, though its request is whole: most have gone away,
   * and a few wait for the reply all the same. On the loop's thread; unless it is set, those few
   * are served.
   */
  public void whenInputEnds(Runnable action) {
    whenInputEnds = action;
  }

  /** Ends the connection without a reply, or within one. */
  public void abort() {
    if (!released) connection.abort();
  }

  // ---- for the package ----

  /** The client sends no more. */
  void inputEnded() {
    Runnable action = whenInputEnds;
    whenInputEnds = null;
    if (action != null) action.run();
  }

  /** The request is whole only now. */
  void received(long nowNs) {
    receivedNs = nowNs;
  }

  /** The client has gone. */
  void gone() {
    Runnable action = whenGone;
    whenGone = null;
    if (action != null) action.run();
  }

  /** The server answers it by itself; what the handler still says goes nowhere. */
  void takeOver() {
    takenOver = true;
  }

  boolean replied() {
    return replied;
  }

  /** From here on the connection's bytes belong to the next request. */
  void release() {
    released = true;
  }

  long number() {
    return number;
  }

  @Nullable String givenId() {
    return givenId;
  }

  /** The array in which the decoded path stands, from {@link #pathFrom()} to {@link #pathTo()}. */
  byte[] pathBytes() {
    byte[] decoded = head().decodedPath();
    return decoded == null ? connection.buffer().bytes() : decoded;
  }

  int pathFrom() {
    return head().decodedPath() == null ? head().pathFrom() : 0;
  }

  int pathTo() {
    byte[] decoded = head().decodedPath();
    return decoded == null ? head().pathTo() : decoded.length;
  }

  private void checkReadable() {
    if (released) throw new IllegalStateException("the request can be read until it is answered");
  }
}
