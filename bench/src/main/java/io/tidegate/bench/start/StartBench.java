package io.tidegate.bench.start;

import io.tidegate.bench.Setting;
import io.tidegate.bench.machine.Machine;
import io.tidegate.bench.peer.PeerProcess;
import io.tidegate.bench.peer.Proxies;
import io.tidegate.bench.peer.ProxySetup;
import io.tidegate.bench.peer.Subject;
import io.tidegate.bench.peer.TidegateProcess;
import io.tidegate.bench.report.Report;
import io.tidegate.bench.report.Spread;
import io.tidegate.bench.report.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** From exec to ready after a crash, and the longest batch while a snapshot is written. */
public final class StartBench {
  private static final String HEAP = "-Xmx512m";
  private static final int ROUNDS = 5;
  private static final int SNAPSHOTS = 3;
  private static final double START_MS_MAX = 2_000;
  private static final double HELD_UP_MS_MAX = 10;

  private final Setting setting;
  private final Path data;
  private final TidegateProcess.Launch launch;
  private final Report report = new Report();

  private StartBench(Setting setting) throws IOException {
    this.setting = setting;
    data = setting.fresh("crowd").resolve("data");
    launch = TidegateProcess.Launch.from(setting.home()).with("TIDEGATE_JAVA_OPTS", HEAP);
  }

  /** Measures. */
  public static Report measure(Setting setting) throws IOException, InterruptedException {
    return new StartBench(setting).measure();
  }

  private Report measure() throws IOException, InterruptedException {
    setting.say("filling a data folder");
    long replayed = Crowd.fill(data, setting.seed());
    report.say(
        "%,d tickets, seats and claims each, half of the claims held seats; every claim with a key and by a user of its own; `%s`. Journal behind the newest snapshot: %d MiB; at 64 the next one would be made. Every start measured is one after `kill -9`; ready is the first 200 of `/readyz`."
            .formatted(Crowd.SIZE, HEAP, replayed >> 20));
    starts();
    gateStarts();
    snapshots();
    return report;
  }

