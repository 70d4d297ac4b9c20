package io.tidegate.bench.scale;

import io.tidegate.audit.AuditReport;
import io.tidegate.audit.Auditor;
import io.tidegate.audit.ledger.ClaimState;
import io.tidegate.bench.Setting;
import io.tidegate.bench.load.RequestTemplate;
import io.tidegate.bench.machine.Usage;
import io.tidegate.bench.peer.Server;
import io.tidegate.bench.peer.Subject;
import io.tidegate.bench.peer.TidegateProcess;
import io.tidegate.store.home.Member;
import io.tidegate.store.journal.JournalLog;
import io.tidegate.store.log.LogCopy;
import io.tidegate.store.postgres.PgHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Our instances on the peers' PostgreSQL, as their users start them, with their access log off. All
 * share one folder of secrets; nothing else is theirs.
 */
final class TidegateSubject implements ScaleSubject {

  /** Of clients, unless {@code --connections} says so. */
  static final int CONNECTIONS = 256;

  private static final int SECONDS_MAX = 120;
  private static final long POLL_MS = 50;

  /** Who has said nothing for this long is not counted; instances say something every second. */
  private static final long FRESH_MS = 4_000;

  private static final String LEADING = "leading";

  private final TidegateMode mode;
  private final Setting setting;
  private final Database database;
  private final List<String> serve;
  private final Path folder;
  private final List<Integer> own = new ArrayList<>();
  private final TidegateProcess[] instances;
  private final Map<Long, Long> offers = new HashMap<>();
  private @Nullable Server gate;
  private int leader;
  private long sale;
  private long probed;
  private @Nullable Takeover takeover;

  private TidegateSubject(
      TidegateMode mode, Setting setting, Database database, List<String> serve, Path folder)
      throws IOException {
    this.mode = mode;
    this.setting = setting;
    this.database = database;
    this.serve = serve;
    this.folder = folder;
    instances = new TidegateProcess[mode.instances];
    for (int i = 0; i < mode.instances; i++) own.add(Subject.freePort());
  }

  /**
   * Starts them on an emptied database.
   *
   * @param serve the command up to {@code serve}
   */
  static TidegateSubject start(
      TidegateMode mode, Setting setting, Database database, List<String> serve)
      throws IOException, InterruptedException {
    database.empty();
    Path folder = setting.fresh("tidegate");
    TidegateSubject subject = new TidegateSubject(mode, setting, database, serve, folder);
    try {
      // The first makes the secrets that all of them have.
      for (int i = 0; i < mode.instances; i++) subject.exec(i);
      subject.awaitLeader();
      if (mode == TidegateMode.GATE) subject.gate = subject.execGate();
      String sale = "{\"name\":\"All\",\"opensAt\":\"2020-01-01T00:00:00Z\",\"entry\":\"open\"}";
      subject.sale = TidegateProcess.number(subject.leading().admin("sales", sale), "saleId");
      return subject;
    } catch (IOException | InterruptedException e) {
      subject.close();
      throw e;
    }
  }

