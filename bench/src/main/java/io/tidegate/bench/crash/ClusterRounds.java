package io.tidegate.bench.crash;

import io.tidegate.audit.Auditor;
import io.tidegate.bench.peer.TidegateProcess;
import io.tidegate.store.journal.JournalLog;
import io.tidegate.store.log.LogCopy;
import io.tidegate.store.postgres.PgHome;
import io.tidegate.store.postgres.local.LocalPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Rounds of: visitors at three instances on one PostgreSQL, one of which is killed by {@code kill
 * -9}, or stopped for some seconds by SIGSTOP, at a random moment; the others go on, and it comes
 * back. At the end the log is copied to a folder and audited, and every answer of every round is
 * looked for in it.
 */
public final class ClusterRounds {
  private static final int INSTANCES = 3;
  private static final int CLIENTS = 12;
  private static final long USERS_APART = 1_000_000;
  private static final int BEFORE_MS_MIN = 200;
  private static final int BEFORE_MS_MAX = 1_500;
  private static final int AFTER_MS = 2_800;
  private static final int AWAKE_MS = 1_000;
  private static final int STOPPED_MS_MIN = 500;
  private static final int STOPPED_MS_MAX = 3_500;

  /** How the service is started, but for where. */
  private final List<String> serve;

  private final Path folder;
  private final SplittableRandom random;
  private final Consumer<String> progress;
  private final TidegateProcess[] instances = new TidegateProcess[INSTANCES];
  private final int[] ports = new int[INSTANCES];
  private final List<SentRequest> requests = new ArrayList<>();
  private final List<Long> gapsMs = new ArrayList<>();
  private long retries;
  private long nextUser = 1;
  private int kills;
  private int stops;

  private ClusterRounds(List<String> serve, Path folder, long seed, Consumer<String> progress) {
    this.serve = serve;
    this.folder = folder;
    this.random = new SplittableRandom(seed);
    this.progress = progress;
  }

  /**
   * What came of it.
   *
   * @param kills rounds with {@code kill -9}
   * @param stops rounds with SIGSTOP
   * @param answered requests, all of them in the end
   * @param retries how often a visitor had to ask again
   * @param gapsMs of each round, the longest time without a success, ms, in order of size
   * @param records in the log
   * @param faults what was not as it should be
   */
  public record Found(
      int kills,
      int stops,
      long answered,
      long retries,
      List<Long> gapsMs,
      long records,
      List<String> faults) {}

  /**
   * Runs the rounds. Its processes have ended when it returns.
   *
   * @param serve the command up to {@code serve}
   * @param folder an empty one
   * @param seed of what is asked and when it is killed; the processes are not deterministic
   */
  public static Found run(
      List<String> serve, Path folder, int rounds, long seed, Consumer<String> progress)
      throws IOException, InterruptedException {
    return new ClusterRounds(serve, folder, seed, progress).run(rounds);
  }

  private Found run(int rounds) throws IOException, InterruptedException {
    try (LocalPostgres database = LocalPostgres.start(folder.resolve("postgres"))) {
      try {
        // The first makes the secrets that all of them have.
        for (int i = 0; i < INSTANCES; i++) start(i, database.url());
        CrashFixture fixture = CrashFixture.build(instances[0]);
        for (int round = 1; round <= rounds; round++) round(round, fixture, database.url());
      } finally {
        for (TidegateProcess one : instances) if (one != null) one.close();
      }
      return judge(database.url());
    }
  }

  private void start(int i, String url) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(serve);
    command.addAll(List.of("--store", url, "--name", "instance-" + (i + 1)));
    TidegateProcess.Launch launch =
        new TidegateProcess.Launch(
            command,
            Map.of(
                "TIDEGATE_WALLET_SELF_TOP_UP",
                "true",
                "TIDEGATE_ACCESS_LOG_ON",
                "false",
                "TIDEGATE_STORE_SNAPSHOT_BYTES",
                "1MiB"),
            true);
    instances[i] = TidegateProcess.start(launch, folder.resolve("data"));
    ports[i] = instances[i].port();
  }

  private void round(int round, CrashFixture fixture, String url)
      throws IOException, InterruptedException {
    List<ClusterVisitors> clients = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new ClusterVisitors(fixture, ports.clone(), nextUser, random.split()));
      threads.add(Thread.ofVirtual().start(clients.getLast()));
      nextUser += USERS_APART;
    }
    Thread.sleep(random.nextInt(BEFORE_MS_MIN, BEFORE_MS_MAX));
    int victim = random.nextInt(INSTANCES);
    boolean kill = random.nextInt(3) > 0;
    long fromNs = System.nanoTime();
    if (kill) {
      kills++;
      instances[victim].kill();
      Thread.sleep(AFTER_MS);
    } else {
      stops++;
      signal(victim, "STOP");
      Thread.sleep(random.nextInt(STOPPED_MS_MIN, STOPPED_MS_MAX));
      signal(victim, "CONT");
      Thread.sleep(AWAKE_MS);
    }
    clients.forEach(ClusterVisitors::stop);
    for (Thread thread : threads) thread.join();
    for (ClusterVisitors client : clients) {
      requests.addAll(client.sent());
      retries += client.retries();
    }
    gapsMs.add(gapMs(clients, fromNs));
    if (kill) start(victim, url);
    progress.accept(
        "round %d: %s of instance %d, %,d ms without a success, %,d requests so far"
            .formatted(
                round, kill ? "kill" : "stop", victim + 1, gapsMs.getLast(), requests.size()));
  }

  private void signal(int instance, String name) throws IOException, InterruptedException {
    long pid = instances[instance].server().process().pid();
    new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start().waitFor();
  }

  private static long gapMs(List<ClusterVisitors> clients, long fromNs) {
    List<Long> all = new ArrayList<>();
    for (ClusterVisitors client : clients) all.addAll(client.successes());
    Collections.sort(all);
    long gapNs = 0;
    long beforeNs = fromNs;
    for (long ns : all) {
      if (ns < fromNs) continue;
      gapNs = Math.max(gapNs, ns - beforeNs);
      beforeNs = ns;
    }
    return gapNs / 1_000_000;
  }

  private Found judge(String url) throws IOException {
    Path copy = folder.resolve("copy");
    try (PgHome home = PgHome.open(url);
        JournalLog files = JournalLog.openCopy(copy, home.log().identity())) {
      LogCopy.copy(home.log(), files);
    }
    AuditedState audited = new AuditedState(Auditor.audit(copy));
    List<String> faults = new ArrayList<>();
    new AnswerCheck(audited, faults::add).judge(requests);
    Collections.sort(gapsMs);
    return new Found(
        kills,
        stops,
        requests.size(),
        retries,
        List.copyOf(gapsMs),
        audited.audit().journal().records(),
        faults);
  }
}
