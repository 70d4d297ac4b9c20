package io.tidegate.lab.cli;

import io.tidegate.lab.convert.Conversion;
import io.tidegate.lab.output.FileFaults;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab convert}: plans of other tools as scripts. */
@Command(
    name = "convert",
    description = {
      "Turns a plan of JMeter, or a script of nGrinder, into a k6 script.",
      "Of nGrinder (Groovy) it knows the usual form. What it could not turn is told, and stands in"
          + " the script as comments."
    },
    mixinStandardHelpOptions = true)
final class ConvertCommand implements Callable<Integer> {

  private static final int NOT_WRITTEN = 255;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "PLAN", description = "The plan or script.")
  private Path plan = Path.of(".");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where the script goes, instead of to the screen; no file is overwritten.")
  private @Nullable Path file;

  @Override
  public Integer call() {
    try {
      Conversion conversion = Conversion.of(plan);
      if (file == null) spec.commandLine().getOut().print(conversion.script());
      else Files.writeString(file, conversion.script(), StandardOpenOption.CREATE_NEW);
      spec.commandLine().getOut().flush();
      conversion
          .notes()
          .forEach(note -> spec.commandLine().getErr().println("not turned: " + note));
      return 0;
    } catch (FileAlreadyExistsException _) {
      spec.commandLine().getErr().println(file + " is there already");
    } catch (NoSuchFileException e) {
      spec.commandLine().getErr().println("there is no " + e.getMessage());
    } catch (IOException e) {
      spec.commandLine().getErr().println(FileFaults.text(e));
    }
    return NOT_WRITTEN;
  }
}
