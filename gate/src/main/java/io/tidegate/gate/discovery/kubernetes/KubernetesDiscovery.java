package io.tidegate.gate.discovery.kubernetes;

import io.tidegate.gate.discovery.DiscoveredEndpoints;
import io.tidegate.gate.discovery.Discovery;
import io.tidegate.gate.discovery.KubernetesConfig;
import io.tidegate.gate.discovery.kubernetes.ServiceSlices.Selection;
import io.tidegate.gate.discovery.kubernetes.WatchEvent.Bookmark;
import io.tidegate.gate.discovery.kubernetes.WatchEvent.Failed;
import io.tidegate.gate.discovery.kubernetes.WatchEvent.Gone;
import io.tidegate.gate.discovery.kubernetes.WatchEvent.Present;
import io.tidegate.gate.upstream.UpstreamConfig.EndpointConfig;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Keeps the endpoints of a service as its EndpointSlices have them, on a virtual thread of its own.
 *
 * <pre>
 *            version known                       an event, a bookmark: the next version
 *   list ─────────────────────▶ watch ◀──────┐
 *    ▲                            │          │
 *    │ 410, or cannot be read     ├──────────┘ ended, broken, refused: on from the last version
 *    └────────────────────────────┘
 * </pre>
 *
 * <p>What fails is tried again after a pause, random and growing, and changes no endpoint. A list
 * that has come whole is the truth, also if it is empty: addresses of pods that are gone belong to
 * others. A watch alone empties nothing: then a list is asked for.
 */
public final class KubernetesDiscovery implements Discovery {

  private static final int PAGES_MOST = 1_000;
  private static final int DOUBLINGS_MOST = 20;

  private final KubernetesConfig config;
  private final KubernetesTimes times;
  private final SliceApi api;
  private final DiscoveredEndpoints endpoints;
  private final Thread thread;
  private ServiceSlices slices;

  /** Of the slices; empty if there is none to go on from. */
  private String version = "";

  /** Whether the newest watch has told something, or has lasted. */
  private boolean works;

  /** Whether any has since the last list. */
  private boolean worked;

  /** Since something worked. */
  private int failures;

  private KubernetesDiscovery(
      KubernetesConfig config,
      Cluster cluster,
      KubernetesTimes times,
      DiscoveredEndpoints endpoints) {
    this.config = config;
    this.times = times;
    this.endpoints = endpoints;
    api = new SliceApi(config, cluster, times);
    slices = new ServiceSlices(config.port());
    thread =
        Thread.ofVirtual()
            .name("kubernetes-" + config.namespace() + "/" + config.service())
            .unstarted(this::run);
  }

  /** Begins. */
  public static KubernetesDiscovery start(KubernetesConfig config, DiscoveredEndpoints endpoints) {
    return start(config, Cluster.surrounding(), KubernetesTimes.DEFAULT, endpoints);
  }

  static KubernetesDiscovery start(
      KubernetesConfig config,
      Cluster cluster,
      KubernetesTimes times,
      DiscoveredEndpoints endpoints) {
    KubernetesDiscovery discovery = new KubernetesDiscovery(config, cluster, times, endpoints);
    discovery.thread.start();
    return discovery;
  }

  /**
   * Asks once which endpoints there are.
   *
   * @throws IOException if there is none, or that cannot be found out; its message says why
   */
  public static List<EndpointConfig> look(KubernetesConfig config)
      throws IOException, InterruptedException {
    return look(config, Cluster.surrounding());
  }

  static List<EndpointConfig> look(KubernetesConfig config, Cluster cluster)
      throws IOException, InterruptedException {
    ServiceSlices slices = new ServiceSlices(config.port());
    try (SliceApi api = new SliceApi(config, cluster, KubernetesTimes.DEFAULT)) {
      list(api, slices);
    }
    Selection found = slices.select(List.of());
    if (!found.endpoints().isEmpty()) return found.endpoints();
    throw new IOException(
        found.doubt() == null ? "no EndpointSlice has a pod of that service" : found.doubt());
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try (api) {
      while (!Thread.currentThread().isInterrupted()) turn();
    } catch (InterruptedException _) {
      // closed
    }
  }

  /** A list where one is needed, a watch until it ends, and a pause. */
  private void turn() throws InterruptedException {
    long pauseMs = 0;
    works = false;
    try {
      if (version.isEmpty()) list();
      watch();
    } catch (ApiException e) {
      refused(e);
      pauseMs = e.retryAfterMs();
    } catch (MalformedException e) {
      version = "";
      failed("the API server says what cannot be read: " + e.getMessage());
    } catch (IOException e) {
      if (!works) failed(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      version = "";
      failed("a fault of the gate: " + e);
    }
    pause(pauseMs);
  }

  private void list() throws IOException, InterruptedException {
    worked = false;
    ServiceSlices listed = new ServiceSlices(config.port());
    version = list(api, listed);
    slices = listed;
    tell(true);
  }

  /** All of the list; returns its version. */
  private static String list(SliceApi api, ServiceSlices to)
      throws IOException, InterruptedException {
    String next = "";
    for (int pages = 0; pages < PAGES_MOST; pages++) {
      SlicePage page = api.list(next);
      for (EndpointSlice slice : page.slices()) to.put(slice);
      next = page.next();
      if (next.isEmpty()) return page.version();
    }
    throw new MalformedException("a list without an end");
  }

  private void watch() throws IOException, InterruptedException {
    try (JsonBody watch = api.watch(version)) {
      long beganNs = System.nanoTime();
      try {
        WatchEvent event = watch.read(SliceJson::event);
        for (; event != null; event = watch.read(SliceJson::event)) {
          take(event);
          if (version.isEmpty()) return;
        }
      } finally {
        if (System.nanoTime() - beganNs >= times.settled().toNanos()) works();
      }
    }
    if (!works) throw new IOException("the API server ends each watch at once");
    tell(false);
  }

  private void take(WatchEvent event) throws IOException {
    switch (event) {
      case Present(EndpointSlice slice, String next) -> {
        slices.put(slice);
        version = next;
      }
      case Gone(String name, String next) -> {
        slices.remove(name);
        version = next;
      }
      case Bookmark(String next) -> version = next;
      case Failed(int code, String message) -> {
        version = "";
        throw new ApiException(
            code, 0, "the API server ends the watch with " + code + " (" + message + ")");
      }
    }
    works();
    tell(false);
  }

  private void works() {
    works = true;
    worked = true;
    failures = 0;
  }

  /**
   * @param whole whether it is of a list just now
   */
  private void tell(boolean whole) {
    Selection now = slices.select(endpoints.known());
    boolean empties = now.endpoints().isEmpty() && !endpoints.known().isEmpty();
    if (empties && !whole) version = "";
    else if (now.doubt() == null) endpoints.found(now.endpoints());
    else endpoints.doubted(now.endpoints(), now.doubt());
  }

  private void refused(ApiException e) {
    if (e.isGone()) version = "";
    if (e.isGone() && worked) failures = 0; // as usual when nobody asked for some time
    else failed(String.valueOf(e.getMessage()));
  }

  private void failed(String why) {
    if (!Thread.currentThread().isInterrupted()) endpoints.failed(why);
  }

  private void pause(long atLeastMs) throws InterruptedException {
    long mostMs = times.again().toMillis() << Math.min(failures, DOUBLINGS_MOST);
    failures++;
    double part = ThreadLocalRandom.current().nextDouble();
    Thread.sleep(
        Math.max(atLeastMs, (long) (part * Math.min(mostMs, times.againMost().toMillis()))));
  }
}
