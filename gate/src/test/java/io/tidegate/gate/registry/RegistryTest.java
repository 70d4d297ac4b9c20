package io.tidegate.gate.registry;

import static io.tidegate.gate.registry.Instances.shop;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.gate.registry.Registry.Action;
import io.tidegate.gate.registry.Registry.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RegistryTest {

  private long nowMs = 1_795_800_000_000L;
  private final Registry registry = new Registry(() -> nowMs, () -> nowMs * 1_000_000);

  @Test
  void an_instance_that_renews_stays_and_one_that_falls_silent_leaves_after_its_lease() {
    register("a", "b", "c");
    pass(Instances.LEASE_SECONDS, "a", "b");
    assertThat(ids()).containsExactly("a", "b", "c");
    pass(1, "a", "b");
    assertThat(ids()).containsExactly("a", "b");
    assertThat(registry.renew("SHOP", "c", 1_000)).isFalse();
  }

  @Test
  void an_instance_that_leaves_by_itself_leaves_at_once_be_it_the_last() {
    register("a", "b");
    assertThat(registry.cancel("SHOP", "a")).isTrue();
    assertThat(registry.cancel("SHOP", "a")).isFalse();
    assertThat(registry.cancel("SHOP", "b")).isTrue();
    assertThat(registry.applications()).isEmpty();
  }

  @Test
  void silence_alone_never_takes_the_last_instance() {
    register("a", "b");
    pass(Instances.LEASE_SECONDS + 1, "a");
    assertThat(ids()).containsExactly("a");
    pass(10 * Instances.LEASE_SECONDS);
    assertThat(ids()).containsExactly("a");
    assertThat(application().isUnheard()).isTrue();
    register("c");
    pass(Instances.LEASE_SECONDS + 1, "c");
    assertThat(ids()).containsExactly("c");
  }

  @Test
  void when_more_than_half_fall_silent_nobody_leaves_until_others_have_had_time_to_come_back() {
    register("a", "b", "c", "d");
    pass(5 * Instances.LEASE_SECONDS, "a");
    assertThat(ids()).containsExactly("a", "b", "c", "d");
    assertThat(application().isUnheard()).isTrue();
    // The network heals, and they renew one after the other.
    pass(Instances.RENEW_SECONDS - 1, "a", "b");
    assertThat(ids()).containsExactly("a", "b", "c", "d");
    pass(Instances.LEASE_SECONDS - Instances.RENEW_SECONDS, "a", "b", "c");
    assertThat(ids()).containsExactly("a", "b", "c", "d");
    pass(3, "a", "b", "c"); // d is gone indeed
    assertThat(ids()).containsExactly("a", "b", "c");
  }

  /** Leases end one after the other, as instances renew at different times. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void a_network_that_breaks_for_all_takes_nobody_whenever_each_was_heard_of_last(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int instances = random.nextInt(2, 12);
    List<String> all = new ArrayList<>();
    for (int i = 0; i < instances; i++) {
      all.add("i" + i);
      register("i" + i);
      pass(random.nextInt(Instances.RENEW_SECONDS / instances + 1), all.toArray(String[]::new));
    }
    // Each renews for the last time somewhere within its interval before the break.
    for (String id : all) {
      registry.renew("SHOP", id, 1_000);
      pass(random.nextInt(Instances.RENEW_SECONDS / instances + 1));
    }
    pass(random.nextInt(1_000));
    assertThat(ids()).hasSize(instances);
  }

  @Test
  void time_in_which_nobody_could_be_heard_does_not_count() {
    register("a", "b", "c");
    pass(Instances.LEASE_SECONDS - 30, "a", "b");
    nowMs += Duration.ofHours(1).toMillis(); // the process was stopped
    pass(29, "a", "b");
    assertThat(ids()).containsExactly("a", "b", "c");
    pass(3, "a", "b");
    assertThat(ids()).containsExactly("a", "b");
  }

  @Test
  void an_instance_with_news_is_asked_to_register_again() {
    register("a");
    assertThat(registry.renew("SHOP", "a", 1_001)).isFalse();
    assertThat(registry.register(shop("a", InstanceStatus.DOWN, 1_001))).isTrue();
    assertThat(registry.renew("SHOP", "a", 1_001)).isTrue();
    assertThat(status("a")).isEqualTo(InstanceStatus.DOWN);
  }

  @Test
  void an_operators_word_holds_over_registrations_until_it_is_taken_back() {
    register("a");
    assertThat(registry.override("SHOP", "a", InstanceStatus.OUT_OF_SERVICE)).isTrue();
    register("a");
    assertThat(status("a")).isEqualTo(InstanceStatus.OUT_OF_SERVICE);
    registry.override("SHOP", "a", null);
    assertThat(status("a")).isEqualTo(InstanceStatus.UP);
    assertThat(registry.override("SHOP", "b", InstanceStatus.DOWN)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"DOWN", "STARTING"})
  void an_operator_cannot_have_up_what_says_that_it_is_not(InstanceStatus own) {
    registry.register(shop("a", own, 1_000));
    registry.override("SHOP", "a", InstanceStatus.UP);
    assertThat(status("a")).isEqualTo(own);
  }

  @Test
  void changes_are_told_for_three_minutes_the_last_one_of_each_instance() {
    register("a", "b");
    registry.override("SHOP", "a", InstanceStatus.OUT_OF_SERVICE);
    registry.cancel("SHOP", "b");
    assertThat(changes()).containsExactly("a MODIFIED", "b DELETED");
    pass(120, "a");
    register("c");
    pass(60, "a", "c");
    assertThat(changes()).containsExactly("a MODIFIED", "b DELETED", "c ADDED");
    pass(1, "a", "c");
    assertThat(changes()).containsExactly("c ADDED");
  }

  @Test
  void who_waits_for_a_change_hears_of_it_and_a_renewal_is_none() throws Exception {
    register("a");
    long seen = registry.version();
    registry.renew("SHOP", "a", 1_000);
    assertThat(registry.awaitChange(seen, Duration.ofMillis(1))).isEqualTo(seen);
    CompletableFuture<Long> waiting = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            waiting.complete(registry.awaitChange(seen, Duration.ofMinutes(1)));
          } catch (InterruptedException e) {
            waiting.completeExceptionally(e);
          }
        });
    registry.cancel("SHOP", "a");
    assertThat(waiting.get(20, TimeUnit.SECONDS)).isGreaterThan(seen);
  }

  @Test
  void there_is_room_for_so_many_and_who_leaves_makes_room() {
    for (int i = 0; i < Registry.INSTANCES_MOST; i++)
      assertThat(registry.register(shop("i" + i))).isTrue();
    assertThat(registry.register(shop("one-more"))).isFalse();
    assertThat(registry.register(shop("i0"))).isTrue();
    registry.cancel("SHOP", "i1");
    assertThat(registry.register(shop("one-more"))).isTrue();
    assertThat(registry.view().changes()).hasSize(Registry.INSTANCES_MOST);
  }

  @Test
  void metadata_is_added_up_to_a_bound() {
    register("a");
    assertThat(registry.describe("SHOP", "a", Map.of("weight", "3"))).isTrue();
    assertThat(registry.describe("SHOP", "a", Map.of("zone", "b"))).isTrue();
    assertThat(requireNonNull(registry.find("SHOP", "a")).instance().metadata())
        .containsEntry("weight", "3")
        .containsEntry("zone", "b");
    String long1 = "x".repeat(Registry.METADATA_CHARS_MOST);
    assertThatThrownBy(() -> registry.describe("SHOP", "a", Map.of("more", long1)))
        .hasMessageContaining("8192 characters");
  }

  private void register(String... ids) {
    for (String id : ids) assertThat(registry.register(shop(id))).isTrue();
  }

  /** Time passes in which these renew every second. */
  private void pass(int seconds, String... renewing) {
    for (int i = 0; i < seconds; i++) {
      nowMs += 1_000;
      for (String id : renewing) registry.renew("SHOP", id, 1_000);
      registry.look();
    }
  }

  private List<String> ids() {
    return application().instances().stream().map(leased -> leased.instance().id()).toList();
  }

  private Application application() {
    return requireNonNull(registry.application("SHOP"));
  }

  private InstanceStatus status(String id) {
    return requireNonNull(registry.find("SHOP", id)).status();
  }

  private List<String> changes() {
    return registry.view().changes().stream().map(RegistryTest::text).toList();
  }

  private static String text(Change change) {
    Action action = change.action();
    return change.leased().instance().id() + " " + action;
  }
}
