package io.tidegate.http.server;

import io.tidegate.http.stream.StreamConfig;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * How the HTTP server listens and what it takes from a client.
 *
 * @param host address or name to bind
 * @param port in [0, 65_535]; 0 binds any free port
 * @param eventLoops threads that serve connections, in [1, {@value #EVENT_LOOPS_MOST}]
 * @param maxConnections open connections, in [1, {@value #CONNECTIONS_MOST}]; one more is answered
 *     503 and closed
 * @param maxBodyBytes of a request, in [0, {@value #BODY_BYTES_MOST}]
 * @param maxHeadBytes request line and header fields, in [{@value #HEAD_BYTES_LEAST}, {@value
 *     #HEAD_BYTES_MOST}]
 * @param maxRequestLineBytes in [64, {@code maxHeadBytes}]
 * @param head time from a request's first byte to the end of its head, in ms in [{@value
 *     #TIME_MS_LEAST}, {@value #TIME_MS_MOST}]
 * @param body time from there to the end of its body, with the same bounds
 * @param idle time a connection may wait between requests, in ms in [{@value #TIME_MS_LEAST},
 *     {@value #REST_MS_MOST}]
 * @param write time a client may take to receive a reply, bounded as {@code head}; on a stream, an
 *     event
 * @param maxStreams open streams, each a connection too, in [0, {@value #CONNECTIONS_MOST}]
 * @param heartbeat time without an event after which a stream gets a comment, bounded as {@code
 *     idle}
 * @param anyEscapes whether targets may have escapes that are not UTF-8, as those of other people's
 *     services do, see {@link io.tidegate.http.wire.Percent}
 */
public record HttpConfig(
    String host,
    int port,
    int eventLoops,
    int maxConnections,
    int maxBodyBytes,
    int maxHeadBytes,
    int maxRequestLineBytes,
    Duration head,
    Duration body,
    Duration idle,
    Duration write,
    int maxStreams,
    Duration heartbeat,
    boolean anyEscapes) {

  public static final int EVENT_LOOPS_MOST = 64;
  public static final int CONNECTIONS_MOST = 1_000_000;
  public static final int BODY_BYTES_MOST = 16 << 20;
  public static final int HEAD_BYTES_LEAST = 256;
  public static final int HEAD_BYTES_MOST = 64 << 10;
  public static final int TIME_MS_LEAST = 10;

  /** For what a client must do once it has begun. */
  public static final int TIME_MS_MOST = 600_000;

  /** For what a connection may wait where nothing is under way. */
  public static final int REST_MS_MOST = 3_600_000;

  private static final int REQUEST_LINE_BYTES_LEAST = 64;

  /** Loopback, port 8081, one event loop for each two processors. */
  public static final HttpConfig DEFAULT =
      new HttpConfig(
          "127.0.0.1",
          8081,
          Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 16),
          20_000,
          64 * 1024,
          8 * 1024,
          4 * 1024,
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          Duration.ofSeconds(75),
          Duration.ofSeconds(10),
          10_000,
          Duration.ofSeconds(15),
          false);

  /** Checks the bounds. */
  public HttpConfig {
    if (host.isBlank()) throw new IllegalArgumentException("http.host must not be empty");
    within("http.port", port, 0, 65_535);
    within("http.event-loops", eventLoops, 1, EVENT_LOOPS_MOST);
    within("http.max-connections", maxConnections, 1, CONNECTIONS_MOST);
    within("http.max-body-bytes", maxBodyBytes, 0, BODY_BYTES_MOST);
    within("http.max-head-bytes", maxHeadBytes, HEAD_BYTES_LEAST, HEAD_BYTES_MOST);
    within(
        "http.max-request-line-bytes", maxRequestLineBytes, REQUEST_LINE_BYTES_LEAST, maxHeadBytes);
    within("http.head-ms", head.toMillis(), TIME_MS_LEAST, TIME_MS_MOST);
    within("http.body-ms", body.toMillis(), TIME_MS_LEAST, TIME_MS_MOST);
    within("http.idle-ms", idle.toMillis(), TIME_MS_LEAST, REST_MS_MOST);
    within("http.write-ms", write.toMillis(), TIME_MS_LEAST, TIME_MS_MOST);
    within("http.max-streams", maxStreams, 0, CONNECTIONS_MOST);
    within("http.heartbeat-ms", heartbeat.toMillis(), TIME_MS_LEAST, REST_MS_MOST);
  }

  /** What of it concerns streams. */
  StreamConfig streams() {
    return new StreamConfig(maxStreams, write, heartbeat);
  }

  /** The same, bound elsewhere. */
  public HttpConfig at(String host, int port) {
    return with(to -> {
      to.host = host;
      to.port = port;
    });
  }

  /** The same with other bounds on connections and the sizes of bodies. */
  public HttpConfig limits(int maxConnections, int maxBodyBytes) {
    return with(to -> {
      to.maxConnections = maxConnections;
      to.maxBodyBytes = maxBodyBytes;
    });
  }

  /** The same with other times. */
  public HttpConfig times(Duration head, Duration body, Duration idle, Duration write) {
    return with(to -> {
      to.head = head;
      to.body = body;
      to.idle = idle;
      to.write = write;
    });
  }

  /** The same with another number of event loops. */
  public HttpConfig loops(int eventLoops) {
    return with(to -> to.eventLoops = eventLoops);
  }

  /** The same with other bounds on streams. */
  public HttpConfig streams(int maxStreams, Duration heartbeat) {
    return with(to -> {
      to.maxStreams = maxStreams;
      to.heartbeat = heartbeat;
    });
  }

  /** The same that takes escapes of any encoding. */
  public HttpConfig takingAnyEscapes() {
    return with(to -> to.anyEscapes = true);
  }

  /** The same with another bound on heads, to which that of request lines gives way. */
  public HttpConfig heads(int maxHeadBytes) {
    return with(to -> {
      to.maxHeadBytes = maxHeadBytes;
      to.maxRequestLineBytes = Math.min(maxRequestLineBytes, maxHeadBytes);
    });
  }

  private HttpConfig with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.made();
  }

  private static void within(String key, long value, long least, long most) {
    if (value < least || value > most)
      throw new IllegalArgumentException(
          key + " must be in [" + least + ", " + most + "], not " + value);
  }

  /** One in the making: what the copies change, on what they keep. */
  private static final class Draft {
    String host;
    int port;
    int eventLoops;
    int maxConnections;
    int maxBodyBytes;
    int maxHeadBytes;
    int maxRequestLineBytes;
    Duration head;
    Duration body;
    Duration idle;
    Duration write;
    int maxStreams;
    Duration heartbeat;
    boolean anyEscapes;

    Draft(HttpConfig of) {
      host = of.host;
      port = of.port;
      eventLoops = of.eventLoops;
      maxConnections = of.maxConnections;
      maxBodyBytes = of.maxBodyBytes;
      maxHeadBytes = of.maxHeadBytes;
      maxRequestLineBytes = of.maxRequestLineBytes;
      head = of.head;
      body = of.body;
      idle = of.idle;
      write = of.write;
      maxStreams = of.maxStreams;
      heartbeat = of.heartbeat;
      anyEscapes = of.anyEscapes;
    }

    HttpConfig made() {
      return new HttpConfig(
          host,
          port,
          eventLoops,
          maxConnections,
          maxBodyBytes,
          maxHeadBytes,
          maxRequestLineBytes,
          head,
          body,
          idle,
          write,
          maxStreams,
          heartbeat,
          anyEscapes);
    }
  }
}
