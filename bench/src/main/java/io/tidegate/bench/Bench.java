package io.tidegate.bench;

import io.tidegate.bench.machine.Machine;
import io.tidegate.bench.report.Report;
import io.tidegate.bench.report.ResultsPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code ./tidegate bench NAME}: measures, prints what was found, and saves it if asked to.
 *
 * <p>Exit codes: 0 measured, whatever the figures; 1 void or failed; 2 wrong usage.
 */
@Command(
    name = "tidegate bench",
    description = "Measures the service beside the peers found on this machine.",
    sortOptions = false)
public final class Bench implements Callable<Integer> {
  private static final String ALL = "all";
  private static final int CONNECTIONS_MAX = 10_000;

  /** The names, for picocli. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.concat(Stream.of(Benches.values()).map(Bench::nameOf), Stream.of(ALL))
          .iterator();
    }
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "NAME",
      completionCandidates = Names.class,
      description = "One of: ${COMPLETION-CANDIDATES}.")
  private String name = ALL;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each thing is measured; every bench has its own default.")
  private int rounds;

  @Option(names = "--quick", description = "Shorter, to try a bench itself.")
  private boolean quick;

  @Option(names = "--save", description = "Write what was found to bench/results/NAME.md.")
  private boolean save;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Where data folders go while a bench runs; in the checkout if not said.")
  private @Nullable Path folder;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Of bench scale: just the designs whose names hold this, such as Tidegate.")
  private String only = "";

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "Of bench scale: connections to Tidegate at saturation, 1 to 10000.")
  private int connections;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and end.")
  @SuppressWarnings("UnusedVariable") // picocli's
  private boolean help;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "20261120",
      description = "Of everything random; default ${DEFAULT-VALUE}.")
  private long seed;

  private Bench() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Bench()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    if (rounds < 0) throw wrong("--rounds must be at least 1");
    if (connections < 0 || connections > CONNECTIONS_MAX)
      throw wrong("--connections must be 1 to " + CONNECTIONS_MAX);
    boolean scale = name.equals(nameOf(Benches.SCALE));
    if (!scale && !(only.isEmpty() && connections == 0))
      throw wrong("--only and --connections are for bench scale");
    int worst = 0;
    for (Benches bench : wanted()) worst = Math.max(worst, run(bench));
    return worst;
  }

  private List<Benches> wanted() {
    if (name.equals(ALL)) return List.of(Benches.values());
    return Stream.of(Benches.values())
        .filter(bench -> nameOf(bench).equals(name))
        .findFirst()
        .map(List::of)
        .orElseThrow(() -> wrong("there is no bench '" + name + "'"));
  }

  private ParameterException wrong(String why) {
    return new ParameterException(spec.commandLine(), why);
  }

  private int run(Benches bench) throws Exception {
    Path home = home();
    Path here = folder == null ? home.resolve(".tidegate") : folder;
    Files.createDirectories(here);
    Path work = Files.createTempDirectory(here, "bench-");
    try {
      Setting setting =
          new Setting(home, work, rounds, quick, seed, only, connections, this::progress);
      Report report = bench.measure(setting);
      String page = head(nameOf(bench), home, work) + report.show();
      out(page);
      if (save) ResultsPage.save(home.resolve("bench/results/" + nameOf(bench) + ".md"), page);
      return report.isVoid() ? 1 : 0;
    } finally {
      Setting.delete(work);
    }
  }

  private String head(String bench, Path home, Path work) throws Exception {
    String commit = Machine.output(List.of("git", "rev-parse", "--short", "HEAD"), home);
    boolean changed =
        !Machine.output(List.of("git", "status", "--porcelain", "-uno"), home).isEmpty();
    return "# bench "
        + bench
        + "\n\n"
        + String.join("\n", facts(commit + (changed ? " with changes" : ""), work))
        + "\n\n";
  }

  private List<String> facts(String commit, Path work) throws IOException {
    List<String> facts = new ArrayList<>();
    facts.add("- machine: " + Machine.describe(work));
    facts.add("- Java " + System.getProperty("java.vm.version") + ", JVM flags of `./tidegate`");
    facts.add("- command: `./tidegate bench " + String.join(" ", arguments()) + "`");
    facts.add("- commit " + commit + ", " + LocalDate.now(ZoneOffset.UTC));
    return facts;
  }

  private List<String> arguments() {
    return spec.commandLine().getParseResult().originalArgs();
  }

  /** The checkout: the launcher says where; without it, the current folder. */
  private static Path home() {
    return Path.of(System.getProperty("tidegate.home", "")).toAbsolutePath();
  }

  private void progress(String what) {
    spec.commandLine().getErr().println("  " + what);
    spec.commandLine().getErr().flush();
  }

  private void out(String text) {
    spec.commandLine().getOut().println(text);
    spec.commandLine().getOut().flush();
  }

  private static String nameOf(Benches bench) {
    return bench.name().toLowerCase(Locale.ROOT);
  }
}
