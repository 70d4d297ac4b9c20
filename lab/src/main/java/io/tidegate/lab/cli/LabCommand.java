package io.tidegate.lab.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterExceptionHandler;

/** The load lab. */
@Command(
    name = "lab",
    description = "The load lab: runs k6 scripts as they are, with figures that cannot flatter.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {
      RunCommand.class,
      RehearseCommand.class,
      ReportCommand.class,
      CompareCommand.class,
      LintCommand.class,
      NewCommand.class,
      ConvertCommand.class
    })
public final class LabCommand {

  /** Has something run on a signal of the process, by its name without SIG. */
  @FunctionalInterface
  public interface Signals {
    void on(String name, Runnable action);
  }

  private final Signals signals;

  /** One for the whole program, which knows how signals are caught. */
  public LabCommand(Signals signals) {
    this.signals = signals;
  }

  /** Its command line. */
  public static CommandLine line(Signals signals) {
    CommandLine line = new CommandLine(new LabCommand(signals));
    // As in k6, the last of a flag counts.
    line.setOverwrittenOptionsAllowed(true);
    line.setParameterExceptionHandler(wrongUse(line.getParameterExceptionHandler()));
    return line;
  }

  /**
   * What ends a program whose arguments cannot be read; those of {@code run} end it as they end k6.
   *
   * @param others how it ends where the arguments are another command's
   */
  public static IParameterExceptionHandler wrongUse(IParameterExceptionHandler others) {
    return (problem, arguments) ->
        problem.getCommandLine().getCommand() instanceof RunCommand
            ? RunCommand.wrongUse(problem)
            : others.handleParseException(problem, arguments);
  }

  Signals signals() {
    return signals;
  }
}