  private void exec(int i) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(serve);
    command.addAll(List.of("--store", database.storeUrl(), "--name", nameOf(i)));
    Map<String, String> environment = Map.of("TIDEGATE_ACCESS_LOG_ON", "false");
    // "With demo data" says only that `--empty` is not said, which `serve` does not know.
    TidegateProcess.Launch launch = new TidegateProcess.Launch(command, environment, true);
    instances[i] = TidegateProcess.start(launch, folder.resolve("data"), own.get(i));
  }

  private static String nameOf(int i) {
    return "instance-" + (i + 1);
  }

  private Server execGate() throws IOException, InterruptedException {
    int port = Subject.freePort();
    Path file = folder.resolve("gate.yaml");
    String addresses =
        own.stream().map(one -> "127.0.0.1:" + one).collect(Collectors.joining(", "));
    Files.writeString(
        file,
        """
        listen: 127.0.0.1:%d
        admin: {listen: none}
        upstreams:
          tidegate: {endpoints: [%s]}
        routes:
          - path: /ping
            reply: {status: 200, text: pong}
          - path: /
            upstream: tidegate
        """
            .formatted(port, addresses));
    List<String> command = new ArrayList<>(serve.subList(0, serve.size() - 1));
    command.addAll(List.of("gate", "--config", file.toString()));
    command.addAll(List.of("--data", folder.resolve("gate").toString()));
    return Server.start(command, Map.of(), port, "/ping", folder.resolve("gate.said"), SECONDS_MAX);
  }

  /** Waits until just one says that it leads. */
  private void awaitLeader() throws IOException, InterruptedException {
    long endNs = System.nanoTime() + SECONDS_MAX * 1_000_000_000L;
    try (PgHome home = PgHome.open(database.storeUrl())) {
      while (System.nanoTime() < endNs) {
        List<String> leading =
            home.members().listed().stream()
                .filter(one -> one.role().equals(LEADING) && one.ageMs() < FRESH_MS)
                .map(Member::name)
                .toList();
        if (leading.size() == 1) {
          leader = indexOf(leading.getFirst());
          return;
        }
        Thread.sleep(POLL_MS);
      }
    }
    throw new IOException("no instance leads after " + SECONDS_MAX + " s");
  }

  private static int indexOf(String name) {
    return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1)) - 1;
  }

  private TidegateProcess leading() {
    return instances[leader];
  }

  @Override
  public String name() {
    return mode.title;
  }

  @Override
  public String yesMeans() {
    return "claim is committed";
  }

  @Override
  public List<Integer> ports() {
    return switch (mode) {
      case ONE, TWO, THREE -> List.copyOf(own);
      case FOLLOWERS ->
          IntStream.range(0, own.size()).filter(i -> i != leader).mapToObj(own::get).toList();
      case GATE -> List.of(Objects.requireNonNull(gate).port());
    };
  }

  @Override
  public int connections() {
    return setting.connections() > 0 ? setting.connections() : CONNECTIONS;
  }

  @Override
  public String claim(long offer) {
    return text(theirs(offer), RequestTemplate.USER);
  }

  private static String text(long offer, String user) {
    String body = "{\"userId\":" + user + ",\"quantity\":1}";
    int bytes = body.length() - user.length() + SaleLoad.DIGITS;
    return "POST /api/v1/offers/%d/claims HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(offer, bytes, body);
  }

  private long theirs(long offer) {
    return Objects.requireNonNull(offers.get(offer), "no such offer");
  }

  @Override
  public void open(long offer, long units) throws IOException, InterruptedException {
    offers.put(offer, make(units));
  }

  /** Makes an offer, and waits until every instance knows it. */
  private long make(long units) throws IOException, InterruptedException {
    String json = "{\"saleId\":%d,\"name\":\"Coupon\",\"total\":%d}".formatted(sale, units);
    long made = TidegateProcess.number(leading().admin("offers", json), "offerId");
    long endNs = System.nanoTime() + SECONDS_MAX * 1_000_000_000L;
    for (TidegateProcess instance : instances) {
      while (true) {
        try {
          String _ = instance.get("/offers/" + made);
          break;
        } catch (IOException e) {
          if (System.nanoTime() > endNs) throw e;
          Thread.sleep(POLL_MS);
        }
      }
    }
    return made;
  }

  /** An answer comes once the claim is committed. */
  @Override
  public long backlog() {
    return 0;
  }

  @Override
  public int rows(long offer) throws IOException, InterruptedException {
    return (int) TidegateProcess.number(leading().get("/offers/" + theirs(offer)), "issued");
  }

  /** From a copy of the log that is audited as a whole. */
  @Override
  public List<Issued> issued(long offer) throws IOException {
    Path copy = setting.fresh("copy");
    try (PgHome home = PgHome.open(database.storeUrl());
        JournalLog files = JournalLog.openCopy(copy, home.log().identity())) {
      LogCopy.copy(home.log(), files);
    }
    AuditReport audit = Auditor.audit(copy);
    if (!audit.sound()) throw new IOException("the log is not sound: " + audit.toText());
    Setting.delete(copy);
    Map<Long, Long> commits = database.commits();
    long theirs = theirs(offer);
    return audit.ledger().claims().stream()
        .filter(claim -> claim.offer() == theirs && claim.state() == ClaimState.ISSUED)
        .map(claim -> new Issued(claim.user(), committedUs(claim.madeMs(), commits)))
        .toList();
  }

  /** A claim has the time of its record. */
  private static long committedUs(long madeMs, Map<Long, Long> commits) {
    Long us = commits.get(madeMs);
    if (us == null) throw new IllegalStateException("no record of a claim's time, " + madeMs);
    return us;
  }

  @Override
  public Map<Part, Usage> usage() {
    Map<Part, Usage> usage = new EnumMap<>(Part.class);
    usage.put(Part.LEADER, leading().usage());
    long cpuNs = 0;
    long bytes = 0;
    for (int i = 0; i < instances.length; i++) {
      if (i == leader) continue;
      Usage one = instances[i].usage();
      cpuNs += one.cpuNs();
      bytes += one.residentBytes();
    }
    usage.put(Part.FOLLOWERS, new Usage(cpuNs, bytes));
    if (gate != null) usage.put(Part.GATE, gate.usage());
    usage.put(Part.DATABASE, database.usage());
    return usage;
  }

  @Override
  public List<Kill> kills() {
    return List.of(new LeaderKill());
  }

  private final class LeaderKill implements Kill {
    private long probe;
    private int victim;

    @Override
    public String name() {
      return mode == TidegateMode.ONE ? "instance" : "leader";
    }

    /** Whoever finds out when claims are taken again buys of another offer. */
    @Override
    public void prepare() throws IOException, InterruptedException {
      probe = make(1_000_000_000);
    }

    @Override
    public void kill() {
      victim = leader;
      instances[victim].kill();
      List<Integer> left =
          gate != null
              ? List.of(gate.port())
              : IntStream.range(0, own.size())
                  .filter(i -> i != victim || own.size() == 1)
                  .mapToObj(own::get)
                  .toList();
      takeover = Takeover.watch(left, user -> text(probe, user), 1 + probed);
      probed += Takeover.USERS_MAX;
    }

    @Override
    public void recover() throws IOException, InterruptedException {
      Takeover watched = Objects.requireNonNull(takeover);
      if (instances.length > 1) watched.await(); // by the others alone
      exec(victim);
      watched.await();
      awaitLeader();
    }

    @Override
    public OptionalDouble secondsAway() {
      return OptionalDouble.of(Objects.requireNonNull(takeover).secondsAway());
    }
  }

  @Override
  public void close() {
    if (takeover != null) takeover.close();
    if (gate != null) gate.close();
    for (TidegateProcess one : instances) if (one != null) one.close();
  }
}
