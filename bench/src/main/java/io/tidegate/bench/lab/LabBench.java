package io.tidegate.bench.lab;

import io.tidegate.bench.Setting;
import io.tidegate.bench.load.Outcome;
import io.tidegate.bench.load.RequestTemplate;
import io.tidegate.bench.load.Users;
import io.tidegate.bench.load.Wrk;
import io.tidegate.bench.machine.Machine;
import io.tidegate.bench.peer.Nginx;
import io.tidegate.bench.peer.Subject;
import io.tidegate.bench.report.Report;
import io.tidegate.bench.report.Spread;
import io.tidegate.bench.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The same scripts in the lab and in k6, and what they do in Gatling, by turns, against nginx with
 * a fixed reply: CPU of the generator for each request, and its memory. Real k6 is found by {@code
 * K6} in the environment, or on the path.
 */
public final class LabBench {

  private static final int ROUNDS = 3;
  private static final double SECONDS = 15;
  private static final int[] USERS = {100, 1_000, 5_000};

  private static final String ASK =
      """
      import http from 'k6/http';
      import { check } from 'k6';
      export default function () {
        const reply = http.get(__ENV.BASE + '/');
        check(reply, { 'is 200': r => r.status === 200 });
      }
      """;

  private static final String JOURNEY =
      """
      import http from 'k6/http';
      import { check, group } from 'k6';
      export default function () {
        group('list', () => {
          const list = http.get(__ENV.BASE + '/list', { headers: { Accept: 'application/json' }, tags: { name: 'list' } });
          check(list, { 'has posts': r => r.json().posts.length === 20 });
        });
        group('one', () => {
          const one = http.post(__ENV.BASE + '/one', JSON.stringify({ id: 7, name: 'seven' }),
            { headers: { 'Content-Type': 'application/json' }, tags: { name: 'one' } });
          check(one, { 'is 200': r => r.status === 200, 'is JSON': r => r.json('posts.0.id') === 0 });
        });
      }
      """;

  private final Setting setting;
  private final Report report = new Report();
  private final Table table =
      new Table(
          "script",
          "users",
          "generator",
          "requests/s",
          "CPU µs/request",
          "CPU, × ours",
          "memory MB",
          "KB/user");
  private final Map<String, double[]> cpu = new LinkedHashMap<>();
  private final Map<String, Double> memory = new LinkedHashMap<>();

  private LabBench(Setting setting) {
    this.setting = setting;
  }

  /** Measures. */
  public static Report measure(Setting setting) throws Exception {
    return new LabBench(setting).measure();
  }

  private static String k6() {
    String named = System.getenv().getOrDefault("K6", "");
    return named.isEmpty() ? Machine.where("k6") : named;
  }

  private Report measure() throws Exception {
    if (!Nginx.found()) return report.isVoid("there is no nginx to be asked");
    ScriptGenerator ours =
        new ScriptGenerator(
            "ours",
            List.of(setting.home().resolve("tidegate").toString(), "lab"),
            List.of("--no-probe"));
    List<Generator> generators = new ArrayList<>();
    generators.add(ours);
    if (k6().isEmpty()) report.say("There is no k6 on this machine, so ours stands alone.");
    else generators.add(new ScriptGenerator("k6", List.of(k6()), List.of()));
    addGatling(generators);
    tell();
    Path ask = Files.writeString(setting.folder().resolve("ask.js"), ASK);
    Path journey = Files.writeString(setting.folder().resolve("journey.js"), JOURNEY);
    try (Subject nginx = Nginx.answering(setting.fresh("nginx"), posts(), false)) {
      String base = "http://127.0.0.1:" + nginx.port();
      ours.run(setting.folder(), ask, base, 1, 1); // the first of a build rehearses
      for (int users : USERS) scripts(generators, "get + check", ask, base, users, SECONDS);
      scripts(generators, "journey with JSON", journey, base, USERS[0], SECONDS);
      warm(generators, "get + check", ask, base);
      warm(generators, "journey with JSON", journey, base);
      limit(nginx);
      report.table(table);
      aims();
      new LabProofs(setting, report, ours, base).measure();
    }
    return report;
  }

  private void addGatling(List<Generator> generators) throws InterruptedException {
    try {
      generators.add(Gatling.of(setting.home()));
    } catch (IOException e) {
      report.say("There is no Gatling beside them: " + e.getMessage() + ".");
    }
  }

  private void tell() throws InterruptedException {
    String version =
        k6().isEmpty() ? "" : Machine.output(List.of(k6(), "version"), setting.folder());
    report.say(
        ("Each run lasts %.0f s, start of the process included in its CPU; by turns, in %d rounds; medians (least–most). "
                + "Of a run that is \"warm\" only what came behind that counts: from runs of twice the length. The target is nginx with a fixed reply of 1.2 KB on the same two cores. %s.")
            .formatted(setting.seconds(SECONDS), setting.rounds(ROUNDS), version));
  }

  /** Twenty posts, as a list would have them. */
  private static String posts() {
    List<String> posts = new ArrayList<>();
    for (int i = 0; i < 20; i++)
      posts.add("{\"id\":%d,\"title\":\"Post number %d\",\"likes\":%d}".formatted(i, i, 31 * i));
    return "{\"posts\":[" + String.join(",", posts) + "]}";
  }

