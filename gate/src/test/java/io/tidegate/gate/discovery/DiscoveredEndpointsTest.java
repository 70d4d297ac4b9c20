package io.tidegate.gate.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.gate.upstream.UpstreamConfig.EndpointConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiscoveredEndpointsTest {

  private static final EndpointConfig A = EndpointConfig.parse("10.0.0.1:80");
  private static final EndpointConfig B = EndpointConfig.parse("10.0.0.2:80");

  private final List<List<EndpointConfig>> told = new ArrayList<>();
  private final DiscoveredEndpoints endpoints = new DiscoveredEndpoints("a source", told::add);

  @Test
  void another_list_is_told_and_the_same_is_not() {
    endpoints.found(List.of(A));
    endpoints.found(List.of(A));
    endpoints.found(List.of(A, B, new EndpointConfig(B.host(), B.port(), 7)));
    assertThat(told).containsExactly(List.of(A), List.of(A, B));
    assertThat(endpoints.known()).containsExactly(A, B);
  }

  @Test
  void a_failure_changes_nothing_and_is_told_until_the_next_answer() {
    endpoints.found(List.of(A));
    endpoints.failed("nobody answers");
    assertThat(endpoints.known()).containsExactly(A);
    assertThat(endpoints.state().failing()).isTrue();
    endpoints.found(List.of(A));
    assertThat(endpoints.state().failing()).isFalse();
    assertThat(endpoints.state().error()).isEqualTo("nobody answers");
    assertThat(endpoints.state().errorMs()).isPositive();
    assertThat(told).hasSize(1);
  }

  @Test
  void an_empty_answer_empties_and_is_an_answer() throws InterruptedException {
    assertThat(endpoints.await(System.nanoTime())).isFalse();
    endpoints.failed("not yet");
    assertThat(endpoints.await(System.nanoTime())).isFalse();
    endpoints.found(List.of());
    assertThat(endpoints.await(System.nanoTime())).isTrue();
    assertThat(endpoints.state().changedMs()).isPositive();
    endpoints.found(List.of(A));
    endpoints.found(List.of());
    assertThat(told).containsExactly(List.of(), List.of(A), List.of());
  }

  @Test
  void what_is_doubted_holds_and_fails() {
    endpoints.found(List.of(A, B));
    endpoints.doubted(List.of(B), "none is ready");
    assertThat(endpoints.known()).containsExactly(B);
    assertThat(endpoints.state().failing()).isTrue();
    assertThat(endpoints.state().endpoints()).isEqualTo(1);
  }

  @Test
  void more_than_there_can_be_is_taken_for_a_mistake() {
    endpoints.found(List.of(A));
    endpoints.found(
        IntStream.rangeClosed(1, DiscoveredEndpoints.MOST + 1)
            .mapToObj(port -> new EndpointConfig("10.0.0.3", port, 1))
            .toList());
    assertThat(endpoints.known()).containsExactly(A);
    assertThat(endpoints.state().error()).contains("more than 10000");
  }
}