  private void starts() throws IOException, InterruptedException {
    TidegateProcess.Launch direct = warmAndKill();
    int rounds = setting.rounds(ROUNDS);
    double[] launched = new double[rounds];
    double[] java = new double[rounds];
    double[] empty = new double[rounds];
    double[] memory = new double[rounds];
    double[] cpu = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      TidegateProcess service = TidegateProcess.start(direct, data);
      java[i] = service.server().startMs();
      memory[i] = service.usage().residentBytes() / 1e6;
      cpu[i] = service.usage().cpuNs() / 1e6;
      service.kill();
      launched[i] = startMs(launch, data);
      empty[i] = startMs(direct, setting.fresh("empty").resolve("data"));
      setting.say(
          "start %d: java %.0f ms, ./tidegate up %.0f ms, empty folder %.0f ms"
              .formatted(i + 1, java[i], launched[i], empty[i]));
    }
    report.table(
        new Table("exec to ready, ms", "median (least–most)")
            .row("java", Spread.of(java).show(0))
            .row("./tidegate up", Spread.of(launched).show(0))
            .row("java, CPU of all its threads", Spread.of(cpu).show(0))
            .row("java, empty folder", Spread.of(empty).show(0))
            .row("memory when ready, MB", Spread.of(memory).show(0)));
    report.aim(
        "from exec to ready in 2 s",
        Spread.of(launched).median() <= START_MS_MAX,
        Spread.of(launched).show(0) + " ms through ./tidegate up");
  }

  /** The gate alone, with what the rehearsal taught the JVM and without. */
  private void gateStarts() throws IOException, InterruptedException {
    int rounds = setting.rounds(ROUNDS);
    double[] taught = new double[rounds];
    double[] taughtCpu = new double[rounds];
    double[] untaught = new double[rounds];
    double[] untaughtCpu = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      gateStart("", i, taught, taughtCpu);
      gateStart("-XX:AOTMode=off", i, untaught, untaughtCpu);
      setting.say(
          "gate start %d: %.0f ms, %.0f ms without the rehearsal"
              .formatted(i + 1, taught[i], untaught[i]));
    }
    report.table(
        new Table(
                "`./tidegate gate`, exec to open, ms", "median (least–most)", "CPU of all threads")
            .row("as it is", Spread.of(taught).show(0), Spread.of(taughtCpu).show(0))
            .row(
                "without the rehearsal",
                Spread.of(untaught).show(0),
                Spread.of(untaughtCpu).show(0)));
  }

  private void gateStart(String jvm, int round, double[] ms, double[] cpuMs)
      throws IOException, InterruptedException {
    ProxySetup setup = new ProxySetup(setting.fresh("gate"), Subject.freePort(), null);
    Proxies.GateOptions options = new Proxies.GateOptions(Proxies.OURS, "", jvm);
    try (PeerProcess gate = Proxies.gate(setting.home(), setup, options)) {
      ms[round] = gate.server().startMs();
      cpuMs[round] = gate.usage().cpuNs() / 1e6;
    }
  }

  /** The first start meets a clean stop and a cold jar; it only shows how the launcher starts. */
  private TidegateProcess.Launch warmAndKill() throws IOException, InterruptedException {
    TidegateProcess service = TidegateProcess.start(launch, data);
    ProcessHandle.Info info = service.server().process().info();
    List<String> command = new ArrayList<>(List.of(info.command().orElseThrow()));
    for (String argument : info.arguments().orElseThrow()) {
      command.add(argument);
      if (argument.equals("up")) break;
    }
    service.kill();
    return new TidegateProcess.Launch(command, Map.of());
  }

  private static double startMs(TidegateProcess.Launch launch, Path data)
      throws IOException, InterruptedException {
    TidegateProcess service = TidegateProcess.start(launch, data);
    service.kill();
    return service.server().startMs();
  }

  private void snapshots() throws InterruptedException {
    setting.say("writing snapshots under load");
    String said = Machine.output(snapshotRun(), setting.folder());
    Map<String, double[]> times = new HashMap<>();
    for (String line : said.lines().toList()) {
      String[] words = line.split(" ", -1);
      if (words.length == 6 && words[0].matches("[a-z]+(-[a-z]+)?"))
        times.put(
            words[0], Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray());
    }
    if (!times.containsKey("during-batch")) {
      report.isVoid("the snapshots' process failed: " + said);
      return;
    }
    tell(times);
  }

  private List<String> snapshotRun() {
    ProcessHandle.Info self = ProcessHandle.current().info();
    List<String> command = new ArrayList<>();
    command.add(self.command().orElse("java"));
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseCompactObjectHeaders", HEAP));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(SnapshotRun.class.getName());
    command.addAll(
        List.of(data.toString(), String.valueOf(SNAPSHOTS), String.valueOf(setting.seed())));
    return command;
  }

  private void tell(Map<String, double[]> times) {
    Table table = new Table("batch, ms", "batches", "p50", "p99", "p99.9", "max");
    for (String kind : List.of("quiet", "during")) {
      for (String part : List.of("batch", "force", "rest")) {
        double[] t = times.getOrDefault(kind + "-" + part, new double[5]);
        table.row(
            (kind.equals("quiet") ? "no snapshot: " : "while one is written: ") + part,
            Spread.number(t[0], 0),
            Spread.number(t[1], 2),
            Spread.number(t[2], 2),
            Spread.number(t[3], 2),
            Spread.number(t[4], 2));
      }
    }
    report.table(table);
    double[] written = times.getOrDefault("snapshot", new double[5]);
    double freezeMs = times.getOrDefault("freeze", new double[5])[4];
    report.say(
        "Under 40,000 top-ups, payments and new claims a second on random rows. *force* is the disk's part of a batch, *rest* all else: deciding, copying pages that a snapshot still reads, pauses of the collector. A snapshot is %.0f MB and took %.1f s; freezing the state for it %.2f ms at most."
            .formatted(written[3], written[4] / 1e3, freezeMs));
    double restMs = times.getOrDefault("during-rest", new double[5])[4];
    report.aim(
        "no snapshot holds a batch up by more than 10 ms",
        Math.max(restMs, freezeMs) <= HELD_UP_MS_MAX,
        "%.2f ms the longest batch without its force, %.2f ms the longest freeze"
            .formatted(restMs, freezeMs));
  }
}