  private void scripts(
      List<Generator> generators, String what, Path script, String base, int users, double seconds)
      throws IOException, InterruptedException {
    Map<Generator, List<Generator.Run>> runs = runs(generators, what, script, base, users, seconds);
    double[] ours = micros(runs.getOrDefault(generators.getFirst(), List.of()));
    runs.forEach((generator, all) -> row(what, users, generator, all, ours));
  }

  /** The second half of longer runs: what is left when the start is over. */
  private void warm(List<Generator> generators, String what, Path script, String base)
      throws IOException, InterruptedException {
    Map<Generator, List<Generator.Run>> halves =
        runs(generators, what, script, base, USERS[0], SECONDS);
    Map<Generator, List<Generator.Run>> wholes =
        runs(generators, what, script, base, USERS[0], 2 * SECONDS);
    Map<Generator, List<Generator.Run>> rest = new LinkedHashMap<>();
    wholes.forEach((generator, all) -> {
      List<Generator.Run> before = halves.getOrDefault(generator, List.of());
      List<Generator.Run> after = new ArrayList<>();
      for (int i = 0; i < all.size(); i++) after.add(all.get(i).without(before.get(i)));
      rest.put(generator, after);
    });
    double[] ours = micros(rest.getOrDefault(generators.getFirst(), List.of()));
    rest.forEach((generator, all) -> row(what + ", warm", USERS[0], generator, all, ours));
  }

  private Map<Generator, List<Generator.Run>> runs(
      List<Generator> generators, String what, Path script, String base, int users, double seconds)
      throws IOException, InterruptedException {
    Map<Generator, List<Generator.Run>> runs = new LinkedHashMap<>();
    for (int round = 0; round < setting.rounds(ROUNDS); round++) {
      for (Generator generator : generators) {
        Generator.Run run =
            generator.run(setting.folder(), script, base, users, setting.seconds(seconds));
        if (run.requests() == 0 || run.failed() > 0)
          report.isVoid(
              "%s, %,d users, %s: %.0f requests, %.0f failed"
                  .formatted(what, users, generator.name(), run.requests(), run.failed()));
        runs.computeIfAbsent(generator, _ -> new ArrayList<>()).add(run);
        setting.say(
            "%s, %,d users, %s: %.1f µs a request"
                .formatted(what, users, generator.name(), run.microsPerRequest()));
      }
    }
    return runs;
  }

  private static double[] micros(List<Generator.Run> runs) {
    return runs.stream().mapToDouble(Generator.Run::microsPerRequest).toArray();
  }

  private void row(
      String what, int users, Generator generator, List<Generator.Run> all, double[] ours) {
    double[] rates = all.stream().mapToDouble(run -> run.requests() / run.seconds()).toArray();
    double bytes =
        Spread.of(all.stream().mapToDouble(Generator.Run::residentBytes).toArray()).median();
    double[] micros = micros(all);
    boolean peer = !generator.name().equals("ours");
    cpu.put(what + users + generator.name(), micros);
    memory.put(what + users + generator.name(), bytes / users);
    table.row(
        what,
        Spread.number(users),
        generator.name(),
        Spread.of(rates).show(0),
        Spread.of(micros).show(1),
        peer ? Spread.ratio(micros, ours).show(2) : "",
        Spread.number(bytes / 1e6, 0),
        Spread.number(bytes / 1e3 / users, 0));
  }

  /** The least that a generator can take. */
  private void limit(Subject nginx) throws IOException, InterruptedException {
    if (!Wrk.found()) return;
    Outcome outcome =
        new Wrk(setting.folder(), new Users())
            .run(
                nginx.port(),
                false,
                List.of(RequestTemplate.get("/")),
                USERS[0],
                setting.seconds(SECONDS),
                false);
    table.row(
        "wrk",
        Spread.number(USERS[0]),
        "wrk",
        Spread.number(outcome.perSecond(), 0),
        Spread.number(outcome.generatorCpuNs() / 1e3 / Math.max(1, outcome.requests()), 1),
        "",
        "",
        "");
  }

  private void aims() {
    for (int users : USERS)
      aim("get + check", users, 5, "requests per CPU-second at least 5 x k6's");
    aim("journey with JSON", USERS[0], 3, "requests per CPU-second at least 3 x k6's");
    String most = "get + check" + USERS[USERS.length - 1];
    Double theirs = memory.get(most + "k6");
    Double own = memory.get(most + "ours");
    if (theirs == null || own == null) return;
    report.aim(
        "%,d users: memory of a user at most a third of k6's".formatted(USERS[USERS.length - 1]),
        own <= theirs / 3,
        "%.0f KB beside %.0f KB".formatted(own / 1e3, theirs / 1e3));
  }

  private void aim(String what, int users, double least, String words) {
    double[] theirs = cpu.get(what + users + "k6");
    double[] ours = cpu.get(what + users + "ours");
    if (theirs == null || ours == null) return;
    Spread ratio = Spread.ratio(theirs, ours);
    report.aim(
        "%s, %,d users: %s".formatted(what, users, words), ratio.median() >= least, ratio.show(2));
  }
}
