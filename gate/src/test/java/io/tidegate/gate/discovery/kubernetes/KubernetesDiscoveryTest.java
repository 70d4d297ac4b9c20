package io.tidegate.gate.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.gate.GateConfig;
import io.tidegate.gate.GateFixture;
import io.tidegate.gate.discovery.DiscoveredEndpoints;
import io.tidegate.gate.discovery.KubernetesConfig;
import io.tidegate.gate.discovery.kubernetes.FakeApiServer.Watching;
import io.tidegate.gate.discovery.kubernetes.FakeSlice.FakeEndpoint;
import io.tidegate.gate.upstream.UpstreamConfig.EndpointConfig;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.ScriptedServer;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class KubernetesDiscoveryTest {

  private static final Cluster NONE = new Cluster(Map.of(), Path.of("/nonexistent"));

  /** Soon, so that what takes a minute takes a second here. */
  static final KubernetesTimes SOON =
      new KubernetesTimes(
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          Duration.ofMillis(300),
          Duration.ofMillis(500),
          Duration.ofMillis(10),
          Duration.ofMillis(100));

  @TempDir private Path folder;
  private final List<List<EndpointConfig>> told = new CopyOnWriteArrayList<>();
  private final DiscoveredEndpoints endpoints =
      new DiscoveredEndpoints("kubernetes default/models:http", told::add);
  private FakeApiServer server;
  private @Nullable KubernetesDiscovery discovery;

  @BeforeEach
  void begin() throws IOException {
    server = FakeApiServer.start();
  }

  @AfterEach
  void end() {
    if (discovery != null) discovery.close();
    server.close();
  }

  // ---- as it should be ----

  @Test
  void endpoints_follow_the_slices_of_the_service() {
    server.put(slice("a", "10.0.0.1"));
    server.put(FakeSlice.of("other", "feed", FakeEndpoint.ready("10.9.9.9")));
    discover();
    leadsTo("10.0.0.1");
    server.put(slice("a", "10.0.0.1", "10.0.0.2"));
    leadsTo("10.0.0.1", "10.0.0.2");
    server.put(slice("b", "10.0.0.3"));
    leadsTo("10.0.0.1", "10.0.0.2", "10.0.0.3");
    server.delete("a");
    leadsTo("10.0.0.3");
    assertThat(server.lists()).isEqualTo(1);
    assertThat(server.watches()).isEqualTo(1);
    assertThat(endpoints.state().error()).isNull();
  }

  @Test
  void the_requests_are_those_of_the_protocol() {
    server.put(slice("a", "10.0.0.1"));
    discover();
    Wait.until(() -> server.watches() == 1);
    String selector = "labelSelector=kubernetes.io%2Fservice-name%3Dmodels";
    assertThat(server.requests())
        .containsExactly(
            selector + "&limit=100",
            selector + "&watch=1&allowWatchBookmarks=true&timeoutSeconds=1&resourceVersion=101");
  }

  @Test
  void a_list_comes_in_parts() {
    server.page(2);
    for (int i = 1; i <= 5; i++) server.put(slice("slice-" + i, "10.0.0." + i));
    discover();
    leadsTo("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5");
    assertThat(server.lists()).isEqualTo(3);
    assertThat(told).hasSize(1);
  }

  @Test
  void pods_that_move_to_another_slice_are_never_gone() {
    server.put(slice("a", "10.0.0.1", "10.0.0.2"));
    discover();
    leadsTo("10.0.0.1", "10.0.0.2");
    server.put(slice("b", "10.0.0.1", "10.0.0.2"));
    server.delete("a");
    server.put(slice("b", "10.0.0.1", "10.0.0.2", "10.0.0.3"));
    leadsTo("10.0.0.1", "10.0.0.2", "10.0.0.3");
    assertThat(told).hasSize(2);
  }

  @Test
  void a_slice_that_becomes_anothers_is_gone() {
    server.put(slice("a", "10.0.0.1"));
    server.put(slice("b", "10.0.0.2"));
    discover();
    leadsTo("10.0.0.1", "10.0.0.2");
    server.put(FakeSlice.of("b", "feed", FakeEndpoint.ready("10.0.0.2")));
    leadsTo("10.0.0.1");
  }

  @Test
  void a_gate_sends_requests_to_the_pods_and_stops_when_they_are_gone() throws Exception {
    try (ScriptedServer first = ScriptedServer.saying("first");
        ScriptedServer second = ScriptedServer.saying("second")) {
      server.put(pod("a", first));
      GateConfig config =
          GateFixture.config().discovering(Map.of("upstream", config(server.uri(), null, null)));
      try (GateFixture gate = GateFixture.of(config);
          RawClient client = gate.connect()) {
        assertThat(client.get("/").reply().text()).isEqualTo("first");
        server.put(pod("b", second));
        server.delete("a");
        Wait.until(() -> client.get("/").reply().text().equals("second"));
        server.delete("b");
        Wait.until(() -> client.get("/").reply().status() == 503);
      }
    }
  }

  // ---- watches that end, break, or are silent ----

  @Test
  void a_watch_that_ends_goes_on_from_the_last_version() {
    server.put(slice("a", "10.0.0.1"));
    discover();
    Wait.until(() -> server.watches() == 3);
    server.put(slice("a", "10.0.0.2"));
    leadsTo("10.0.0.2");
    assertThat(server.lists()).isEqualTo(1);
    assertThat(endpoints.state().error()).isNull();
  }

  @Test
  void bookmarks_move_the_version_on_so_that_nothing_is_listed_again() {
    server.put(slice("a", "10.0.0.1"));
    discover();
    Wait.until(() -> server.watches() == 1);
    for (int i = 0; i < 10; i++) server.otherChange();
    Wait.until(() -> server.watches() == 3);
    server.compact(false);
    server.put(slice("a", "10.0.0.2"));
    leadsTo("10.0.0.2");
    assertThat(server.lists()).isEqualTo(1);
    assertThat(server.requests().getLast()).endsWith("resourceVersion=111");
  }

  @Test
  void a_watch_that_breaks_goes_on_from_the_last_version() {
    server.put(slice("a", "10.0.0.1"));
    discover();
    for (int i = 2; i < 12; i++) {
      int now = i;
      Wait.until(() -> server.watches() >= now - 1);
      server.drop();
      server.put(slice("a", "10.0.0." + i));
      leadsTo("10.0.0." + i);
    }
    int before = server.requests().size();
    server.drop();
    Wait.until(() -> server.requests().size() > before);
    assertThat(server.requests().get(before)).endsWith("resourceVersion=111");
    assertThat(server.lists()).isEqualTo(1);
    assertThat(endpoints.state().failing()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void versions_that_are_forgotten_are_listed_again_and_that_is_no_fault(boolean byStatus) {
    server.put(slice("a", "10.0.0.1"));
    discover();
    leadsTo("10.0.0.1");
    server.put(slice("b", "10.0.0.2"));
    leadsTo("10.0.0.1", "10.0.0.2");
    refuseUntilSeen(503);
    server.delete("b");
    server.put(slice("a", "10.0.0.3"));
    server.compact(byStatus);
    server.refuse(0, 0, "");
    leadsTo("10.0.0.3");
    assertThat(server.lists()).isEqualTo(2);
    assertThat(endpoints.state().error()).contains("503");
  }

  @Test
  void a_silent_watch_is_ended_and_goes_on() {
    server.put(slice("a", "10.0.0.1"));
    server.watching(Watching.SILENT);
    discover();
    Wait.until(() -> server.silences() == 1);
    server.put(slice("a", "10.0.0.2"));
    server.watching(Watching.PROPER);
    leadsTo("10.0.0.2");
    assertThat(server.lists()).isEqualTo(1);
  }

  @Test
  void a_slow_watch_is_read_as_it_comes() {
    server.put(slice("a", "10.0.0.1"));
    server.watching(Watching.SLOW);
    discover();
    Wait.until(() -> server.watches() == 1);
    server.put(slice("a", "10.0.0.2"));
    leadsTo("10.0.0.2");
    assertThat(endpoints.state().error()).isNull();
  }

  @ParameterizedTest
  @EnumSource(names = {"ENDING", "GARBAGE"})
  void a_server_whose_watches_are_of_no_use_fails_and_is_not_asked_without_pause(Watching how) {
    server.put(slice("a", "10.0.0.1"));
    server.watching(how);
    discover();
    failsWith(how == Watching.ENDING ? "ends each watch at once" : "cannot be read");
    int before = server.requests().size();
    long untilNs = System.nanoTime() + Duration.ofMillis(500).toNanos();
    Wait.until(() -> System.nanoTime() > untilNs);
    assertThat(server.requests().size() - before).isLessThan(100);
    leadsTo("10.0.0.1");
    server.watching(Watching.PROPER);
    server.put(slice("a", "10.0.0.2"));
    leadsTo("10.0.0.2");
    Wait.until(() -> !endpoints.state().failing());
  }

  // ---- what must empty nothing ----

  @ParameterizedTest
  @CsvSource({
    "401, it wants a token",
    "403, 'needs a Role with get, list and watch on endpointslices of discovery.k8s.io in the namespace default (no, you may not)'",
    "404, there is no discovery.k8s.io/v1",
    "429, '(no, you may not)'",
    "500, '(no, you may not)'",
    "503, '(no, you may not)'"
  })
  void what_is_refused_changes_nothing_and_says_why(int status, String why) {
    server.put(slice("a", "10.0.0.1"));
    discover();
    leadsTo("10.0.0.1");
    server.refuse(Integer.MAX_VALUE, status, "no, you may not");
    server.drop();
    failsWith("the API server says " + status);
    failsWith(why);
    assertThat(endpoints.known()).hasSize(1);
    server.refuse(0, 0, "");
    server.put(slice("a", "10.0.0.2"));
    leadsTo("10.0.0.2");
    Wait.until(() -> !endpoints.state().failing());
  }

  @Test
  void a_server_that_is_gone_changes_nothing() {
    server.put(slice("a", "10.0.0.1"));
    discover();
    leadsTo("10.0.0.1");
    int port = server.port();
    server.close();
    failsWith("127.0.0.1:" + port + " refuses: nothing listens there");
    assertThat(endpoints.known()).hasSize(1);
  }

  @Test
  void pods_that_are_all_not_ready_at_once_stay_while_they_are_there() {
    server.put(slice("a", "10.0.0.1", "10.0.0.2"));
    discover();
    leadsTo("10.0.0.1", "10.0.0.2");
    server.put(
        FakeSlice.of(
            "a", "models", FakeEndpoint.unready("10.0.0.1"), FakeEndpoint.unready("10.0.0.3")));
    leadsTo("10.0.0.1");
    failsWith("none of its 2 endpoints is ready");
    server.put(
        FakeSlice.of(
            "a", "models", FakeEndpoint.unready("10.0.0.1"), FakeEndpoint.ready("10.0.0.3")));
    leadsTo("10.0.0.3");
    Wait.until(() -> !endpoints.state().failing());
  }

  @Test
  void a_service_without_pods_has_no_endpoints_once_a_list_says_so() {
    server.put(slice("a", "10.0.0.1"));
    discover();
    leadsTo("10.0.0.1");
    server.put(slice("a"));
    leadsTo();
    assertThat(server.lists()).isEqualTo(2);
    assertThat(endpoints.state().failing()).isFalse();
    server.put(slice("a", "10.0.0.2"));
    leadsTo("10.0.0.2");
  }

  @Test
  void a_watch_alone_empties_nothing() {
    server.put(slice("a", "10.0.0.1"));
    discover();
    Wait.until(() -> server.watches() == 1);
    server.refuse(Integer.MAX_VALUE, 500, "etcdserver: request timed out");
    server.delete("a");
    failsWith("etcdserver: request timed out");
    assertThat(endpoints.known()).hasSize(1);
    server.refuse(0, 0, "");
    leadsTo();
  }

  // ---- who asks ----

  @Test
  void a_pod_asks_its_own_cluster_with_a_token_that_is_read_again() throws Exception {
    TestCa ca = TestCa.in(folder, "cluster");
    Files.copy(ca.certificate(), folder.resolve("ca.crt"));
    Files.writeString(folder.resolve("token"), "first\n");
    try (FakeApiServer secure = FakeApiServer.start(ca.server())) {
      secure.token("first");
      secure.put(slice("a", "10.0.0.1"));
      discover(config(null, null, null), cluster(secure));
      leadsTo("10.0.0.1");
      secure.token("second");
      secure.drop();
      failsWith("the API server says 401: it does not take the token in " + folder + "/token");
      Files.writeString(folder.resolve("token"), "second\n");
      secure.put(slice("a", "10.0.0.2"));
      leadsTo("10.0.0.2");
      Wait.until(() -> !endpoints.state().failing());
    }
  }

  @Test
  void another_authority_is_not_believed_until_its_file_has_it() throws Exception {
    TestCa ca = TestCa.in(folder, "cluster");
    TestCa other = TestCa.in(folder, "other");
    Path file = Files.copy(other.certificate(), folder.resolve("authority.pem"));
    try (FakeApiServer secure = FakeApiServer.start(ca.server())) {
      secure.put(slice("a", "10.0.0.1"));
      discover(config(secure.uri(), null, file), NONE);
      failsWith("TLS with 127.0.0.1:");
      assertThat(told).isEmpty();
      Files.writeString(
          file, Files.readString(other.certificate()) + Files.readString(ca.certificate()));
      leadsTo("10.0.0.1");
    }
  }

  @Test
  void what_cannot_be_asked_says_why() throws Exception {
    assertThatThrownBy(() -> KubernetesDiscovery.look(config(null, null, null), NONE))
        .hasMessageContaining("in no cluster")
        .hasMessageContaining("api names an API server");
    assertThatThrownBy(() -> KubernetesDiscovery.look(config(null, null, null), cluster(server)))
        .hasMessageContaining(folder + "/token cannot be read: NoSuchFileException");
    URI nobody = URI.create("http://127.0.0.1:1");
    assertThatThrownBy(() -> KubernetesDiscovery.look(config(nobody, null, null), NONE))
        .hasMessage("127.0.0.1:1 refuses: nothing listens there");
    URI nameless = URI.create("http://nobody.invalid");
    assertThatThrownBy(() -> KubernetesDiscovery.look(config(nameless, null, null), NONE))
        .hasMessage("no such name: nobody.invalid");
    assertThatThrownBy(() -> KubernetesDiscovery.look(config(server.uri(), null, null), NONE))
        .hasMessage("no EndpointSlice has a pod of that service");
    server.put(FakeSlice.of("a", "models", FakeEndpoint.unready("10.0.0.1")));
    assertThatThrownBy(() -> KubernetesDiscovery.look(config(server.uri(), null, null), NONE))
        .hasMessage("none of its 1 endpoints is ready");
    server.put(slice("a", "10.0.0.1"));
    assertThat(KubernetesDiscovery.look(config(server.uri(), null, null), NONE))
        .containsExactly(new EndpointConfig("10.0.0.1", 8000, 1));
  }

  // ---- how ----

  private Cluster cluster(FakeApiServer server) {
    return new Cluster(Map.of(Cluster.HOST, "127.0.0.1", Cluster.PORT, "" + server.port()), folder);
  }

  private static KubernetesConfig config(
      @Nullable URI api, @Nullable Path token, @Nullable Path ca) {
    return KubernetesConfig.parse("default/models:http", api, token, ca);
  }

  private void discover() {
    discover(config(server.uri(), null, null), NONE);
  }

  private void discover(KubernetesConfig config, Cluster cluster) {
    discovery = KubernetesDiscovery.start(config, cluster, SOON, endpoints);
  }

  private void refuseUntilSeen(int status) {
    server.refuse(Integer.MAX_VALUE, status, "not now");
    server.drop();
    failsWith("not now");
  }

  private void failsWith(String why) {
    Wait.until(() -> {
      String error = endpoints.state().error();
      return endpoints.state().failing() && error != null && error.contains(why);
    });
  }

  private void leadsTo(String... addresses) {
    List<EndpointConfig> wanted =
        List.of(addresses).stream().map(one -> new EndpointConfig(one, 8000, 1)).toList();
    Wait.until(() -> !told.isEmpty() && endpoints.known().equals(wanted));
  }

  private static FakeSlice pod(String name, ScriptedServer upstream) {
    String port = upstream.address().substring(upstream.address().indexOf(':') + 1);
    return new FakeSlice(
        name,
        "models",
        "IPv4",
        FakeSlice.PORTS.replace("8000", port),
        List.of(new FakeEndpoint("127.0.0.1", true, true, false, "pod-" + name)));
  }

  private static FakeSlice slice(String name, String... ready) {
    FakeEndpoint[] pods =
        List.of(ready).stream().map(FakeEndpoint::ready).toArray(FakeEndpoint[]::new);
    return FakeSlice.of(name, "models", pods);
  }
}
