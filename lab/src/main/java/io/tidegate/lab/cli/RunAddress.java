package io.tidegate.lab.cli;

import io.tidegate.lab.control.ControlClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which run is asked by the commands that control one. */
final class RunAddress {

  private static final int FAILED = 255;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-a", "--address"},
      paramLabel = "HOST:PORT",
      defaultValue = ControlFlags.ADDRESS,
      description = "Where the run is, by default ${DEFAULT-VALUE}.")
  private String address = ControlFlags.ADDRESS;

  /** What is asked, and the lines that say what it answers. */
  @FunctionalInterface
  interface Question {
    List<String> ask(ControlClient client) throws IOException, InterruptedException;
  }

  /** Asks, and says the answer; the exit code. */
  int ask(Question question) {
    try {
      PrintWriter out = spec.commandLine().getOut();
      question.ask(new ControlClient(address)).forEach(out::println);
      out.flush();
      return 0;
    } catch (IOException e) {
      return wrong(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }

  static int wrong(String what) {
    new LogLines(System.err, LogLines.Format.TEXT, false).say("error", what);
    return FAILED;
  }
}
