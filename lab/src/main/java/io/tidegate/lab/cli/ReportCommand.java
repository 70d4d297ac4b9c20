package io.tidegate.lab.cli;

import io.tidegate.lab.report.Reports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab report}: the reports of a run that is over, or died. */
@Command(
    name = "report",
    description = "Writes report.html and report.md of a run's folder, also where the run died.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

  private static final int NO_RUN = 255;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "FOLDER", description = "The run's folder.")
  private Path folder = Path.of(".");

  @Mixin private LanguageOption language = new LanguageOption();

  @Override
  public Integer call() {
    try {
      Path page = Reports.write(folder, language.chosen());
      spec.commandLine().getOut().println(page);
      spec.commandLine().getOut().flush();
      return 0;
    } catch (IOException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return NO_RUN;
    }
  }
}
