package io.tidegate.http.server;

import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.stream.EventSource;
import io.tidegate.http.wire.Ascii;
import io.tidegate.http.wire.ReplyEncoder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One reply: a status, header fields and a body. Immutable and safe to share and to send any number
 * of times; the body's array is neither copied nor changed, so its owner must not change it while
 * the response is in use. The server adds {@code Date}, {@code Content-Length}, {@code
 * X-Request-Id}, {@code Connection} and {@code Keep-Alive}.
 *
 * <p>Nobody may keep it for others: the server adds {@code Cache-Control: no-store} to every reply
 * that does not have a {@code Cache-Control} of its own, so that what is personal, or depends on
 * the hour, is private without anybody thinking of it.
 */
public final class Response {

  /** {@code application/json}. */
  public static final String JSON = "application/json";

  /** {@code text/html}, in UTF-8. */
  public static final String HTML = "text/html; charset=utf-8";

  /** {@code application/problem+json}. */
  public static final String PROBLEM_JSON = "application/problem+json";

  private static final String CACHE_CONTROL = "Cache-Control";
  private static final byte[] NOTHING = {};
  private static final byte[] JSON_FIELD = field("Content-Type", JSON);
  private static final byte[] EVENTS_FIELDS =
      Ascii.bytes("Content-Type: text/event-stream\r\nX-Accel-Buffering: no\r\n");
  private static final byte[] PROBLEM_FIELD = field("Content-Type", PROBLEM_JSON);

  private final int status;
  private final byte[] fields;
  private final byte[] body;
  private final int bodyLength;
  private final @Nullable String problem;
  private final @Nullable EventSource streaming;
  private final boolean shareable;

  private Response(
      int status, byte[] fields, byte[] body, int bodyLength, @Nullable String problem) {
    this(status, fields, body, bodyLength, problem, null, false);
  }

  private Response(
      int status,
      byte[] fields,
      byte[] body,
      int bodyLength,
      @Nullable String problem,
      @Nullable EventSource streaming,
      boolean shareable) {
    if (status < 200 || status > 599)
      throw new IllegalArgumentException("status must be in [200, 599], not " + status);
    this.status = status;
    this.fields = fields;
    this.body = body;
    this.bodyLength = bodyLength;
    this.problem = problem;
    this.streaming = streaming;
    this.shareable = shareable;
  }

  /** A reply with JSON in UTF-8. */
  public static Response json(int status, byte[] body) {
    return new Response(status, JSON_FIELD, body, body.length, null);
  }

  /** A reply with the JSON that was written; the writer is not to be used after this. */
  public static Response json(int status, JsonWriter json) {
    return new Response(status, JSON_FIELD, json.array(), json.length(), null);
  }

  /** A reply of any type. */
  public static Response of(int status, String contentType, byte[] body) {
    byte[] field =
        switch (contentType) {
          case JSON -> JSON_FIELD;
          default -> field("Content-Type", contentType);
        };
    return new Response(status, field, body, body.length, null);
  }

  /**
   * A reply that says no.
   *
   * @param name of the problem, the last segment of its type
   * @param json the problem whole; not to be used after this
   */
  static Response problem(int status, String name, JsonWriter json) {
    return new Response(status, PROBLEM_FIELD, json.array(), json.length(), name);
  }

  /** A reply without a body: 204, 304, or one with {@code Content-Length: 0}. */
  public static Response empty(int status) {
    return new Response(status, NOTHING, NOTHING, 0, null);
  }

  /**
   * A reply without an end: server-sent events. Nobody between here and the client is to keep them
   * back. Where as many streams are open as may be, it is sent with an end, and says when to come
   * back.
   */
  public static Response events(EventSource source) {
    return new Response(200, EVENTS_FIELDS, NOTHING, 0, null, source, false);
  }

  /** The same with this body instead of a stream. */
  Response ended(byte[] all) {
    return new Response(status, fields, all, all.length, problem, null, shareable);
  }

  /**
   * The same with one more header field.
   *
   * @throws IllegalArgumentException if the name is no token, or the value has a control character
   *     or one outside of ASCII: nothing a client sent may end a header line
   */
  public Response with(String name, String value) {
    byte[] more = field(name, value);
    byte[] joined = Arrays.copyOf(fields, fields.length + more.length);
    System.arraycopy(more, 0, joined, fields.length, more.length);
    boolean shared = shareable || name.equalsIgnoreCase(CACHE_CONTROL);
    return new Response(status, joined, body, bodyLength, problem, streaming, shared);
  }

  /** The same as one that tells this problem, for figures and the log. */
  public Response telling(String name) {
    return new Response(status, fields, body, bodyLength, name, streaming, shareable);
  }

  /** Its status. */
  public int status() {
    return status;
  }

  /** Name of the problem it tells, null if it tells none. */
  public @Nullable String problem() {
    return problem;
  }

  /** Whether its fields say who may keep it. */
  boolean shareable() {
    return shareable;
  }

  /** Header lines as they are sent, each with its CRLF. Not to be changed. */
  byte[] fields() {
    return fields;
  }

  /** Holds the body from index 0. Not to be changed. */
  byte[] body() {
    return body;
  }

  int bodyLength() {
    return bodyLength;
  }

  /** What follows the head, if it is a stream. */
  @Nullable EventSource streaming() {
    return streaming;
  }

  /** What its head says of the body's length, in the words of {@link ReplyEncoder}. */
  int declaredBytes(boolean http10) {
    if (streaming != null) return http10 ? ReplyEncoder.NO_BODY : ReplyEncoder.CHUNKED;
    return hasBody() ? bodyLength : ReplyEncoder.NO_BODY;
  }

  /** Whether a response of this status has a body, be it empty, and so a length. */
  boolean hasBody() {
    return status != 204 && status != 304;
  }

  private static byte[] field(String name, String value) {
    if (name.isEmpty()) throw new IllegalArgumentException("a header field has a name");
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) > 0x7f || !Ascii.is((byte) name.charAt(i), Ascii.TOKEN))
        throw new IllegalArgumentException("no name of a header field: character " + i);
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < 0x20 || value.charAt(i) > 0x7e)
        throw new IllegalArgumentException(
            "value of " + name + " has a character that no header may have, at " + i);
    }
    return Ascii.bytes(name + ": " + value + "\r\n");
  }
}
