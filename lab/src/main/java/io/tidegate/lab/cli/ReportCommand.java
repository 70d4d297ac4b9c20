package io.tidegate.lab.cli;

import io.tidegate.lab.output.FileFaults;
import io.tidegate.lab.report.Reports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab report}: the reports of runs that are over, or died, or that others measured. */
@Command(
    name = "report",
    description = {
      "Writes the reports of a run, also where it died.",
      "Of a run's folder: report.html and report.md. Beside what another tool wrote, FILE.report.html"
          + " and FILE.report.md: k6's --out json or csv, JMeter's JTL (CSV or XML), nGrinder's CSV,"
          + " each also as .gz."
    },
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

  private static final int NO_RUN = 255;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Folders of runs, or files.")
  private List<Path> measured = List.of();

  @Mixin private LanguageOption language = new LanguageOption();

  @Override
  public Integer call() {
    int code = 0;
    for (Path one : measured) {
      try {
        spec.commandLine().getOut().println(Reports.write(one, language.chosen()));
      } catch (IOException e) {
        spec.commandLine().getErr().println(FileFaults.text(e));
        code = NO_RUN;
      }
    }
    spec.commandLine().getOut().flush();
    return code;
  }
}
