package io.tidegate.lab.cli;

import io.tidegate.lab.output.FileFaults;
import io.tidegate.lab.report.Comparison;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab compare}: two runs side by side. */
@Command(
    name = "compare",
    description =
        "Says, as Markdown, what changed from one run to another: folders that runs left, or files"
            + " that k6, JMeter or nGrinder wrote.",
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {

  private static final int NO_RUN = 255;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "A", description = "The first run.")
  private Path first = Path.of(".");

  @Parameters(index = "1", paramLabel = "B", description = "The second run.")
  private Path second = Path.of(".");

  @Mixin private LanguageOption language = new LanguageOption();

  @Override
  public Integer call() {
    try {
      spec.commandLine().getOut().print(Comparison.of(first, second, language.chosen()));
      spec.commandLine().getOut().flush();
      return 0;
    } catch (IOException e) {
      spec.commandLine().getErr().println(FileFaults.text(e));
      return NO_RUN;
    }
  }
}
