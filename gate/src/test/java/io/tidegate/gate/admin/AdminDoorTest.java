package io.tidegate.gate.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.gate.GateFixture;
import io.tidegate.gate.breaker.BreakerConfig;
import io.tidegate.gate.breaker.BreakerConfig.WindowType;
import io.tidegate.gate.discovery.DnsConfig;
import io.tidegate.gate.fallback.FallbackConfig;
import io.tidegate.gate.route.RouteConfig;
import io.tidegate.gate.route.RouteMatch;
import io.tidegate.gate.sight.SightConfig.DoorConfig;
import io.tidegate.gate.upstream.UpstreamConfig;
import io.tidegate.gate.upstream.UpstreamConfig.EndpointConfig;
import io.tidegate.gate.upstream.UpstreamPolicy;
import io.tidegate.http.admin.AdminKey;
import io.tidegate.http.metrics.MetricRegistry;
import io.tidegate.testkit.Json;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.ScriptedServer;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AdminDoorTest {

  private static final String KEY = "a-key-for-tests-of-the-door";
  private static final String STATE = "/admin/upstreams";

  @TempDir private Path folder;
  private ScriptedServer first;
  private ScriptedServer second;
  private GateFixture gate;
  private MetricRegistry registry;
  private AdminDoor door;

  @BeforeEach
  void open() throws IOException {
    first = ScriptedServer.saying("first");
    second = ScriptedServer.saying("second");
    gate = GateFixture.before(first.address(), second.address());
    registry = new MetricRegistry(folder);
    door =
        AdminDoor.open(
            new DoorConfig("127.0.0.1", 0, List.of("gate.internal")),
            gate.gate(),
            registry,
            keys());
  }

  private static AdminDoor.Keys keys() {
    return new AdminDoor.Keys(AdminKey.of(KEY), AdminKey.of(KEY));
  }

  @AfterEach
  void close() throws IOException {
    door.close();
    registry.close();
    gate.close();
    first.close();
    second.close();
  }

  @Test
  void it_shows_metrics_and_probes() throws Exception {
    String text = ask("GET", "/metrics", "").is(200).text();
    assertThat(text)
        .contains(
            "tidegate_gate_endpoint_usable{endpoint=\""
                + first.address()
                + "\",upstream=\"upstream\"} 1")
        .contains("tidegate_gate_upstream_in_flight{upstream=\"upstream\"} 0")
        .contains("jvm_memory_used_bytes");
    assertThat(ask("GET", "/healthz", "").is(200).word("status")).isEqualTo("up");
    assertThat(ask("GET", "/readyz", "").is(200).word("status")).isEqualTo("ready");
  }

  @Test
  void a_gate_that_stops_is_not_ready_and_stopping_again_does_nothing() throws Exception {
    through(); // so that there are connections to end
    gate.gate().stop(Duration.ZERO);
    assertThat(ask("GET", "/readyz", "").is(503).word("status")).isEqualTo("draining");
    ask("GET", "/healthz", "").is(200);
    gate.gate().close();
  }

  @Test
  void a_program_reads_how_each_endpoint_is() throws Exception {
    for (int i = 0; i < 4; i++) through();
    Map<String, @Nullable Object> upstream =
        Json.object(Json.array(ask("GET", STATE, "").is(200).get("upstreams")).getFirst());
    assertThat(upstream).containsEntry("name", "upstream").containsEntry("waiting", 0L);
    Map<String, @Nullable Object> endpoint = endpoint(first);
    assertThat(endpoint).containsEntry("usable", true).containsEntry("inFlight", 0L);
    assertThat(endpoint).containsEntry("responses", 2L).containsEntry("errors", 0L);
    assertThat(endpoint.get("headMsP99")).isNotNull();
  }

  @Test
  void it_says_where_endpoints_come_from_and_how_that_goes() throws Exception {
    int port = EndpointConfig.parse(first.address()).port();
    DnsConfig name = new DnsConfig("localhost", port, DnsConfig.EVERY);
    gate.gate().reload(GateFixture.config().discovering(Map.of("upstream", name)));
    Map<String, @Nullable Object> upstream =
        Json.object(Json.array(ask("GET", STATE, "").is(200).get("upstreams")).getFirst());
    Map<String, @Nullable Object> discovery = Json.object(upstream.get("discovery"));
    assertThat(discovery)
        .containsEntry("source", "dns localhost:" + port)
        .containsEntry("failing", false)
        .doesNotContainKey("error");
    assertThat(discovery.get("answered")).isNotNull();
    assertThat(ask("GET", STATE, "", "Accept", "text/html").text())
        .contains("Endpoints from <code>dns localhost:" + port + "</code>");
    assertThat(ask("GET", "/metrics", "").text())
        .contains("tidegate_gate_discovery_failing{upstream=\"upstream\"} 0")
        .contains("tidegate_gate_discovery_endpoints{upstream=\"upstream\"} ");
  }

  @Test
  void a_route_shows_its_breaker_and_how_often_it_fell_back() throws Exception {
    BreakerConfig breaker =
        new BreakerConfig(
            WindowType.COUNT_BASED, 1, 1, 50, 100, Duration.ofMinutes(1), Duration.ofHours(1), 1);
    FallbackConfig page = new FallbackConfig(false, null, 503, null);
    RouteConfig route =
        RouteConfig.of(RouteMatch.path("/"))
            .upstream("upstream")
            .breaker(breaker)
            .fallback(page)
            .build();
    try (ScriptedServer breaks = new ScriptedServer((_, call) -> call.close());
        RawClient client = gate.connect()) {
      UpstreamConfig upstream = GateFixture.upstream("upstream", breaks.address());
      gate.gate().reload(GateFixture.config(List.of(upstream), route));
      for (int i = 0; i < 3; i++) client.ask("GET", "/", "", "Accept", "text/html").is(503);
    }
    Map<String, @Nullable Object> shown =
        Json.object(Json.array(ask("GET", STATE, "").is(200).get("routes")).getFirst());
    assertThat(shown).containsEntry("name", "/");
    assertThat(Json.object(shown.get("breaker")))
        .containsEntry("state", "open")
        .containsEntry("refused", 2L)
        .containsEntry("why", "circuit breaker open: 100 % of the last 1 calls failed");
    assertThat(Json.object(shown.get("fallbacks"))).containsEntry("page", 3L);
    assertThat(ask("GET", "/metrics", "").text())
        .contains("tidegate_gate_route_breaker_state{route=\"/\",state=\"open\"} 1")
        .contains("tidegate_gate_route_breaker_state{route=\"/\",state=\"closed\"} 0")
        .contains("tidegate_gate_route_breaker_refused_total{route=\"/\"} 2")
        .contains("tidegate_gate_fallbacks_total{kind=\"page\",route=\"/\"} 3");
    assertThat(ask("GET", STATE, "", "Accept", "text/html").text())
        .contains("Routes with a breaker or a fallback", "100 % of the last 1 calls failed");
  }

  @Test
  void an_endpoint_that_is_out_says_why() throws Exception {
    order(first, "{\"state\":\"drain\"}").is(200);
    assertThat(endpoint(first))
        .containsEntry("usable", false)
        .containsEntry("out", "drained by the operator");
    Reply page = ask("GET", STATE, "", "Accept", "text/html");
    assertThat(page.mediaType()).isEqualTo("text/html");
    assertThat(page.text()).contains("drained by the operator").contains("<html lang=\"en\">");
    assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
    Reply korean = ask("GET", STATE + "?lang=ko&every=5", "", "Accept", "text/html");
    assertThat(korean.text()).contains("서비스 중").contains("http-equiv=\"refresh\" content=\"5\"");
  }

  @Test
  void a_drained_endpoint_gets_no_new_requests_and_those_under_way_end() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    first.stop();
    try (ScriptedServer slow =
            new ScriptedServer((_, call) -> {
              go.await();
              call.ok("slow");
            });
        GateFixture before = GateFixture.before(slow.address(), second.address());
        RawClient client = before.connect();
        RawClient other = before.connect()) {
      before.gate().order("upstream", second.address(), true, null);
      client.get("/");
      Wait.until(() -> slow.requests().size() == 1);
      before.gate().order("upstream", second.address(), false, null);
      assertThat(before.gate().order("upstream", slow.address(), true, null)).isTrue();
      for (int i = 0; i < 5; i++) assertThat(other.get("/").reply().text()).isEqualTo("second");
      go.countDown();
      assertThat(client.reply().text()).isEqualTo("slow");
      assertThat(slow.requests()).hasSize(1);
    }
  }

  @Test
  void a_drain_lasts_over_a_reload_until_it_is_taken_back() throws Exception {
    order(first, "{\"state\":\"drain\"}").is(200);
    UpstreamPolicy other = UpstreamPolicy.DEFAULT.slowly(Duration.ZERO); // so it is made anew
    gate.gate().reload(GateFixture.config(other, first.address(), second.address()));
    for (int i = 0; i < 4; i++) assertThat(through()).isEqualTo("second");
    assertThat(endpoint(first)).containsEntry("usable", false);
    order(first, "{\"state\":\"open\",\"weight\":0.5}").is(200);
    assertThat(endpoint(first)).containsEntry("usable", true);
    gate.gate().reload(GateFixture.config(first.address()));
    assertThat(endpoint(first)).containsEntry("weight", 0.5);
    assertThat(through()).isEqualTo("first");
  }

  @Test
  void orders_need_the_key_and_reading_does_not() throws Exception {
    String path = path(first);
    String drain = "{\"state\":\"drain\"}";
    assertThat(ask("POST", path, drain).is(401).problem()).isEqualTo("admin-only");
    Reply wrong = ask("POST", path, drain, "Authorization", "Bearer not-the-key-of-this-one");
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(endpoint(first)).containsEntry("usable", true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{}",
        "{\"state\":\"away\"}",
        "{\"state\":1}",
        "{\"weight\":0}",
        "{\"weight\":\"1\"}",
        "{\"weight\":1001}",
        "{\"drain\":true}"
      })
  void an_order_that_says_nothing_clear_changes_nothing(String body) throws Exception {
    assertThat(order(first, body).is(400).problem()).isEqualTo("malformed");
    assertThat(endpoint(first)).containsEntry("usable", true);
  }

  @Test
  void an_order_about_nobody_is_not_found() throws Exception {
    String body = "{\"state\":\"drain\"}";
    String auth = "Bearer " + KEY;
    String nobody = "/admin/upstreams/upstream/endpoints/10.0.0.1:1";
    assertThat(ask("POST", nobody, body, "Authorization", auth).status()).isEqualTo(404);
    String nowhere = "/admin/upstreams/other/endpoints/" + first.address();
    assertThat(ask("POST", nowhere, body, "Authorization", auth).status()).isEqualTo(404);
  }

  @Test
  void a_page_of_another_site_cannot_read_it_by_a_name_of_its_own() throws Exception {
    try (RawClient client = new RawClient(door.port())) {
      client.send("GET /admin/upstreams HTTP/1.1\r\nHost: evil.example\r\n\r\n");
      assertThat(client.reply().problem()).isEqualTo("misdirected");
      client.send("GET /admin/upstreams HTTP/1.1\r\nHost: gate.internal:9901\r\n\r\n");
      client.reply().is(200);
    }
  }

  @Test
  void an_upstream_without_a_usable_endpoint_is_named_and_the_gate_stays_ready() throws Exception {
    order(first, "{\"state\":\"drain\"}").is(200);
    assertThat(ask("GET", "/readyz", "").text()).contains("\"withoutEndpoint\":[]");
    order(second, "{\"state\":\"drain\"}").is(200);
    Reply ready = ask("GET", "/readyz", "").is(200);
    assertThat(ready.text()).contains("\"withoutEndpoint\":[\"upstream\"]");
  }

  @Test
  void an_address_that_is_taken_is_told() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      DoorConfig there = new DoorConfig("127.0.0.1", taken.getLocalPort(), List.of());
      assertThatThrownBy(() -> AdminDoor.open(there, gate.gate(), registry, keys()))
          .hasMessageContaining("cannot listen on 127.0.0.1:" + taken.getLocalPort());
    }
  }

  private String through() throws IOException {
    try (RawClient client = gate.connect()) {
      return client.get("/").reply().text();
    }
  }

  private Map<String, @Nullable Object> endpoint(ScriptedServer upstream) throws IOException {
    Object upstreams = ask("GET", STATE, "").is(200).get("upstreams");
    Object endpoints = Json.object(Json.array(upstreams).getFirst()).get("endpoints");
    return Json.array(endpoints).stream()
        .map(Json::object)
        .filter(endpoint -> upstream.address().equals(endpoint.get("address")))
        .findFirst()
        .orElseThrow();
  }

  private Reply order(ScriptedServer upstream, String body) throws IOException {
    return ask("POST", path(upstream), body, "Authorization", "Bearer " + KEY);
  }

  private static String path(ScriptedServer upstream) {
    return "/admin/upstreams/upstream/endpoints/" + upstream.address();
  }

  private Reply ask(String method, String path, String body, String... headers) throws IOException {
    try (RawClient client = new RawClient(door.port())) {
      return client.ask(method, path, body, headers);
    }
  }
}
