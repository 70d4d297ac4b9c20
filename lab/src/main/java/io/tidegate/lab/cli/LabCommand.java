package io.tidegate.lab.cli;

import io.tidegate.lab.control.ControlClient;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The load lab. */
@Command(
    name = "lab",
    description = "The load lab: runs k6 scripts as they are, with figures that cannot flatter.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {
      RunCommand.class,
      AgentCommand.class,
      RehearseCommand.class,
      ReportCommand.class,
      CompareCommand.class,
      LintCommand.class,
      InspectCommand.class,
      ArchiveCommand.class,
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

  // ---- what is asked of a run that goes on ----

  @Command(name = "status", description = "Says how a run stands.", mixinStandardHelpOptions = true)
  int status(@Mixin RunAddress run) {
    return run.ask(ControlClient::status);
  }

  @Command(
      name = "stats",
      description = "Says what a run has measured until now.",
      mixinStandardHelpOptions = true)
  int stats(@Mixin RunAddress run) {
    return run.ask(ControlClient::stats);
  }

  @Command(name = "pause", description = "Has a run wait.", mixinStandardHelpOptions = true)
  int pause(@Mixin RunAddress run) {
    return run.ask(client -> client.pause(true));
  }

  @Command(name = "resume", description = "Has a run go on.", mixinStandardHelpOptions = true)
  int resume(@Mixin RunAddress run) {
    return run.ask(client -> client.pause(false));
  }

  @Command(
      name = "scale",
      description = "Has a run with the executor externally-controlled go on with other users.",
      mixinStandardHelpOptions = true)
  int scale(
      @Mixin RunAddress run,
      @Option(
              names = {"-u", "--vus"},
              description = "Users at work.")
          @Nullable Integer vus,
      @Option(
              names = {"-m", "--max"},
              description = "Users that are there.")
          @Nullable Integer most) {
    if (vus == null && most == null) return RunAddress.wrong("Specify either -u/--vus or -m/--max");
    return run.ask(client -> client.scale(vus, most));
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
   * What ends a program whose arguments cannot be read; those of a command that k6 has, too, end it
   * as they end k6.
   *
   * @param others how it ends where the arguments are another command's
   */
  public static IParameterExceptionHandler wrongUse(IParameterExceptionHandler others) {
    return (problem, arguments) ->
        isOfK6(problem.getCommandLine().getCommand())
            ? RunCommand.wrongUse(problem)
            : others.handleParseException(problem, arguments);
  }

  /** Whether the command ends as k6 does: running a script, and those that control a run. */
  private static boolean isOfK6(Object command) {
    return command instanceof RunCommand
        || command instanceof InspectCommand
        || command instanceof ArchiveCommand
        || command instanceof Method;
  }

  Signals signals() {
    return signals;
  }
}
