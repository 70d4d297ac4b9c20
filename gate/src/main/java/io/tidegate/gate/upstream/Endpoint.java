package io.tidegate.gate.upstream;

import io.tidegate.http.client.ClientConnection;
import io.tidegate.http.client.ClientConnector;
import io.tidegate.http.server.HttpLoop;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** One address of an upstream, and what is known of it. Any thread, but where it says a loop's. */
public final class Endpoint {

  private static final int LOOPS_MAX = 64;

  private final String name;
  private final InetSocketAddress address;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final IdleTime idleTime = new IdleTime();
  private final AtomicReferenceArray<@Nullable ConnectionPool> pools =
      new AtomicReferenceArray<>(LOOPS_MAX);

  /**
   * @param name as it was configured or discovered: {@code 10.0.0.5:8000}
   */
  public Endpoint(String name, InetSocketAddress address) {
    this.name = name;
    this.address = address;
  }

  /** As it was configured or discovered. What requests to it say in {@code Host}. */
  public String name() {
    return name;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return address;
  }

  /** Requests that are with it now, those that wait for a connection included. */
  public int inFlight() {
    return inFlight.get();
  }

  /** Counts one more request, unless that would be more than {@code most}. */
  public boolean begin(int most) {
    while (true) {
      int now = inFlight.get();
      if (now >= most) return false;
      if (inFlight.compareAndSet(now, now + 1)) return true;
    }
  }

  /** A request has ended there. */
  public void end() {
    inFlight.decrementAndGet();
  }

  /** An idle connection of this loop, null without one; as {@link ConnectionPool#take}. */
  public @Nullable ClientConnection take(HttpLoop loop, boolean careful) {
    return pool(loop).take(careful);
  }

  /** Begins another connection on this loop. */
  public void connect(HttpLoop loop, ClientConnector connector, ClientConnector.Listener listener) {
    pool(loop).connect(connector, listener);
  }

  private ConnectionPool pool(HttpLoop loop) {
    ConnectionPool pool = pools.get(loop.index());
    if (pool != null) return pool;
    ConnectionPool made = new ConnectionPool(this, loop.eventLoop());
    pools.set(loop.index(), made);
    return made;
  }

  /** Closes its idle connections, and the others as they become idle. */
  void close() {
    for (int i = 0; i < LOOPS_MAX; i++) {
      ConnectionPool pool = pools.get(i);
      if (pool != null) pool.closeSoon();
    }
  }

  IdleTime idleTime() {
    return idleTime;
  }
}
