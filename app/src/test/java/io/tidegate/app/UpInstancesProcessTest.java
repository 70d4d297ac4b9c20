package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testkit.Needs;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code up --instances} with real processes: PostgreSQL, three instances, and the gate. */
@Timeout(600)
class UpInstancesProcessTest {

  private static final Duration SLOW = Duration.ofSeconds(90);

  @TempDir private Path folder;
  private InstancesProcess up = InstancesProcess.none();
  private final List<ProcessHandle> started = new ArrayList<>();

  @AfterEach
  void endAll() throws InterruptedException {
    up.kill();
    started.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void three_instances_live_through_the_death_of_one_a_stop_and_the_death_of_their_parent()
      throws Exception {
    needsPostgres();
    Path data = folder.resolve("data");
    up = InstancesProcess.up(data, 3);
    assertThat(up.instances()).hasSize(3);
    List<Long> claimed = new ArrayList<>();
    claim(claimed, 100);

    another_on_the_same_folder_is_refused(data);
    one_that_is_killed_comes_back_and_claims_go_on(claimed);

    List<ProcessHandle> first = everything();
    up.terminate();
    assertThat(up.exitCode()).as(up.output()).isZero();
    awaitGone(first);
    assertThat(data.resolve("postgres/data/postmaster.pid")).doesNotExist(); // a clean stop

    up = InstancesProcess.up(data, 3);
    for (long user : claimed) await(() -> up.coupon(user).text().contains("already-claimed"));
    claim(claimed, 10);

    List<ProcessHandle> second = everything();
    up.kill();
    awaitGone(second);
    assertThat(data.resolve("postgres/data/postmaster.pid")).doesNotExist();
  }

  private void another_on_the_same_folder_is_refused(Path data) throws Exception {
    InstancesProcess second = InstancesProcess.start(data, "1");
    second.awaitEnd();
    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.complaints())
        .singleElement()
        .asString()
        .contains(data.toString(), "runs here (process " + up.pid() + ")", "--data");
  }

  private void one_that_is_killed_comes_back_and_claims_go_on(List<Long> claimed) throws Exception {
    ProcessHandle victim = up.instances().getFirst();
    victim.destroyForcibly();
    claim(claimed, 20);
    long serving = up.output().lines().filter(line -> line.contains("Tidegate serves: ")).count();
    assertThat(serving).isBetween(3L, 4L);
    await(() -> serves() == 4);
    assertThat(up.output()).contains("was killed (SIGKILL); it is started again in 500 ms");
    assertThat(up.instances()).hasSize(3).doesNotContain(victim);
    claim(claimed, 20);
  }

  private long serves() {
    return up.output().lines().filter(line -> line.contains("Tidegate serves: ")).count();
  }

  /** Claims as clients do: a refusal for now, or a cut connection, is tried again. */
  private void claim(List<Long> claimed, int people) {
    for (int i = 0; i < people; i++) {
      long user = 1_000L + claimed.size();
      await(() -> {
        Reply reply = up.coupon(user);
        assertThat(reply.status()).as(reply.text()).isIn(201, 409, 502, 503, 504);
        return reply.status() == 201 || reply.text().contains("already-claimed");
      });
      claimed.add(user);
    }
  }

  private List<ProcessHandle> everything() throws IOException {
    List<ProcessHandle> all = up.everything();
    assertThat(all).hasSizeGreaterThan(5); // it, three instances, a guard, PostgreSQL
    started.addAll(all);
    return all;
  }

  private static void awaitGone(List<ProcessHandle> processes) {
    await(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
  }

  /** As {@link Wait}, for what takes a start of a JVM on a busy machine. */
  private static void await(Wait.Condition condition) {
    long endNs = System.nanoTime() + SLOW.toNanos();
    while (true) {
      try {
        Wait.until(condition);
        return;
      } catch (AssertionError e) {
        if (System.nanoTime() > endNs) throw e;
      }
    }
  }

  /** Where none is packed for the platform, there is nothing to be had of it. */
  private static void needsPostgres() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    boolean packed = system.contains("linux") || system.contains("mac");
    Needs.that(packed, "no PostgreSQL is packed for this platform");
  }
}
