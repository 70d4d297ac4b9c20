package io.tidegate.app.instances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.tidegate.app.instances.KeptInstance.Command;
import io.tidegate.testkit.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Keeping a child alive, with a shell in the place of an instance. */
final class KeptInstanceTest {

  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final String SERVE =
      "echo \"Tidegate serves: http://127.0.0.1:$PORT\"; exec sleep 60";

  private final Set<String> said = ConcurrentHashMap.newKeySet();

  @Test
  void one_that_is_killed_is_started_again_where_it_was_until_it_is_stopped() throws Exception {
    KeptInstance instance = start(SERVE);
    instance.awaitServing(BOUND);
    assertThat(instance.port()).isEqualTo(4_711);
    long first = instance.processId();
    ProcessHandle.of(first).orElseThrow().destroyForcibly();
    Wait.until(() -> instance.processId() != 0 && instance.processId() != first);
    Wait.until(() -> said.contains("one: Tidegate serves: http://127.0.0.1:4712"));
    assertThat(instance.stop(BOUND)).as("a shell ends by the signal, not with 0").isFalse();
    assertThat(instance.processId()).isZero();
  }

  @Test
  void one_that_never_served_is_not_started_again_and_whoever_waits_learns_why() throws Exception {
    KeptInstance instance = start("echo it is broken; exit 74");
    assertThatIOException()
        .isThrownBy(() -> instance.awaitServing(BOUND))
        .withMessage("one did not start: it ended since its store failed (exit code 74)");
    assertThat(said).contains("one: it is broken");
    assertThat(instance.stop(BOUND)).isFalse();
  }

  @Test
  void the_pause_before_a_start_doubles_up_to_half_a_minute() {
    assertThat(List.of(1, 2, 3, 7, 1_000).stream().map(KeptInstance::backOffMs))
        .containsExactly(500L, 1_000L, 2_000L, 30_000L, 30_000L);
  }

  /** Each life serves one port further than it was asked for, so that lives can be told apart. */
  private KeptInstance start(String script) {
    return KeptInstance.start(
        "one",
        port ->
            new Command(
                List.of("sh", "-c", script),
                Map.of("PORT", Integer.toString(port == 0 ? 4_711 : port + 1))),
        (name, line) -> said.add(name + ": " + line),
        _ -> {});
  }
}
