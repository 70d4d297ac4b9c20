package io.tidegate.app;

import io.tidegate.app.config.ConfigException;
import io.tidegate.lab.cli.LabCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The program: {@code java -jar tidegate.jar COMMAND}. A new command is one class, named in {@code
 * subcommands}; with a {@link ConfigOptions} in it, it has its settings.
 *
 * <p>Exit codes: 0 done, 1 failed, 2 wrong usage or wrong configuration; others are those of the
 * commands, which say so in their help.
 */
@Command(
    name = "tidegate",
    description = "Opens sales that everyone wants at once.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      UpCommand.class,
      ServeCommand.class,
      ClusterCommand.class,
      LogCommand.class,
      GateCommand.class,
      SeedCommand.class,
      AuditCommand.class,
      DrawCommand.class,
      KeysCommand.class,
      ExportCommand.class,
      OutboxCommand.class,
      RehearseCommand.class,
      HelpCommand.class
    })
public final class Main {
  private static final int FAILED = 1;
  private static final int WRONG_USE = 2;

  private Main() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The whole command line, not yet run; a test gives it other streams. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(CommandSpec.forAnnotatedObject(new Main()));
    line.addSubcommand("lab", LabCommand.line(Signals::on));
    line.setParameterExceptionHandler(LabCommand.wrongUse(wrongUse()));
    line.setExecutionExceptionHandler(failed());
    return line;
  }

  /** One line that says what is wrong, then where help is: the whole help would hide the reason. */
  private static IParameterExceptionHandler wrongUse() {
    return (problem, _) -> {
      PrintWriter err = problem.getCommandLine().getErr();
      CommandSpec command = problem.getCommandLine().getCommandSpec();
      err.println("tidegate: " + problem.getMessage());
      CommandLine.UnmatchedArgumentException.printSuggestions(problem, err);
      err.println("Try '" + command.qualifiedName() + " --help'.");
      return WRONG_USE;
    };
  }

  private static IExecutionExceptionHandler failed() {
    return (problem, line, _) -> {
      switch (problem) {
        case ConfigException wrong ->
            wrong.problems().forEach(one -> line.getErr().println("tidegate: " + one));
        case IOException refused -> line.getErr().println("tidegate: " + reason(refused));
        default -> throw problem;
      }
      return problem instanceof ConfigException ? WRONG_USE : FAILED;
    };
  }

  /**
   * What to tell of a folder, file or port that cannot be had: one line. The message of a file
   * system's refusal is the file's name alone, that of a port's says why in its cause.
   */
  static String reason(IOException e) {
    if (e instanceof AccessDeniedException denied)
      return denied.getFile() + " cannot be opened: permission denied";
    boolean bare = e instanceof FileSystemException refused && refused.getReason() == null;
    String why = bare ? e.getClass().getSimpleName() + ": " + e.getMessage() : text(e);
    return e.getCause() instanceof IOException cause && !why.contains(text(cause))
        ? why + ": " + text(cause)
        : why;
  }

  private static String text(IOException e) {
    return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
  }
}
