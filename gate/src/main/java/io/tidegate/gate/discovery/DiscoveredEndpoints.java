package io.tidegate.gate.discovery;

import io.tidegate.gate.upstream.UpstreamConfig.EndpointConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of an upstream's endpoints: the seam between whatever finds them and the upstream
 * that has them. An answer replaces what was known, be it empty; a failure changes nothing. So a
 * discovery has to know one from the other, and nothing else keeps a working set from being
 * emptied. Any thread.
 */
public final class DiscoveredEndpoints {

  /** More of them are taken for a mistake. */
  public static final int MOST = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(DiscoveredEndpoints.class);

  private final Consumer<List<EndpointConfig>> listener;
  private final CountDownLatch first = new CountDownLatch(1);
  private volatile List<EndpointConfig> known = List.of();
  private volatile DiscoveryState state;

  /**
   * Nothing is known yet.
   *
   * @param source how people know where the endpoints come from
   * @param listener hears of every other list, on the thread that tells it
   */
  public DiscoveredEndpoints(String source, Consumer<List<EndpointConfig>> listener) {
    this.listener = listener;
    state = DiscoveryState.unknown(source);
  }

  /** The list that was told last; empty before the first. */
  public List<EndpointConfig> known() {
    return known;
  }

  /** How it goes. */
  public DiscoveryState state() {
    return state;
  }

  /**
   * The source has answered. May resolve names, so not on an event loop.
   *
   * @param endpoints all that there are, none if it is empty; of one that is there twice the first
   *     holds
   */
  public synchronized void found(List<EndpointConfig> endpoints) {
    if (endpoints.size() > MOST) {
      failed("it has " + endpoints.size() + " endpoints, more than " + MOST);
      return;
    }
    if (state.failing()) LOG.info("{} answers again.", state.source());
    take(endpoints);
  }

  /**
   * The source has answered, and something is wrong with that.
   *
   * @param endpoints what is to hold nevertheless
   */
  public synchronized void doubted(List<EndpointConfig> endpoints, String why) {
    boolean failing = state.failing();
    take(endpoints);
    fail(why, failing);
  }

  /** The source cannot be asked, or its answer cannot be read: what is known holds. */
  public synchronized void failed(String why) {
    fail(why, state.failing());
  }

  private void take(List<EndpointConfig> endpoints) {
    Map<String, EndpointConfig> once = new LinkedHashMap<>();
    for (EndpointConfig endpoint : endpoints) once.putIfAbsent(endpoint.text(), endpoint);
    List<EndpointConfig> found = List.copyOf(once.values());
    boolean changed = state.changedMs() == 0 || !found.equals(known);
    state = state.answered(found.size(), changed, System.currentTimeMillis());
    if (changed) {
      known = found;
      LOG.info("{} leads to {}.", state.source(), once.keySet());
      listener.accept(found);
    }
    first.countDown();
  }

  private void fail(String why, boolean failing) {
    if (!failing || !why.equals(state.error()))
      LOG.warn("{} fails, and what was known of it holds: {}", state.source(), why);
    state = state.failed(why, System.currentTimeMillis());
  }

  /**
   * Waits for the first answer.
   *
   * @param deadlineNs until when, by {@link System#nanoTime}
   * @return whether there was one
   */
  public boolean await(long deadlineNs) throws InterruptedException {
    return first.await(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
  }
}
