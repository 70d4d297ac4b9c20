package io.tidegate.gate.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.gate.breaker.BreakerConfig;
import io.tidegate.gate.health.EjectionConfig;
import io.tidegate.gate.health.Failure;
import io.tidegate.gate.limit.LimitConfig;
import io.tidegate.gate.limit.Priority;
import io.tidegate.gate.limit.QueueConfig;
import io.tidegate.gate.limit.RetryConfig;
import io.tidegate.gate.upstream.UpstreamConfig.EndpointConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UpstreamTest {

  private final VirtualTime time = new VirtualTime();

  /** A request that does nothing by itself. */
  private final class Request implements UpstreamCall.Caller {
    final UpstreamCall call;
    @Nullable Endpoint at;
    @Nullable Refused refused;

    Request(Upstream upstream, Priority priority) {
      call = upstream.call(time, priority, 0, true, this);
      call.begin();
    }

    @Override
    public void attempt(Endpoint endpoint) {
      at = endpoint;
    }

    @Override
    public void refused(Refused why) {
      refused = why;
    }

    Request answered(int status) {
      call.responded(status, false, false);
      call.end(true);
      return this;
    }

    Request failed(Failure failure) {
      call.failed(failure);
      call.end(false);
      return this;
    }
  }

  @Test
  void a_request_waits_for_a_slot_and_higher_priorities_go_first() {
    Upstream upstream = upstream(1, limited(1, 3));
    Request first = request(upstream);
    Request entering = new Request(upstream, Priority.ENTERING);
    Request admitted = new Request(upstream, Priority.ADMITTED);
    Request checkout = new Request(upstream, Priority.CHECKOUT);
    assertThat(upstream.waiting()).isEqualTo(3);
    for (Request next : List.of(checkout, admitted, entering)) {
      assertThat(next.at).isNull();
      end(first);
      assertThat(next.at).isNotNull();
      first = next;
    }
    assertThat(upstream.waiting()).isZero();
  }

  @Test
  void nobody_overtakes_those_who_wait() {
    Upstream upstream = upstream(1, limited(1, 3));
    Request first = request(upstream);
    Request waits = request(upstream);
    first.answered(200); // the slot is given to who waits, on its own loop
    Request late = request(upstream);
    time.pass(Duration.ZERO);
    assertThat(waits.at).isNotNull();
    assertThat(late.at).isNull();
  }

  @Test
  void a_full_queue_refuses_or_gives_the_place_of_a_lower_priority_away() {
    Upstream upstream = upstream(1, limited(1, 2));
    Request first = request(upstream);
    Request entering = new Request(upstream, Priority.ENTERING);
    Request lastEntering = new Request(upstream, Priority.ENTERING);
    Request oneMore = new Request(upstream, Priority.ENTERING);
    assertThat(oneMore.refused).isEqualTo(Refused.FULL);
    Request checkout = new Request(upstream, Priority.CHECKOUT);
    time.pass(Duration.ZERO);
    assertThat(lastEntering.refused).isEqualTo(Refused.FULL);
    assertThat(entering.refused).isNull();
    end(first);
    assertThat(checkout.at).isNotNull();
  }

  @Test
  void a_request_that_waited_until_the_deadline_is_refused() {
    Upstream upstream = upstream(1, limited(1, 2));
    request(upstream);
    Request waits = request(upstream);
    time.pass(QueueConfig.DEFAULT.deadline().minusMillis(1));
    assertThat(waits.refused).isNull();
    time.pass(Duration.ofMillis(1));
    assertThat(waits.refused).isEqualTo(Refused.WAITED);
    assertThat(upstream.waiting()).isZero();
  }

  @Test
  void who_goes_away_leaves_the_queue_at_once_and_a_slot_on_its_way_goes_to_the_next() {
    Upstream upstream = upstream(1, limited(1, 3));
    Request first = request(upstream);
    Request gone = request(upstream);
    Request goneLater = request(upstream);
    Request next = request(upstream);
    gone.call.end(false);
    assertThat(upstream.waiting()).isEqualTo(2);
    first.answered(200);
    goneLater.call.end(false);
    time.pass(Duration.ZERO);
    assertThat(gone.at).isNull();
    assertThat(goneLater.at).isNull();
    assertThat(next.at).isNotNull();
    end(next);
    assertThat(upstream.inFlight()).isZero();
    assertThat(upstream.endpoints().getFirst().inFlight()).isZero();
  }

  @Test
  void no_endpoint_has_more_than_it_may_and_the_rest_waits() {
    Upstream upstream =
        upstream(2, UpstreamPolicy.DEFAULT.limited(3, LimitConfig.NONE, QueueConfig.DEFAULT));
    List<Request> requests = IntStream.range(0, 10).mapToObj(_ -> request(upstream)).toList();
    assertThat(upstream.endpoints()).allSatisfy(one -> assertThat(one.inFlight()).isEqualTo(3));
    assertThat(upstream.waiting()).isEqualTo(4);
    assertThat(upstream.limit()).isEqualTo(6);
    requests.forEach(request -> end(request));
    assertThat(requests).allSatisfy(request -> assertThat(request.at).isNotNull());
  }

  @Test
  void an_endpoint_that_fails_is_left_out_and_says_why() {
    Upstream upstream = upstream(3, UpstreamPolicy.DEFAULT);
    Endpoint bad = upstream.endpoints().get(1);
    fail(upstream, bad, Failure.CONNECT, 3);
    assertThat(bad.why(time.getAsLong())).startsWith("ejected after 3 failures in a row");
    for (int i = 0; i < 30; i++) assertThat(request(upstream).answered(200).at).isNotSameAs(bad);
    time.pass(Duration.ofMillis(1_300));
    assertThat(request(upstream).at).isSameAs(bad);
    assertThat(request(upstream).at).isNotSameAs(bad); // one trial at a time
  }

  @Test
  void where_fewer_than_half_would_be_left_all_are_used() {
    Upstream upstream = upstream(3, UpstreamPolicy.DEFAULT);
    fail(upstream, upstream.endpoints().get(0), Failure.CONNECT, 3);
    assertThat(endpointsUsed(upstream, 60)).hasSize(2);
    fail(upstream, upstream.endpoints().get(1), Failure.CONNECT, 3);
    assertThat(endpointsUsed(upstream, 60)).hasSize(3);
  }

  @Test
  void a_single_endpoint_is_never_without_requests() {
    Upstream upstream = upstream(1, UpstreamPolicy.DEFAULT);
    fail(upstream, upstream.endpoints().getFirst(), Failure.CONNECT, 10);
    assertThat(request(upstream).at).isNotNull();
  }

  @Test
  void who_is_drained_or_listed_as_down_gets_nothing_even_if_nobody_else_is_left() {
    Upstream upstream = upstream(2, UpstreamPolicy.DEFAULT);
    upstream.endpoints().get(0).drain(true);
    upstream.endpoints().get(1).listed(false);
    assertThat(request(upstream).refused).isEqualTo(Refused.NO_ENDPOINT);
    assertThat(upstream.endpoints().get(0).why(0)).isEqualTo("drained by the operator");
    assertThat(upstream.endpoints().get(1).why(0)).isEqualTo("down in the registry");
  }

  @Test
  void what_a_registry_says_brings_nobody_back_who_was_seen_to_fail() {
    Upstream upstream = upstream(3, UpstreamPolicy.DEFAULT);
    Endpoint bad = upstream.endpoints().get(1);
    fail(upstream, bad, Failure.CONNECT, 3);
    bad.listed(true);
    assertThat(bad.isUsable(time.getAsLong())).isFalse();
    bad.checked(true, null, time.getAsLong());
    assertThat(bad.isUsable(time.getAsLong())).isTrue();
  }

  @Test
  void checks_take_an_endpoint_out_and_one_that_returns_starts_slowly() {
    Upstream upstream = upstream(3, UpstreamPolicy.DEFAULT);
    Endpoint one = upstream.endpoints().getFirst();
    one.checked(false, "status 503", time.getAsLong());
    assertThat(one.why(0)).isEqualTo("its health check fails: status 503");
    assertThat(endpointsUsed(upstream, 30)).doesNotContain(one);
    one.checked(true, null, time.getAsLong());
    assertThat(one.weight(time.getAsLong())).isCloseTo(0.1, within(1e-9));
    assertThat(one.weight(time.getAsLong() + 30_000_000_000L)).isEqualTo(1);
  }

  @Test
  void another_attempt_goes_elsewhere_and_to_the_same_one_only_if_it_is_alone() {
    Upstream two = upstream(2, UpstreamPolicy.DEFAULT);
    Request request = request(two);
    request.call.failed(Failure.CONNECT);
    assertThat(request.call.again(true)).isNotNull().isNotSameAs(request.at);
    Request alone = request(upstream(1, UpstreamPolicy.DEFAULT));
    alone.call.failed(Failure.CONNECT);
    assertThat(alone.call.again(true)).isSameAs(alone.at);
  }

  @Test
  void an_attempt_after_one_that_had_no_connection_needs_no_budget() {
    Upstream two = upstream(2, UpstreamPolicy.DEFAULT.judged(EjectionConfig.NONE, null, null));
    for (int i = 0; i < 10; i++) {
      Request request = request(two);
      request.call.failed(Failure.CONNECT);
      assertThat(request.call.againWithoutBudget(true)).isNotNull().isNotSameAs(request.at);
    }
    assertThat(two.retrying()).isZero();
  }

  @Test
  void a_fifth_of_what_is_in_flight_may_be_under_way_again_and_three_at_least() {
    Upstream upstream = upstream(2, UpstreamPolicy.DEFAULT);
    List<Request> few = IntStream.range(0, 10).mapToObj(_ -> request(upstream)).toList();
    assertThat(few.stream().filter(this::retries)).hasSize(3);
    for (int i = 0; i < 40; i++) request(upstream);
    List<Request> more = IntStream.range(0, 50).mapToObj(_ -> request(upstream)).toList();
    assertThat(more.stream().filter(this::retries)).hasSize(17);
    few.forEach(request -> request.call.end(false));
    assertThat(upstream.retrying()).isEqualTo(17);
  }

  @Test
  void nothing_is_sent_again_while_the_upstream_sheds() {
    Upstream upstream = upstream(2, UpstreamPolicy.DEFAULT.retried(new RetryConfig(100, 100)));
    Request shed = request(upstream);
    shed.call.responded(503, true, false);
    shed.call.end(true);
    assertThat(retries(request(upstream))).isFalse();
    time.pass(Duration.ofSeconds(1));
    assertThat(retries(request(upstream))).isTrue();
  }

  @Test
  void an_endpoint_that_sheds_is_not_ejected_and_is_not_given_more_for_being_quick() {
    Upstream upstream = upstream(3, UpstreamPolicy.DEFAULT);
    Endpoint busy = upstream.endpoints().get(1);
    for (int i = 0; i < 300; i++) {
      Request request = request(upstream);
      request.call.responded(request.at == busy ? 503 : 200, request.at == busy, false);
      request.call.end(true);
    }
    assertThat(busy.why(time.getAsLong())).isNull();
    List<Request> held = IntStream.range(0, 8).mapToObj(_ -> request(upstream)).toList();
    assertThat(held.stream().filter(request -> request.at == busy).count()).isLessThan(3);
  }

  @Test
  void a_status_that_is_the_requests_own_fault_ejects_nobody() {
    Upstream upstream = upstream(2, UpstreamPolicy.DEFAULT);
    for (int status : new int[] {400, 404, 429, 501, 505})
      for (int i = 0; i < 20; i++) request(upstream).answered(status);
    assertThat(upstream.endpoints()).allSatisfy(one -> assertThat(one.why(0)).isNull());
  }

  @Test
  void bounds_are_refused() {
    UpstreamPolicy usual = UpstreamPolicy.DEFAULT;
    assertThatThrownBy(() -> usual.limited(0, usual.limit(), usual.queue()))
        .hasMessageContaining("max-in-flight must be in [1, 1000000]");
    assertThatThrownBy(() -> usual.slowly(Duration.ofHours(2)))
        .hasMessage("slow-start must be in [0 ms, 3600000 ms], not 7200000 ms");
  }

  @Test
  void an_open_circuit_breaker_takes_its_endpoint_out() {
    Upstream upstream =
        upstream(
            3, UpstreamPolicy.DEFAULT.judged(EjectionConfig.NONE, BreakerConfig.DEFAULT, null));
    Endpoint half = upstream.endpoints().get(2);
    for (int i = 0; half.why(time.getAsLong()) == null && i < 1_000; i++) {
      Request request = request(upstream);
      request.answered(request.at == half && i % 2 == 0 ? 500 : 200);
    }
    assertThat(half.why(time.getAsLong())).startsWith("circuit breaker open: 5");
    assertThat(endpointsUsed(upstream, 30)).doesNotContain(half);
  }

  @Test
  void who_stays_keeps_what_is_known_of_it_and_who_joins_others_starts_slowly() {
    Upstream upstream = upstream(2, UpstreamPolicy.DEFAULT);
    Endpoint stays = upstream.endpoints().get(0);
    Endpoint leaves = upstream.endpoints().get(1);
    stays.weigh(3);
    upstream.use(List.of(endpoint(9_001), endpoint(9_003)));
    assertThat(upstream.endpoints()).hasSize(2).contains(stays).doesNotContain(leaves);
    assertThat(stays.weight(0)).isEqualTo(3);
    assertThat(upstream.endpoints().get(1).weight(time.getAsLong())).isEqualTo(0.1);
    upstream.use(List.of(new EndpointConfig("127.0.0.1", 9_001, 5)));
    assertThat(stays.weight(0)).isEqualTo(5);
  }

  @Test
  void those_that_begin_together_do_not_start_slowly() {
    Upstream upstream = upstream(1, UpstreamPolicy.DEFAULT);
    upstream.use(List.of());
    assertThat(request(upstream).refused).isEqualTo(Refused.NO_ENDPOINT);
    upstream.use(List.of(endpoint(9_001), endpoint(9_002)));
    assertThat(upstream.endpoints()).allSatisfy(one -> assertThat(one.weight(0)).isEqualTo(1));
  }

  @Test
  void a_stream_that_has_begun_counts_at_its_endpoint_and_holds_no_slot() {
    Upstream upstream = upstream(1, limited(1, 1));
    Request stream = request(upstream);
    time.pass(Duration.ofMillis(10));
    stream.call.responded(200, false, true);
    assertThat(upstream.inFlight()).isZero();
    assertThat(upstream.endpoints().getFirst().inFlight()).isEqualTo(1);
    assertThat(request(upstream).answered(200).at).isNotNull();
    stream.call.end(true);
    assertThat(upstream.inFlight()).isZero();
    assertThat(upstream.endpoints().getFirst().inFlight()).isZero();
  }

  @Test
  void the_rate_of_admission_is_the_limit_over_the_time_that_requests_take() {
    Upstream upstream = upstream(2, limited(40, 0));
    assertThat(upstream.admissionRate()).isInfinite();
    for (int round = 0; round < 10; round++) {
      List<Request> batch = IntStream.range(0, 30).mapToObj(_ -> request(upstream)).toList();
      time.pass(Duration.ofMillis(80));
      batch.forEach(request -> request.answered(200));
    }
    assertThat(upstream.admissionRate()).isCloseTo(500, within(1.0));
  }

  @Test
  void what_happens_in_a_thousand_random_lives_leaves_no_slot_and_no_place_taken() {
    for (long seed = 0; seed < 20; seed++) {
      Upstream upstream = upstream(3, limited(5, 6));
      new RandomCalls(seed, time, upstream).run(1_000);
      assertThat(upstream.inFlight()).as("seed %d", seed).isZero();
      assertThat(upstream.waiting()).as("seed %d", seed).isZero();
      assertThat(upstream.retrying()).as("seed %d", seed).isZero();
      assertThat(upstream.endpoints())
          .as("seed %d", seed)
          .allSatisfy(one -> assertThat(one.inFlight()).isZero());
    }
  }

  private static EndpointConfig endpoint(int port) {
    return new EndpointConfig("127.0.0.1", port, 1);
  }

  private boolean retries(Request request) {
    request.call.failed(Failure.NO_RESPONSE);
    return request.call.again(true) != null;
  }

  private Set<Endpoint> endpointsUsed(Upstream upstream, int requests) {
    List<Request> all = new ArrayList<>();
    for (int i = 0; i < requests; i++) all.add(request(upstream));
    Set<Endpoint> used = new HashSet<>();
    for (Request request : all) {
      used.add(Objects.requireNonNull(request.at));
      request.call.end(false);
    }
    return used;
  }

  /** Has requests fail at that endpoint, whatever goes to others meanwhile. */
  private void fail(Upstream upstream, Endpoint at, Failure failure, int times) {
    int failed = 0;
    for (int i = 0; failed < times && i < 1_000; i++) {
      Request request = request(upstream);
      if (request.at != at) {
        request.call.end(false);
        continue;
      }
      request.failed(failure);
      failed++;
    }
    assertThat(failed).isEqualTo(times);
  }

  private Request request(Upstream upstream) {
    return new Request(upstream, Priority.ADMITTED);
  }

  private void end(Request request) {
    request.answered(200);
    time.pass(Duration.ZERO);
  }

  private Upstream upstream(int endpoints, UpstreamPolicy policy) {
    return upstream(time, endpoints, policy);
  }

  static Upstream upstream(VirtualTime time, int endpoints, UpstreamPolicy policy) {
    List<EndpointConfig> addresses =
        IntStream.range(0, endpoints)
            .mapToObj(i -> new EndpointConfig("127.0.0.1", 9_001 + i, 1))
            .toList();
    return new Upstream(
        new UpstreamConfig("upstream", addresses, UpstreamConfig.CONNECT, policy), time);
  }

  private static UpstreamPolicy limited(int limit, int places) {
    return UpstreamPolicy.DEFAULT.limited(
        LimitConfig.MOST,
        LimitConfig.fixed(limit),
        new QueueConfig(places, QueueConfig.DEFAULT.deadline()));
  }
}
