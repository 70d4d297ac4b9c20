package io.tidegate.lab.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of {@code k6 run} that do nothing here. Each that is used is told, and why. */
final class AbsentFlags {

  @Option(
      names = "--compatibility-mode",
      description = "Told and ignored: scripts are read as k6's extended mode reads them.")
  private @Nullable String compatibilityMode;

  @Option(names = "--new-machine-readable-summary", hidden = true)
  private boolean machineReadable;

  @Option(names = "--traces-output", hidden = true)
  private @Nullable String traces;

  @Option(names = "--profiling-enabled", hidden = true)
  private boolean profiling;

  @Option(names = "--secret-source", hidden = true)
  private List<String> secrets = List.of();

  /** Kept in silence: nothing is reported to anybody. */
  @Option(names = "--no-usage-report", hidden = true)
  void noUsageReport(boolean given) {}

  /** What to say of those that are used, a line each. */
  List<String> told() {
    List<String> told = new ArrayList<>();
    if (compatibilityMode != null && !compatibilityMode.equals("extended"))
      told.add("--compatibility-mode does nothing here: scripts are read in the extended mode");
    if (machineReadable)
      told.add("--new-machine-readable-summary is not here: the summary has k6's usual form");
    if (traces != null && !traces.equals("none"))
      told.add("--traces-output does nothing here: the lab writes no traces");
    if (profiling)
      told.add("--profiling-enabled does nothing here: use the JVM's own tools, such as JFR");
    if (!secrets.isEmpty())
      told.add("--secret-source does nothing here: there is no module k6/secrets");
    return told;
  }
}
