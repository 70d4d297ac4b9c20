package io.tidegate.gate;

import io.tidegate.gate.room.RoomDoor;
import io.tidegate.gate.upstream.Upstream;
import io.tidegate.http.server.HttpConfig;
import io.tidegate.http.server.HttpServer;
import io.tidegate.http.server.ServerObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A running gate. Any thread. */
public final class Gate implements AutoCloseable {

  private final HttpServer http;
  private final GateHandler handler;
  private final @Nullable RoomDoor door;
  private Upstreams upstreams;

  private Gate(HttpServer http, GateHandler handler, Upstreams upstreams, @Nullable RoomDoor door) {
    this.http = http;
    this.door = door;
    this.handler = handler;
    this.upstreams = upstreams;
  }

  /**
   * Starts one.
   *
   * @param http how it serves, but for the address, which the configuration has
   * @param door what rooms need, null where no route has one
   * @throws IOException if the address cannot be bound
   */
  public static Gate start(
      GateConfig config, HttpConfig http, ServerObserver observer, @Nullable RoomDoor door)
      throws IOException {
    Upstreams upstreams = Upstreams.none().next(config, door);
    GateHandler handler = new GateHandler(http.eventLoops());
    handler.use(upstreams.routes(config.routes()), upstreams.rooms());
    HttpConfig at = http.at(config.host(), config.port());
    return new Gate(HttpServer.start(at, handler, observer), handler, upstreams, door);
  }

  /** The port it listens on. */
  public int port() {
    return http.port();
  }

  /** The services behind it. */
  public synchronized List<Upstream> upstreams() {
    return upstreams.all();
  }

  /**
   * Goes by another configuration from the next request on; requests under way end as they began.
   * The address it listens on stays.
   */
  public synchronized void reload(GateConfig config) {
    Upstreams next = upstreams.next(config, door);
    handler.use(next.routes(config.routes()), next.rooms());
    upstreams.closeBut(next);
    upstreams = next;
  }

  /** Refuses new connections, lets requests under way end within the bound, and stops. */
  public void stop(Duration bound) {
    endUpstreams();
    http.stop(bound);
  }

  /** Stops within five seconds. */
  @Override
  public void close() {
    endUpstreams();
    http.close();
  }

  private synchronized void endUpstreams() {
    upstreams.closeBut(Upstreams.none());
  }
}
