package io.tidegate.lab.cli;

import io.tidegate.lab.lint.Finding;
import io.tidegate.lab.lint.Linter;
import io.tidegate.lab.options.Durations;
import io.tidegate.lab.options.ScenarioOptions;
import io.tidegate.lab.options.ScenarioOptions.Load;
import io.tidegate.lab.output.FileFaults;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab lint}: the usual mistakes of scripts, before they run. */
@Command(
    name = "lint",
    description = "Names the usual mistakes of k6 scripts, without running them.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing was found, or warnings alone",
      "1:an error was found; with --strict: anything",
      "2:wrong usage",
      "255:no script"
    })
final class LintCommand implements Callable<Integer> {

  private static final int FOUND = 1;
  private static final int NO_SCRIPT = 255;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "SCRIPT", description = "The scripts.")
  private List<Path> scripts = List.of();

  @Option(names = "--strict", description = "Warnings count as errors.")
  private boolean strict;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    int code = 0;
    for (Path script : scripts) {
      if (!Files.isReadable(script)) {
        spec.commandLine().getErr().println("the script " + script + " cannot be read");
        return NO_SCRIPT;
      }
      try {
        Linter.Result result = Linter.lint(script, OptionAdvice::of);
        result.scenarios().forEach(one -> out.println(script + ": " + text(one)));
        result.findings().forEach(one -> out.println(script + ":" + text(one)));
        if (result.findings().stream().anyMatch(this::counts)) code = FOUND;
      } catch (IOException e) {
        spec.commandLine().getErr().println(script + ": " + FileFaults.why(e));
        return NO_SCRIPT;
      }
    }
    out.flush();
    return code;
  }

  private boolean counts(Finding finding) {
    return strict || finding.severity() == Finding.Severity.ERROR;
  }

  private static String text(Finding one) {
    return "%d:%d: %s: %s [%s]"
        .formatted(
            one.line(),
            one.column(),
            one.severity().name().toLowerCase(Locale.ROOT),
            one.text(),
            one.rule());
  }

  private static String text(ScenarioOptions one) {
    Load load = one.load();
    return "scenario %s: %s, %s, at most %d users, %s model"
        .formatted(
            one.name(),
            load.executor(),
            Durations.text(load.duration()),
            load.usersMost(),
            load.isOpenModel() ? "open" : "closed");
  }
}
