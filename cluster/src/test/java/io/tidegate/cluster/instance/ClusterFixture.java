package io.tidegate.cluster.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cluster.Takeover;
import io.tidegate.cluster.TakeoverConfig;
import io.tidegate.core.Command;
import io.tidegate.core.Limits;
import io.tidegate.core.Result;
import io.tidegate.engine.EngineClock;
import io.tidegate.engine.EngineConfig;
import io.tidegate.engine.EngineObserver;
import io.tidegate.engine.Request;
import io.tidegate.engine.view.Views;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Instances on one home in memory, in real time and quickly impatient. */
final class ClusterFixture {
  private static final Duration BOUND = Duration.ofSeconds(10);

  final MemoryDatabase database = new MemoryDatabase();
  private final List<Running> running = new ArrayList<>();

  /** An instance, and the views it shows. */
  static final class Running {
    final Instance instance;
    final Views views;

    private Running(Instance instance, Views views) {
      this.instance = instance;
      this.views = views;
    }

    /** What becomes of a command that is submitted here; empty if nobody knows. */
    Optional<Result> ask(Command command) throws Exception {
      return submit(command).get(20, TimeUnit.SECONDS);
    }

    CompletableFuture<Optional<Result>> submit(Command command) {
      CompletableFuture<Optional<Result>> answer = new CompletableFuture<>();
      Request request =
          new Request(
              command,
              answered -> {
                for (Request one : answered) answer.complete(Optional.ofNullable(one.result()));
              }) {};
      if (!instance.submit(request)) answer.complete(Optional.empty());
      return answer;
    }
  }

  Running start(Command... founding) throws IOException {
    Views views = new Views();
    TakeoverConfig takeover =
        new TakeoverConfig(
            true, Set.of(), running.size() * 40, 30, 600, 150, 700, 50, 300, 1_000, 500, 64 << 20);
    InstanceConfig config =
        new InstanceConfig(
            "instance " + (running.size() + 1),
            "",
            "test",
            EngineConfig.DEFAULT,
            Limits.DEFAULT,
            takeover,
            InstanceConfig.BATCH_BYTES_MAX,
            InstanceConfig.SNAPSHOT_BYTES,
            List.of(founding));
    Instance instance =
        Instance.open(
            config,
            database.home(),
            views,
            EngineClock.SYSTEM,
            EngineObserver.NONE,
            Instance.ALONE);
    Running made = new Running(instance, views);
    running.add(made);
    instance.start();
    return made;
  }

  /** Waits for somebody to lead. */
  Running leader() {
    Wait.until(() -> running.stream().anyMatch(one -> one.instance.leads()));
    return running.stream().filter(one -> one.instance.leads()).findFirst().orElseThrow();
  }

  void close() throws InterruptedException {
    database.gone(false);
    for (Running one : running) one.instance.stop(BOUND);
    for (Running one : running) assertThat(one.instance.failure()).isNull();
  }

  static boolean isRole(Running one, Takeover.Role role) {
    return one.instance.standing().role() == role;
  }
}
