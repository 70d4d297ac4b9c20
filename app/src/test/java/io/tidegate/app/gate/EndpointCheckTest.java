package io.tidegate.app.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.app.gate.EndpointCheck.Finding;
import io.tidegate.gate.GateFixture;
import io.tidegate.gate.discovery.DiscoveryConfig;
import io.tidegate.gate.discovery.DnsConfig;
import io.tidegate.gate.discovery.KubernetesConfig;
import io.tidegate.gate.discovery.kubernetes.FakeApiServer;
import io.tidegate.gate.discovery.kubernetes.FakeSlice;
import io.tidegate.gate.discovery.kubernetes.FakeSlice.FakeEndpoint;
import io.tidegate.gate.health.CheckConfig;
import io.tidegate.gate.health.EjectionConfig;
import io.tidegate.gate.upstream.UpstreamConfig;
import io.tidegate.gate.upstream.UpstreamConfig.EndpointConfig;
import io.tidegate.gate.upstream.UpstreamPolicy;
import io.tidegate.http.server.HttpConfig;
import io.tidegate.http.server.HttpServer;
import io.tidegate.http.server.Response;
import io.tidegate.http.server.ServerObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class EndpointCheckTest {

  @Test
  void one_that_listens_is_fine() throws Exception {
    try (ServerSocket listens = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Finding finding = check("127.0.0.1:" + listens.getLocalPort(), false);
      assertThat(finding.reachable()).isTrue();
      assertThat(finding.toString())
          .isEqualTo("models 127.0.0.1:" + listens.getLocalPort() + ": fine");
    }
  }

  @Test
  void one_that_nobody_listens_at_refuses() throws Exception {
    Finding finding = check("127.0.0.1:" + portOfNobody(), false);
    assertThat(finding.reachable()).isFalse();
    assertThat(finding.words()).startsWith("refused");
  }

  @Test
  void one_that_takes_no_connection_smells_of_a_firewall() throws Exception {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        FullBacklog _ = new FullBacklog(full.getLocalPort())) {
      Finding finding = check("127.0.0.1:" + full.getLocalPort(), false);
      assertThat(finding.reachable()).isFalse();
      assertThat(finding.words()).contains("within 2 s").contains("firewall");
    }
  }

  @Test
  void a_name_that_nobody_has_is_told() throws Exception {
    Finding finding = check("nobody.invalid:80", false);
    assertThat(finding.reachable()).isFalse();
    assertThat(finding.words()).isEqualTo("no such name: nobody.invalid");
  }

  @Test
  void what_a_name_leads_to_is_tried() throws Exception {
    try (ServerSocket listens = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = listens.getLocalPort();
      assertThat(named("localhost", port))
          .extracting(Finding::toString)
          .contains("models 127.0.0.1:" + port + ": fine");
      assertThat(named("nobody.invalid", port))
          .extracting(Finding::toString)
          .containsExactly(
              "models dns nobody.invalid:" + port + ": leads to no endpoint: no such name");
    }
  }

  @Test
  void pods_of_a_service_are_tried_and_an_api_server_that_refuses_says_why() throws Exception {
    try (FakeApiServer cluster = FakeApiServer.start();
        ServerSocket listens = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = listens.getLocalPort();
      KubernetesConfig service =
          KubernetesConfig.parse("default/models:" + port, cluster.uri(), null, null);
      assertThat(discovered(service))
          .extracting(Finding::toString)
          .containsExactly(
              "models "
                  + service.source()
                  + ": leads to no endpoint: no EndpointSlice has a pod of that service");
      cluster.put(
          new FakeSlice(
              "models-a",
              "models",
              "IPv4",
              "[{\"name\":\"http\",\"port\":" + port + "}]",
              List.of(FakeEndpoint.ready("127.0.0.1"))));
      assertThat(discovered(service))
          .extracting(Finding::toString)
          .containsExactly("models 127.0.0.1:" + port + ": fine");
      cluster.refuse(1, 403, "User \\\"gate\\\" cannot list resource \\\"endpointslices\\\"");
      assertThat(discovered(service))
          .singleElement()
          .asString()
          .contains("leads to no endpoint: the API server says 403")
          .contains("needs a Role with get, list and watch on endpointslices")
          .contains("(User \"gate\" cannot list resource \"endpointslices\")");
    }
  }

  @ParameterizedTest
  @CsvSource({"200, true, fine", "503, false, 'connected, but GET /health gets 503'"})
  void the_health_path_is_asked_for(int status, boolean reachable, String words) throws Exception {
    try (HttpServer server =
        HttpServer.start(
            HttpConfig.DEFAULT.at("127.0.0.1", 0).loops(1),
            exchange -> exchange.reply(Response.empty(status)),
            ServerObserver.NONE)) {
      Finding finding = check("127.0.0.1:" + server.port(), true);
      assertThat(finding.reachable()).isEqualTo(reachable);
      assertThat(finding.words()).isEqualTo(words);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, false",
    "10.1.2.3, false",
    "172.31.0.1, false",
    "192.168.0.9, false",
    "100.64.0.1, false",
    "100.128.0.1, true",
    "172.32.0.1, true",
    "203.0.113.9, true",
    "::1, false",
    "fe80::1, false",
    "fd12::1, false",
    "2001:db8::1, true"
  })
  void public_addresses_are_known(String address, boolean isPublic) throws Exception {
    assertThat(EndpointCheck.isPublic(InetAddress.getByName(address))).isEqualTo(isPublic);
  }

  private static int portOfNobody() throws IOException {
    try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return nobody.getLocalPort();
    }
  }

  private static List<Finding> named(String name, int port) throws InterruptedException {
    return discovered(new DnsConfig(name, port, DnsConfig.EVERY));
  }

  private static List<Finding> discovered(DiscoveryConfig by) throws InterruptedException {
    UpstreamConfig upstream = new UpstreamConfig("models", List.of(), UpstreamConfig.CONNECT);
    return EndpointCheck.of(
        GateFixture.config(List.of(upstream)).discovering(Map.of(upstream.name(), by)));
  }

  private static Finding check(String address, boolean health) throws InterruptedException {
    UpstreamPolicy policy =
        UpstreamPolicy.DEFAULT.judged(
            EjectionConfig.DEFAULT, null, health ? CheckConfig.at("/health") : null);
    UpstreamConfig upstream =
        new UpstreamConfig(
            "models", List.of(EndpointConfig.parse(address)), UpstreamConfig.CONNECT, policy);
    return EndpointCheck.of(GateFixture.config(List.of(upstream))).getFirst();
  }
}
