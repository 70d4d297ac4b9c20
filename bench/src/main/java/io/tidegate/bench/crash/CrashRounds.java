package io.tidegate.bench.crash;

import io.tidegate.audit.Auditor;
import io.tidegate.bench.peer.TidegateProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Rounds of: start the service on the same data folder, let visitors claim, join, top up, hold and
 * pay, kill it with {@code kill -9} at a random moment, and judge.
 *
 * <p>All that was ever sent is kept in two sets, answered and not; whatever is in neither was never
 * sent. After each kill the audit reads the journal, all answered requests of all rounds are looked
 * for in it, and nothing else may be there. Then the service starts anew, what was not answered is
 * sent again, twice, and tickets are shown. Every few rounds it is killed while it starts, too.
 *
 * <p>A kill does not take what the system has in its page cache; lost and torn writes are the
 * business of the journal's own tests.
 */
public final class CrashRounds {
  private static final int CLIENTS = 16;
  private static final long USERS_APART = 1_000_000;
  private static final int LOAD_MS_MIN = 30;
  private static final int LOAD_MS_MAX = 500;
  private static final int START_EVERY = 5;
  private static final int START_MS_MAX = 1_000;

  private final TidegateProcess.Launch launch;
  private final Path data;
  private final SplittableRandom random;
  private final Consumer<String> progress;
  private final List<SentRequest> requests = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private long nextUser = 1;
  private int killsWhileStarting;
  private long unanswered;
  private long tookEffect;

  private CrashRounds(
      TidegateProcess.Launch launch, Path data, long seed, Consumer<String> progress) {
    // Small files, so that kills also meet new segments and snapshots.
    this.launch =
        launch
            .with("TIDEGATE_WALLET_SELF_TOP_UP", "true")
            .with("TIDEGATE_STORE_SEGMENT_BYTES", "1MiB")
            .with("TIDEGATE_STORE_SNAPSHOT_BYTES", "1MiB");
    this.data = data;
    this.random = new SplittableRandom(seed);
    this.progress = progress;
  }

  /**
   * Runs the rounds. Its processes have ended when it returns.
   *
   * @param launch how the service is started
   * @param data an empty folder
   * @param seed of what is asked and when it is killed; the process itself is not deterministic
   */
  public static CrashReport run(
      TidegateProcess.Launch launch, Path data, int rounds, long seed, Consumer<String> progress)
      throws IOException, InterruptedException {
    return new CrashRounds(launch, data, seed, progress).run(rounds);
  }

  private CrashReport run(int rounds) throws IOException, InterruptedException {
    TidegateProcess service = TidegateProcess.start(launch, data);
    AuditedState audited;
    try {
      CrashFixture fixture = CrashFixture.build(service);
      for (int round = 1; ; round++) {
        List<SentRequest> open = loadAndKill(service, fixture);
        audited = judge();
        tell(round, open);
        if (round == rounds) break;
        if (round % START_EVERY == 0) killWhileStarting();
        service = TidegateProcess.start(launch, data);
        retry(service, fixture, audited, open);
      }
    } finally {
      service.kill();
    }
    return report(rounds, audited);
  }

  private CrashReport report(int rounds, AuditedState audited) {
    long answered = requests.size() - unanswered;
    long records = audited.audit().journal().records();
    return new CrashReport(
        rounds, killsWhileStarting, answered, unanswered, tookEffect, records, faults);
  }

  /**
   * Kills the service while visitors ask.
   *
   * @return what was sent and not answered
   */
  private List<SentRequest> loadAndKill(TidegateProcess service, CrashFixture fixture)
      throws InterruptedException {
    List<Visitors> clients = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new Visitors(fixture, service.port(), nextUser, random.split()));
      threads.add(Thread.ofVirtual().start(clients.getLast()));
      nextUser += USERS_APART;
    }
    Thread.sleep(random.nextInt(LOAD_MS_MIN, LOAD_MS_MAX));
    service.kill();
    for (Thread thread : threads) thread.join();
    List<SentRequest> open = new ArrayList<>();
    for (Visitors client : clients) {
      requests.addAll(client.sent());
      client.sent().stream().filter(request -> !request.isAnswered()).forEach(open::add);
    }
    return open;
  }

  private AuditedState judge() throws IOException {
    AuditedState audited = new AuditedState(Auditor.audit(data));
    new AnswerCheck(audited, faults::add).judge(requests);
    return audited;
  }

  private void tell(int round, List<SentRequest> open) {
    progress.accept(
        "round %d: %,d requests so far, %d not answered in this one, %d faults"
            .formatted(round, requests.size(), open.size(), faults.size()));
  }

  private void killWhileStarting() throws IOException, InterruptedException {
    Process process = TidegateProcess.exec(launch, data);
    Thread.sleep(random.nextInt(START_MS_MAX));
    process.destroyForcibly().waitFor();
    killsWhileStarting++;
  }

  private void retry(
      TidegateProcess service, CrashFixture fixture, AuditedState audited, List<SentRequest> open)
      throws IOException {
    unanswered += open.size();
    tookEffect += open.stream().filter(audited::has).count();
    try (BlockingConnection connection = new BlockingConnection(service.port())) {
      RetryCheck again = new RetryCheck(connection, audited, fixture, faults::add);
      for (SentRequest request : open) again.send(request);
      TicketCheck.check(connection, requests, fixture, random.split(), faults::add);
    }
  }
}
