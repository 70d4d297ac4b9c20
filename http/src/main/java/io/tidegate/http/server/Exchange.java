package io.tidegate.http.server;

import io.tidegate.http.wire.Ascii;
import io.tidegate.http.wire.Method;
import io.tidegate.http.wire.Percent;
import io.tidegate.http.wire.RequestHead;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request and the way to answer it. Confined to the event loop of its connection ({@link
 * #loop()}); what came from the client can be read until {@link #reply}, and not after, since the
 * connection's bytes are then used for the next request.
 */
public final class Exchange {

  private static final long[] NO_PARAMETERS = {};

  private final Connection connection;
  private final long receivedNs;
  private final long number;
  private final @Nullable String givenId;
  private boolean replied;
  private boolean released;

  private String route = "-";
  private List<String> parameterNames = List.of();
  private long[] parameters = NO_PARAMETERS;
  private long user;
  private @Nullable String problem;

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
   * The path, decoded; {@code *} for {@code OPTIONS *}; empty where the request line could not be
   * read.
   */
  public String path() {
    return new String(pathBytes(), pathFrom(), pathTo() - pathFrom(), StandardCharsets.UTF_8);
  }

  /** Value of the first query parameter of that name, decoded; null without one. */
  public @Nullable String query(String name) {
    RequestHead head = head();
    byte[] bytes = connection.bytes();
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

  private static boolean isNamed(String name, byte[] bytes, int from, int to) {
    return Ascii.equal(name, bytes, from, to)
        || (indexOf(bytes, '%', from, to) < to && Percent.queryText(bytes, from, to).equals(name));
  }

  private static int indexOf(byte[] bytes, char wanted, int from, int to) {
    int i = from;
    while (i < to && bytes[i] != wanted) i++;
    return i;
  }

  /** Value of the first header field of that ASCII name, whatever its case; null without one. */
  public @Nullable String header(String name) {
    RequestHead head = head();
    int i = head.find(connection.bytes(), name);
    if (i < 0) return null;
    return new String(
        connection.bytes(),
        head.valueFrom(i),
        head.valueTo(i) - head.valueFrom(i),
        StandardCharsets.ISO_8859_1);
  }

  /** Whether there is more than one header field of that ASCII name, whatever its case. */
  public boolean repeated(String name) {
    RequestHead head = head();
    int i = head.find(connection.bytes(), name);
    return i >= 0 && head.findBehind(connection.bytes(), name, i) >= 0;
  }

  /**
   * The array that holds the body, from {@link #bodyOffset()} for {@link #bodyLength()} bytes. Not
   * to be kept or changed.
   */
  public byte[] body() {
    checkReadable();
    return connection.bytes();
  }

  /** Index of the body's first byte in {@link #body()}. */
  public int bodyOffset() {
    checkReadable();
    return connection.bodyFrom();
  }

  /** Bytes in the body, 0 without one. */
  public int bodyLength() {
    checkReadable();
    return connection.bodyTo() - connection.bodyFrom();
  }

  /** A copy of the body, to keep. */
  public byte[] bodyCopy() {
    checkReadable();
    return Arrays.copyOfRange(connection.bytes(), connection.bodyFrom(), connection.bodyTo());
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
    System.arraycopy(connection.bytes(), head.pathFrom(), to, at, length);
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

  /** When the request was whole, in {@link System#nanoTime()}. */
  public long receivedNs() {
    return receivedNs;
  }

  /** Who asks: the other end of the connection. */
  public InetSocketAddress remote() {
    return connection.remote();
  }

  /** The loop this exchange lives on. */
  public HttpLoop loop() {
    return connection.loop();
  }

  /** The template of the route that was found, {@code -} before one is. */
  public String route() {
    return route;
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
    return new String(pathBytes(), from, (int) range - from, StandardCharsets.UTF_8);
  }

  private long parameter(String name) {
    int i = parameterNames.indexOf(name);
    if (i < 0) throw new IllegalArgumentException("route " + route + " has no parameter " + name);
    return parameters[i];
  }

  /** Called by the router that found the route. */
  void route(String route, List<String> parameterNames) {
    this.route = route;
    this.parameterNames = parameterNames;
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
    if (!loop().inLoop())
      throw new IllegalStateException("reply belongs on the exchange's event loop");
    if (replied) throw new IllegalStateException("already answered: " + requestId());
    replied = true;
    connection.reply(this, response);
  }

  // ---- for the package ----

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
    return decoded == null ? connection.bytes() : decoded;
  }

  int pathFrom() {
    return head().decodedPath() == null ? head().pathFrom() : 0;
  }

  int pathTo() {
    byte[] decoded = head().decodedPath();
    return decoded == null ? head().pathTo() : decoded.length;
  }

  private RequestHead head() {
    checkReadable();
    return connection.head();
  }

  private void checkReadable() {
    if (released) throw new IllegalStateException("the request can be read until it is answered");
  }
}
