package io.tidegate.lab.live;

import io.tidegate.http.server.HttpConfig;
import io.tidegate.http.server.HttpServer;
import io.tidegate.http.server.Router;
import io.tidegate.http.server.ServerObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The address of a run. Any thread. */
final class LiveServer implements AutoCloseable {

  static final String LOOPBACK = "127.0.0.1";

  private static final int VIEWERS_MOST = 50;
  private static final int BODY_BYTES_MOST = 1 << 20;
  private static final int LAST_EVENT_MS = 150;

  private final String host;
  private final HttpServer server;

  private LiveServer(String host, HttpServer server) {
    this.host = host;
    this.server = server;
  }

  static LiveServer start(String host, int port, Router router) throws IOException {
    HttpConfig config =
        HttpConfig.DEFAULT
            .at(host, port)
            .loops(1)
            .limits(4 * VIEWERS_MOST, BODY_BYTES_MOST)
            .streams(VIEWERS_MOST, Duration.ofSeconds(5));
    return new LiveServer(host, HttpServer.start(config, router, ServerObserver.NONE));
  }

  String address() {
    return "http://" + host + ":" + server.port() + "/";
  }

  /** Waits until those who look have the last event, which their streams take in turn. */
  @Override
  public void close() {
    if (server.connections() > 0) LockSupport.parkNanos(LAST_EVENT_MS * 1_000_000L);
    server.stop(Duration.ofSeconds(1));
  }
}
