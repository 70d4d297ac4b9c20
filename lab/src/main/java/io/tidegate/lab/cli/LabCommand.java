package io.tidegate.lab.cli;

import picocli.CommandLine.Command;

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

  Signals signals() {
    return signals;
  }
}
