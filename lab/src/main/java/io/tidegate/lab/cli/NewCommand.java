package io.tidegate.lab.cli;

import io.tidegate.lab.output.FileFaults;
import io.tidegate.lab.template.TestKind;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab new}: a script to begin with. */
@Command(
    name = "new",
    description = "Writes a commented k6 script to begin with.",
    mixinStandardHelpOptions = true)
final class NewCommand implements Callable<Integer> {

  private static final int NOT_WRITTEN = 255;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "KIND",
      description = "load, stress, spike, soak or breakpoint.")
  private String kind = "";

  @Parameters(index = "1", paramLabel = "URL", description = "What it asks for.")
  private String url = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where it goes, instead of to the screen; no file is overwritten.")
  private @Nullable Path file;

  @Override
  public Integer call() {
    String script = script();
    try {
      if (file == null) {
        spec.commandLine().getOut().print(script);
        spec.commandLine().getOut().flush();
      } else Files.writeString(file, script, StandardOpenOption.CREATE_NEW);
      return 0;
    } catch (FileAlreadyExistsException _) {
      spec.commandLine().getErr().println(file + " is there already");
    } catch (IOException e) {
      spec.commandLine().getErr().println(file + " cannot be written: " + FileFaults.why(e));
    }
    return NOT_WRITTEN;
  }

  private String script() {
    List<String> kinds = Arrays.stream(TestKind.values()).map(TestKind::code).toList();
    int number = kinds.indexOf(kind);
    if (number < 0)
      throw new ParameterException(
          spec.commandLine(),
          "there is no test \"" + kind + "\"; there are " + String.join(", ", kinds));
    try {
      return TestKind.values()[number].script(url);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
