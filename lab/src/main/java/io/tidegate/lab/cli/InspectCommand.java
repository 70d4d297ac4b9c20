package io.tidegate.lab.cli;

import io.tidegate.lab.options.OptionException;
import io.tidegate.lab.options.OptionTree;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lab inspect}: what a script or an archive says of its run. */
@Command(
    name = "inspect",
    description = "Prints the options of a script or an archive, as k6 does.",
    mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ScriptFlags script = new ScriptFlags();

  @Override
  public Integer call() {
    return ReadScript.of(script, Map.of(), (_, _, own) -> print(own));
  }

  private void print(OptionTree options) throws OptionException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(PrettyJson.of(OptionsJson.of(options)));
    out.flush();
  }
}
