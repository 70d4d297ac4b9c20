package io.tidegate.http.server;

import io.tidegate.http.stream.StreamConfig;
import java.time.Duration;

/**
 * How the HTTP server listens and what it takes from a client.
 *
 * @param host address or name to bind
 * @param port in [0, 65_535]; 0 binds any free port
 * @param eventLoops threads that serve connections, in [1, 64]
 * @param maxConnections open connections, in [1, 1_000_000]; one more is answered 503 and closed
 * @param maxBodyBytes of a request, in [0, 16 MiB]
 * @param maxHeadBytes request line and header fields, in [256, 64 KiB]
 * @param maxRequestLineBytes in [64, {@code maxHeadBytes}]
 * @param head time from a request's first byte to the end of its head, in [10 ms, 10 min]
 * @param body time from there to the end of its body, in [10 ms, 10 min]
 * @param idle time a connection may wait between requests, in [10 ms, 1 h]
 * @param write time a client may take to receive a reply, in [10 ms, 10 min]; on a stream, an event
 * @param maxStreams open streams, each a connection too, in [0, 1_000_000]
 * @param heartbeat time without an event after which a stream gets a comment, in [10 ms, 1 h]
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
    Duration heartbeat) {

  private static final Duration SHORTEST = Duration.ofMillis(10);

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
          Duration.ofSeconds(15));

  public HttpConfig {
    if (host.isBlank()) throw new IllegalArgumentException("http.host must not be empty");
    within("http.port", port, 0, 65_535);
    within("http.eventLoops", eventLoops, 1, 64);
    within("http.maxConnections", maxConnections, 1, 1_000_000);
    within("http.maxBodyBytes", maxBodyBytes, 0, 16 * 1024 * 1024);
    within("http.maxHeadBytes", maxHeadBytes, 256, 64 * 1024);
    within("http.maxRequestLineBytes", maxRequestLineBytes, 64, maxHeadBytes);
    within("http.head", head, Duration.ofMinutes(10));
    within("http.body", body, Duration.ofMinutes(10));
    within("http.idle", idle, Duration.ofHours(1));
    within("http.write", write, Duration.ofMinutes(10));
    within("http.maxStreams", maxStreams, 0, 1_000_000);
    within("http.heartbeat", heartbeat, Duration.ofHours(1));
  }

  /** What of it concerns streams. */
  StreamConfig streams() {
    return new StreamConfig(maxStreams, write, heartbeat);
  }

  /** The same, bound elsewhere. */
  public HttpConfig at(String host, int port) {
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
        heartbeat);
  }

  /** The same with other bounds on connections and the sizes of bodies. */
  public HttpConfig limits(int maxConnections, int maxBodyBytes) {
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
        heartbeat);
  }

  /** The same with other times. */
  public HttpConfig times(Duration head, Duration body, Duration idle, Duration write) {
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
        heartbeat);
  }

  /** The same with another number of event loops. */
  public HttpConfig loops(int eventLoops) {
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
        heartbeat);
  }

  /** The same with other bounds on streams. */
  public HttpConfig streams(int maxStreams, Duration heartbeat) {
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
        heartbeat);
  }

  private static void within(String key, int value, int least, int most) {
    if (value < least || value > most)
      throw new IllegalArgumentException(
          key + " must be in [" + least + ", " + most + "], not " + value);
  }

  private static void within(String key, Duration value, Duration most) {
    if (value.compareTo(SHORTEST) < 0 || value.compareTo(most) > 0)
      throw new IllegalArgumentException(
          key
              + " must be in ["
              + SHORTEST.toMillis()
              + " ms, "
              + most.toMillis()
              + " ms], not "
              + value.toMillis()
              + " ms");
  }
}
