package io.tidegate.gate;

import io.tidegate.gate.route.RouteTable;
import io.tidegate.http.server.HttpConfig;
import io.tidegate.http.server.HttpServer;
import io.tidegate.http.server.ServerObserver;
import java.io.IOException;
import java.time.Duration;

/** A running gate. Any thread. */
public final class Gate implements AutoCloseable {

  private final HttpServer http;
  private final GateHandler handler;

  private Gate(HttpServer http, GateHandler handler) {
    this.http = http;
    this.handler = handler;
  }

  /**
   * Starts one.
   *
   * @throws IOException if the address cannot be bound
   */
  public static Gate start(HttpConfig http, RouteTable routes, ServerObserver observer)
      throws IOException {
    GateHandler handler = new GateHandler(routes, http.eventLoops());
    return new Gate(HttpServer.start(http, handler, observer), handler);
  }

  /** The port it listens on. */
  public int port() {
    return http.port();
  }

  /** Uses other routes from the next request on; those under way end as they began. */
  public void reload(RouteTable routes) {
    handler.use(routes);
  }

  /** Refuses new connections, lets requests under way end within the bound, and stops. */
  public void stop(Duration bound) {
    http.stop(bound);
  }

  /** Stops within five seconds. */
  @Override
  public void close() {
    http.close();
  }
}
