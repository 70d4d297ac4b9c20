package io.tidegate.gate.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.gate.discovery.kubernetes.EndpointSlice.Family;
import io.tidegate.gate.discovery.kubernetes.EndpointSlice.Member;
import io.tidegate.gate.discovery.kubernetes.EndpointSlice.Port;
import io.tidegate.gate.discovery.kubernetes.ServiceSlices.Selection;
import io.tidegate.gate.upstream.UpstreamConfig.EndpointConfig;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceSlicesTest {

  private static final List<Port> HTTP =
      List.of(new Port("http", 8000, true), new Port("metrics", 9000, true));

  private final ServiceSlices slices = new ServiceSlices("http");

  @Test
  void the_ready_ones_are_endpoints() throws Exception {
    put("a", ready("10.0.0.2"), unready("10.0.0.3"), ending("10.0.0.4"));
    put("b", ready("10.0.0.1"));
    assertThat(select()).isEqualTo(of(null, "10.0.0.1:8000", "10.0.0.2:8000"));
  }

  @Test
  void where_none_is_ready_those_that_end_and_serve_are() throws Exception {
    put("a", unready("10.0.0.3"), ending("10.0.0.4"));
    put("b", ending("10.0.0.5"));
    assertThat(select()).isEqualTo(of(null, "10.0.0.4:8000", "10.0.0.5:8000"));
  }

  @Test
  void where_none_serves_those_that_were_endpoints_stay_while_a_slice_has_them() throws Exception {
    put("a", unready("10.0.0.1"), unready("10.0.0.2"));
    assertThat(select("10.0.0.1:8000", "10.0.0.9:8000"))
        .isEqualTo(of("none of its 2 endpoints is ready", "10.0.0.1:8000"));
    assertThat(select()).isEqualTo(of("none of its 2 endpoints is ready"));
  }

  @Test
  void what_no_slice_has_is_none() throws Exception {
    put("a");
    assertThat(select("10.0.0.1:8000")).isEqualTo(of(null));
    slices.remove("a");
    assertThat(select("10.0.0.1:8000")).isEqualTo(of(null));
  }

  @Test
  void a_pod_in_two_slices_is_one_endpoint_as_ready_as_the_better_says() throws Exception {
    put("a", unready("10.0.0.1"), ready("10.0.0.2"));
    put("b", ready("10.0.0.1"), ready("10.0.0.2"));
    assertThat(select()).isEqualTo(of(null, "10.0.0.1:8000", "10.0.0.2:8000"));
  }

  @Test
  void a_pod_of_both_families_is_asked_by_ipv4_and_one_of_ipv6_alone_by_that() throws Exception {
    slices.put(
        new EndpointSlice(
            "six",
            Family.IPV6,
            HTTP,
            List.of(
                new Member("fd00::1", "pod-10.0.0.1", true, true),
                new Member("fd00::2", "other", true, true))));
    put("four", ready("10.0.0.1"));
    assertThat(select()).isEqualTo(of(null, "10.0.0.1:8000", "[fd00::2]:8000"));
  }

  @Test
  void slices_may_have_other_numbers_for_the_port() throws Exception {
    put("a", ready("10.0.0.1"));
    slices.put(
        new EndpointSlice(
            "b",
            Family.IPV4,
            List.of(new Port("http", 8001, true)),
            List.of(new Member("10.0.0.2", "", true, true))));
    assertThat(select()).isEqualTo(of(null, "10.0.0.1:8000", "10.0.0.2:8001"));
  }

  @ParameterizedTest
  @CsvSource({
    "http, 8000",
    "metrics, 9000",
    "9000, 9000",
    "web, 'it has no port web, its pods have ports http 8000, metrics 9000'",
    "80, 'it has no port 80, its pods have ports http 8000, metrics 9000'",
    "'', 'it has ports http 8000, metrics 9000: say which, such as namespace/service:http'"
  })
  void a_port_has_a_name_or_a_number(String port, String found) throws Exception {
    ServiceSlices named = new ServiceSlices(port);
    named.put(new EndpointSlice("a", Family.IPV4, HTTP, List.of(ready("10.0.0.1"))));
    Selection selection = named.select(List.of());
    if (selection.doubt() == null)
      assertThat(selection.endpoints()).containsExactly(endpoint("10.0.0.1:" + found));
    else assertThat(selection.doubt()).isEqualTo(found);
  }

  @Test
  void the_only_port_needs_no_name_and_a_port_that_is_any_needs_a_number() throws Exception {
    Port udp = new Port("dns", 53, false);
    assertThat(found("", List.of(new Port("", 8000, true), udp))).isEqualTo("10.0.0.1:8000");
    assertThat(found("", List.of()))
        .isEqualTo("it has no port: say which, such as namespace/service:http");
    assertThat(found("8080", List.of())).isEqualTo("10.0.0.1:8080");
    assertThat(found("8080", List.of(new Port("any", 0, true)))).isEqualTo("10.0.0.1:8080");
  }

  @Test
  void endpoints_hold_while_a_port_is_missing() throws Exception {
    slices.put(
        new EndpointSlice(
            "a", Family.IPV4, List.of(new Port("web", 80, true)), List.of(ready("10.0.0.1"))));
    assertThat(select("10.0.0.1:8000"))
        .isEqualTo(of("it has no port http, its pods have ports web 80", "10.0.0.1:8000"));
  }

  @Test
  void more_slices_than_a_service_can_have_are_malformed() throws Exception {
    for (int i = 0; i < ServiceSlices.MOST; i++) put("slice-" + i);
    assertThatThrownBy(() -> put("one-more")).isInstanceOf(MalformedException.class);
  }

  private static String found(String port, List<Port> ports) throws MalformedException {
    ServiceSlices slices = new ServiceSlices(port);
    slices.put(new EndpointSlice("a", Family.IPV4, ports, List.of(ready("10.0.0.1"))));
    Selection selection = slices.select(List.of());
    return selection.doubt() == null ? selection.endpoints().getFirst().text() : selection.doubt();
  }

  private void put(String name, Member... members) throws MalformedException {
    slices.put(new EndpointSlice(name, Family.IPV4, HTTP, List.of(members)));
  }

  private Selection select(String... known) {
    return slices.select(Arrays.stream(known).map(EndpointConfig::parse).toList());
  }

  private static Selection of(@Nullable String doubt, String... endpoints) {
    return new Selection(Arrays.stream(endpoints).map(EndpointConfig::parse).toList(), doubt);
  }

  private static EndpointConfig endpoint(String text) {
    return EndpointConfig.parse(text);
  }

  private static Member ready(String address) {
    return new Member(address, "pod-" + address, true, true);
  }

  private static Member unready(String address) {
    return new Member(address, "pod-" + address, false, false);
  }

  private static Member ending(String address) {
    return new Member(address, "pod-" + address, false, true);
  }
}
