package io.tidegate.gate.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.gate.discovery.DiscoveredEndpoints;
import io.tidegate.gate.discovery.KubernetesConfig;
import io.tidegate.gate.discovery.kubernetes.FakeApiServer.Watching;
import io.tidegate.gate.discovery.kubernetes.FakeSlice.FakeEndpoint;
import io.tidegate.gate.upstream.UpstreamConfig.EndpointConfig;
import io.tidegate.testkit.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slices change at random while everything that can go wrong does, and the end is the truth. */
@Timeout(120)
class KubernetesModelTest {

  private static final int CHANGES = 3_000;

  /** After so many changes everything is well for a moment, and must be right. */
  private static final int TOGETHER = 100;

  private static final KubernetesTimes SOON =
      new KubernetesTimes(
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          Duration.ofMillis(200),
          Duration.ofMillis(200),
          Duration.ofMillis(2),
          Duration.ofMillis(20));

  private final List<List<EndpointConfig>> told = new CopyOnWriteArrayList<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void after_any_changes_and_faults_the_endpoints_are_those_of_the_slices(long seed)
      throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    boolean one = seed % 2 == 0; // always ready, in a slice that does not change
    try (FakeApiServer server = FakeApiServer.start()) {
      server.page(3);
      if (one) server.put(FakeSlice.of("stays", "models", FakeEndpoint.ready("10.0.1.1")));
      DiscoveredEndpoints endpoints = new DiscoveredEndpoints("seed " + seed, told::add);
      try (KubernetesDiscovery _ =
          KubernetesDiscovery.start(
              KubernetesConfig.parse("default/models:http", server.uri(), null, null),
              new Cluster(Map.of(), Path.of("/nonexistent")),
              SOON,
              endpoints)) {
        for (int i = 1; i <= CHANGES; i++) {
          change(server, random);
          if (random.nextInt(20) == 0) disturb(server, random);
          if (i % TOGETHER == 0) {
            calm(server, one);
            Wait.until(() -> !told.isEmpty() && texts(endpoints.known()).equals(truth(server)));
          }
        }
      }
    }
    if (one) assertThat(told).noneMatch(List::isEmpty);
    assertThat(told)
        .hasSizeGreaterThan(CHANGES / TOGETHER)
        .allSatisfy(list -> assertThat(list).doesNotHaveDuplicates());
  }

  private static void change(FakeApiServer server, SplittableRandom random) {
    String name = "slice-" + random.nextInt(8);
    switch (random.nextInt(8)) {
      case 0 -> server.delete(name);
      case 1 -> server.otherChange();
      default -> {
        List<FakeEndpoint> pods = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) pods.add(pod(random));
        String service = random.nextInt(10) == 0 ? "feed" : "models";
        server.put(FakeSlice.of(name, service, pods.toArray(FakeEndpoint[]::new)));
      }
    }
  }

  private static FakeEndpoint pod(SplittableRandom random) {
    String address = "10.0.0." + (1 + random.nextInt(20));
    return switch (random.nextInt(4)) {
      case 0 -> FakeEndpoint.unready(address);
      case 1 -> FakeEndpoint.ending(address);
      default -> FakeEndpoint.ready(address);
    };
  }

  /** Something goes wrong, a watch breaks, and the next request comes before the next change. */
  private static void disturb(FakeApiServer server, SplittableRandom random) {
    switch (random.nextInt(6)) {
      case 0 -> server.compact(random.nextBoolean());
      case 1 -> server.refuse(1 + random.nextInt(5), 500, "internal error");
      case 2 -> server.refuse(1 + random.nextInt(5), 403, "forbidden");
      case 3 -> {
        Watching[] all = Watching.values();
        server.watching(all[random.nextInt(all.length)]);
      }
      case 4 -> server.watching(Watching.PROPER);
      default -> {} // the watch breaks, and that is all
    }
    int requests = server.requests().size();
    server.drop();
    Wait.until(() -> server.requests().size() > requests);
  }

  private static void calm(FakeApiServer server, boolean one) {
    server.refuse(0, 0, "");
    server.watching(Watching.PROPER);
    if (!one) server.put(FakeSlice.of("slice-0", "models", FakeEndpoint.ready("10.0.0.1")));
  }

  /** Which endpoints the slices make, by other means than the code under test. */
  private static Set<String> truth(FakeApiServer server) {
    Set<String> ready = new TreeSet<>();
    for (FakeSlice slice : server.slices())
      for (FakeEndpoint pod : slice.endpoints())
        if (slice.service().equals("models") && Boolean.TRUE.equals(pod.ready()))
          ready.add(pod.address() + ":8000");
    return ready;
  }

  private static Set<String> texts(List<EndpointConfig> endpoints) {
    Set<String> texts = new TreeSet<>();
    for (EndpointConfig endpoint : endpoints) texts.add(endpoint.text());
    return texts;
  }
}
