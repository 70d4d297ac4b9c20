package io.tidegate.gate;

import io.tidegate.gate.room.RoomDoor;
import io.tidegate.gate.upstream.Upstream;
import io.tidegate.http.server.Entry;
import io.tidegate.http.server.HttpConfig;
import io.tidegate.http.server.HttpServer;
import io.tidegate.http.server.ServerObserver;
import io.tidegate.http.tls.Certificates;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running gate. Any thread. */
public final class Gate implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

  /** How long a changed certificate may go unnoticed. */
  private static final Duration WATCH = Duration.ofSeconds(2);

  private final HttpServer http;
  private final GateHandler handler;
  private final @Nullable RoomDoor door;
  private Upstreams upstreams;
  private Entry entry;
  private @Nullable Thread watching;
  private String told = "";

  private Gate(
      HttpServer http,
      GateHandler handler,
      Upstreams upstreams,
      @Nullable RoomDoor door,
      Entry entry) {
    this.http = http;
    this.door = door;
    this.handler = handler;
    this.upstreams = upstreams;
    this.entry = entry;
  }

  /**
   * Starts one.
   *
   * @param http how it serves, but for the address, which the configuration has
   * @param door what rooms need, null where no route has one
   * @throws IOException if the address cannot be bound, or a certificate is not what it must be
   */
  public static Gate start(
      GateConfig config, HttpConfig http, ServerObserver observer, @Nullable RoomDoor door)
      throws IOException {
    Entry entry = config.entry().open();
    Upstreams upstreams = Upstreams.none().next(config, door);
    GateHandler handler = new GateHandler(http.eventLoops());
    handler.use(upstreams.routes(config.routes()), upstreams.rooms());
    HttpConfig at = http.at(config.host(), config.port()).takingAnyEscapes();
    Gate gate =
        new Gate(HttpServer.start(at, handler, observer, entry), handler, upstreams, door, entry);
    gate.watching = Thread.ofVirtual().name("gate-certificates").start(gate::watch);
    return gate;
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
   * Goes by another configuration from the next request on; requests under way end as they began,
   * and connections that are open speak what they speak. The address it listens on stays.
   *
   * @throws IOException if a certificate is not what it must be; then nothing has changed
   */
  public synchronized void reload(GateConfig config) throws IOException {
    Entry next = config.entry().open();
    Upstreams behind = upstreams.next(config, door);
    handler.use(behind.routes(config.routes()), behind.rooms());
    http.entry(next);
    entry = next;
    upstreams.closeBut(behind);
    upstreams = behind;
  }

  /** Files may change by way of links, in any order, over a network: so they are read. */
  private void watch() {
    try {
      while (true) {
        Thread.sleep(WATCH);
        refresh();
      }
    } catch (InterruptedException _) {
      // The gate stops.
    }
  }

  private synchronized void refresh() {
    Certificates shown = entry.tls();
    if (shown == null) return;
    try {
      if (!shown.refresh()) return;
      told = "";
      LOG.info("The certificates are read again and hold for new connections.");
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage());
      if (!why.equals(told))
        LOG.error("Certificates are not taken over, what was shown before still is: {}", why);
      told = why;
    }
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
    if (watching != null) watching.interrupt();
    upstreams.closeBut(Upstreams.none());
  }
}
