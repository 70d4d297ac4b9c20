package io.tidegate.gate.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.gate.Gate;
import io.tidegate.gate.GateConfig;
import io.tidegate.gate.GateFixture;
import io.tidegate.gate.admin.AdminDoor;
import io.tidegate.gate.sight.SightConfig.DoorConfig;
import io.tidegate.http.admin.AdminKey;
import io.tidegate.http.metrics.MetricRegistry;
import io.tidegate.http.server.ServerObserver;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.ScriptedServer;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gate whose upstream is an application in its own registry. */
@Timeout(60)
class EurekaDiscoveryTest {

  private static final String KEY = "a-key-for-tests-of-discovery";

  @TempDir private Path folder;
  private ScriptedServer first;
  private ScriptedServer second;
  private Gate gate;
  private MetricRegistry figures;
  private AdminDoor door;

  @BeforeEach
  void open() throws IOException {
    first = ScriptedServer.saying("first");
    second = ScriptedServer.saying("second");
    EurekaConfig shop = new EurekaConfig("shop");
    GateConfig config = GateFixture.config().discovering(Map.of("upstream", shop));
    gate = Gate.start(config, GateFixture.HTTP, ServerObserver.NONE, null);
    figures = new MetricRegistry(folder);
    AdminKey key = AdminKey.of(KEY);
    door =
        AdminDoor.open(
            new DoorConfig("127.0.0.1", 0, List.of()), gate, figures, new AdminDoor.Keys(key, key));
  }

  @AfterEach
  void close() throws IOException {
    door.close();
    figures.close();
    gate.close();
    first.close();
    second.close();
  }

  @Test
  void instances_get_requests_from_when_they_are_up_until_they_leave() throws Exception {
    assertThat(through().status()).isEqualTo(503);
    register("a", first, "STARTING", "");
    assertThat(through().status()).isEqualTo(503);
    register("a", first, "UP", "");
    Wait.until(() -> through().text().equals("first"));
    register("b", second, "UP", "");
    Wait.until(() -> served().equals(Set.of("first", "second")));
    call("PUT", "/b/status?value=OUT_OF_SERVICE").is(200);
    Wait.until(() -> served().equals(Set.of("first")));
    call("DELETE", "/b/status").is(200);
    Wait.until(() -> served().equals(Set.of("first", "second")));
    call("DELETE", "/a").is(200);
    Wait.until(() -> served().equals(Set.of("second")));
    register("b", second, "DOWN", "");
    Wait.until(() -> through().status() == 503);
  }

  @Test
  void an_instance_has_the_weight_of_its_metadata_and_its_source_is_told() throws Exception {
    register("a", first, "UP", ",\"metadata\":{\"weight\":\"7\"}");
    Wait.until(() -> upstreams().contains("\"weight\":7"));
    register("a", first, "UP", ",\"metadata\":{\"weight\":\"heavy\"}");
    Wait.until(() -> upstreams().contains("\"weight\":1"));
    assertThat(upstreams()).contains("eureka SHOP");
    assertThat(ask("GET", "/metrics", "").text())
        .contains("tidegate_gate_registry_instances{status=\"UP\"} 1")
        .contains("tidegate_gate_registry_events_total{kind=\"registration\"} 2");
  }

  @Test
  void an_instance_whose_name_nobody_knows_is_asked_by_its_address() throws Exception {
    String port = first.address().substring(first.address().indexOf(':') + 1);
    String body =
        "{\"instance\":{\"app\":\"SHOP\",\"instanceId\":\"a\",\"hostName\":\"nobody.invalid\","
            + "\"ipAddr\":\"127.0.0.1\",\"port\":"
            + port
            + "}}";
    ask("POST", "/eureka/apps/SHOP", body).is(204);
    Wait.until(() -> through().text().equals("first"));
  }

  @Test
  void an_instance_that_speaks_https_alone_is_left_out_and_that_is_told() throws Exception {
    register("a", first, "UP", "");
    String body =
        "{\"instance\":{\"app\":\"SHOP\",\"instanceId\":\"s\",\"hostName\":\"127.0.0.1\","
            + "\"ipAddr\":\"127.0.0.1\",\"port\":{\"$\":80,\"@enabled\":\"false\"},"
            + "\"securePort\":{\"$\":443,\"@enabled\":\"true\"}}}";
    ask("POST", "/eureka/apps/SHOP", body).is(204);
    Wait.until(() -> upstreams().contains("HTTPS alone"));
    assertThat(upstreams()).doesNotContain("127.0.0.1:443").doesNotContain("127.0.0.1:80\"");
  }

  @Test
  void the_door_shows_the_registry_to_people_who_have_its_key() throws Exception {
    register("a", first, "UP", "");
    Reply page = ask("GET", "/eureka/apps", "", "Accept", "text/html").is(200);
    assertThat(page.mediaType()).isEqualTo("text/html");
    assertThat(page.text()).contains("<html lang=\"en\">").contains("SHOP").contains("UP");
    Reply korean = ask("GET", "/eureka/apps?lang=ko", "", "Accept", "text/html").is(200);
    assertThat(korean.text()).contains("레지스트리").contains("초 전");
    try (RawClient stranger = new RawClient(door.port())) {
      assertThat(stranger.ask("GET", "/eureka/apps", "").is(401).problem()).isEqualTo("key-needed");
    }
  }

  @Test
  void an_application_has_a_name() {
    assertThat(new EurekaConfig("shop").application()).isEqualTo("SHOP");
    assertThatThrownBy(() -> new EurekaConfig("the shop")).hasMessageContaining("\"THE SHOP\"");
  }

  private void register(String id, ScriptedServer at, String status, String more)
      throws IOException {
    String[] address = at.address().split(":", 2);
    String body =
        "{\"instance\":{\"app\":\"SHOP\",\"instanceId\":\"%s\",\"hostName\":\"%s\",\"ipAddr\":\"%s\",\"port\":%s,\"status\":\"%s\"%s}}"
            .formatted(id, address[0], address[0], address[1], status, more);
    ask("POST", "/eureka/apps/SHOP", body).is(204);
  }

  private Reply call(String method, String below) throws IOException {
    return ask(method, "/eureka/apps/SHOP" + below, "");
  }

  private String upstreams() throws IOException {
    return ask("GET", "/admin/upstreams", "").is(200).text();
  }

  private Reply ask(String method, String path, String body, String... more) throws IOException {
    String[] headers = java.util.Arrays.copyOf(more, more.length + 2);
    headers[more.length] = "Authorization";
    headers[more.length + 1] = "Bearer " + KEY;
    try (RawClient client = new RawClient(door.port())) {
      return client.ask(method, path, body, headers);
    }
  }

  private Reply through() throws IOException {
    try (RawClient client = new RawClient(gate.port())) {
      return client.get("/").reply();
    }
  }

  /** Who answers of ten requests; all of them are answered. */
  private Set<String> served() throws IOException {
    Set<String> served = new TreeSet<>();
    for (int i = 0; i < 10; i++) served.add(Objects.toString(through().is(200).text()));
    return served;
  }
}
