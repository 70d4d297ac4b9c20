package io.tidegate.gate.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RateLimitTest {

  private static final long SECOND = 1_000_000_000L;

  private final RateLimit limit = new RateLimit(new RateLimitConfig(10, 5, 1_024));
  private final RateKeys keys = new RateKeys(42);

  @Test
  void a_burst_is_let_through_and_then_one_each_tenth_of_a_second() {
    for (int i = 0; i < 5; i++) assertThat(limit.take(1, 0)).isZero();
    assertThat(limit.take(1, 0)).isEqualTo(SECOND / 10);
    assertThat(limit.take(1, SECOND / 10 - 1)).isEqualTo(1);
    assertThat(limit.take(1, SECOND / 10)).isZero();
    assertThat(limit.take(1, SECOND / 10)).isEqualTo(SECOND / 10);
    assertThat(limit.take(2, 0)).isZero();
  }

  @Test
  void it_works_in_any_monotonic_time() {
    for (long from : new long[] {-3 * SECOND, Long.MAX_VALUE - SECOND / 20}) {
      RateLimit again = new RateLimit(new RateLimitConfig(10, 1, 64));
      assertThat(again.take(1, from)).isZero();
      assertThat(again.take(1, from + SECOND / 20)).isEqualTo(SECOND / 20);
      assertThat(again.take(1, from + SECOND / 10)).isZero();
    }
  }

  @Test
  void a_bucket_equals_its_model() {
    SplittableRandom random = new SplittableRandom(7);
    Map<Long, double[]> model = new HashMap<>(); // tokens, time
    long now = 0;
    for (int i = 0; i < 20_000; i++) {
      now += random.nextLong(SECOND / 100);
      long key = keys.of("client " + random.nextInt(20));
      double[] bucket = model.computeIfAbsent(key, _ -> new double[] {5, 0});
      double tokens = Math.min(5, bucket[0] + (now - bucket[1]) * 10 / SECOND);
      boolean has = tokens >= 1 - 1e-7;
      assertThat(limit.take(key, now) == 0).as("call %d", i).isEqualTo(has);
      bucket[0] = has ? tokens - 1 : tokens;
      bucket[1] = now;
    }
  }

  @Test
  void a_flood_of_keys_takes_no_memory_and_who_asks_most_is_remembered_longest() {
    RateLimit small = new RateLimit(new RateLimitConfig(10, 1_000, 64));
    long greedy = keys.of("greedy");
    for (int i = 0; i < 1_000; i++) assertThat(small.take(greedy, 0)).isZero();
    for (int i = 0; i < 10_000; i++) small.take(keys.of("client " + i), 0);
    assertThat(small.take(greedy, 0)).isPositive();
  }

  @Test
  void addresses_of_one_ipv6_network_share_a_key_and_those_of_ipv4_do_not() throws Exception {
    assertThat(key("2001:db8:1:2::1")).isEqualTo(key("2001:db8:1:2:ffff::9"));
    assertThat(key("2001:db8:1:2::1")).isNotEqualTo(key("2001:db8:1:3::1"));
    assertThat(key("10.0.0.1")).isNotEqualTo(key("10.0.0.2"));
    assertThat(key("::ffff:10.0.0.1")).isEqualTo(key("10.0.0.1"));
  }

  @Test
  void keys_differ_and_depend_on_the_secret() {
    Set<Long> seen = new HashSet<>();
    for (int i = 0; i < 100_000; i++) assertThat(seen.add(keys.of("key " + i))).isTrue();
    assertThat(new RateKeys(43).of("key 1")).isNotEqualTo(keys.of("key 1"));
  }

  @Test
  void bounds_are_refused() {
    List<Runnable> outside =
        List.of(
            () -> new RateLimitConfig(0, 1, 64),
            () -> new RateLimitConfig(1, 0, 64),
            () -> new RateLimitConfig(1, 1, 63),
            () -> new RateLimitConfig(2_000_000, 1, 64));
    assertThat(outside)
        .allSatisfy(one -> assertThatThrownBy(one::run).hasMessageContaining("must be in ["));
  }

  @SuppressWarnings("AddressSelection") // literals
  private long key(String address) throws Exception {
    return keys.of(InetAddress.getByName(address));
  }
}
