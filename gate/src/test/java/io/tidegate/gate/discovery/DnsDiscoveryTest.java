package io.tidegate.gate.discovery;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.gate.GateConfig;
import io.tidegate.gate.GateFixture;
import io.tidegate.gate.upstream.UpstreamConfig.EndpointConfig;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.ScriptedServer;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DnsDiscoveryTest {

  private static final Duration OFTEN = Duration.ofMillis(100);
  private static final DnsConfig NAME = new DnsConfig("models.internal", 8000, OFTEN);

  @Test
  void what_a_name_leads_to_is_told_when_it_changes_and_nothing_empties_it() {
    List<EndpointConfig> first = List.of(endpoint("10.0.0.1"));
    AtomicReference<DnsResolver> resolver = new AtomicReference<>(_ -> first);
    List<List<EndpointConfig>> told = new CopyOnWriteArrayList<>();
    DiscoveredEndpoints endpoints = new DiscoveredEndpoints(NAME.source(), told::add);
    try (DnsDiscovery _ =
        DnsDiscovery.start(NAME, name -> requireNonNull(resolver.get()).resolve(name), endpoints)) {
      Wait.until(() -> told.size() == 1);
      assertThat(told).containsExactly(first);
      resolver.set(_ -> List.of(endpoint("10.0.0.1"), endpoint("10.0.0.2")));
      Wait.until(() -> told.size() == 2);
      resolver.set(_ -> {
        throw new IOException("no server");
      });
      Wait.until(() -> "no server".equals(endpoints.state().error()));
      resolver.set(_ -> List.of());
      Wait.until(() -> "it has no records".equals(endpoints.state().error()));
      assertThat(endpoints.state().failing()).isTrue();
      assertThat(told).hasSize(2);
      resolver.set(_ -> List.of(endpoint("10.0.0.3")));
      Wait.until(() -> told.size() == 3);
    }
    assertThat(told.getLast()).containsExactly(endpoint("10.0.0.3"));
  }

  @Test
  void addresses_are_those_of_the_systems_resolver() throws IOException {
    List<EndpointConfig> found =
        DnsResolver.ofSystem().resolve(new DnsConfig("localhost", 8000, OFTEN));
    assertThat(found).contains(endpoint("127.0.0.1"));
  }

  @Test
  void services_are_the_records_of_the_best_priority_with_their_weights() throws Exception {
    DnsConfig service = new DnsConfig("_http._tcp.models.test", 0, OFTEN);
    try (NameServer server =
        new NameServer(
            Map.of(
                service.name(),
                List.of(
                    new ServiceRecord(20, 9, 9000, "backup.test"),
                    new ServiceRecord(10, 60, 8001, "b.test"),
                    new ServiceRecord(10, 0, 8000, "a.test"))))) {
      assertThat(DnsResolver.at(server.url()).resolve(service))
          .containsExactly(
              new EndpointConfig("a.test", 8000, 1), new EndpointConfig("b.test", 8001, 60));
      assertThat(
              DnsResolver.at(server.url()).resolve(new DnsConfig("_http._tcp.none.test", 0, OFTEN)))
          .isEmpty();
    }
  }

  @Test
  void a_gate_sends_requests_to_what_a_name_leads_to() throws Exception {
    try (ScriptedServer upstream = ScriptedServer.saying("found")) {
      int port = EndpointConfig.parse(upstream.address()).port();
      DnsConfig name = new DnsConfig("localhost", port, OFTEN);
      GateConfig config = GateFixture.config().discovering(Map.of("upstream", name));
      try (GateFixture gate = GateFixture.of(config);
          RawClient client = gate.connect()) {
        for (int i = 0; i < 5; i++) assertThat(client.get("/").reply().text()).isEqualTo("found");
      }
    }
  }

  private static EndpointConfig endpoint(String address) {
    return new EndpointConfig(address, 8000, 1);
  }
}
