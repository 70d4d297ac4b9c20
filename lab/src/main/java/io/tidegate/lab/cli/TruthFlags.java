package io.tidegate.lab.cli;

import java.util.List;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Lets flags that are true or false have a value, as those of k6 may: {@code --throw=false}. */
final class TruthFlags implements IModelTransformer {

  @Override
  public CommandSpec transform(CommandSpec command) {
    for (OptionSpec flag : List.copyOf(command.options())) {
      if (flag.usageHelp() || flag.versionHelp() || !isTruth(flag.type())) continue;
      command.remove(flag);
      command.add(OptionSpec.builder(flag).arity("0..1").fallbackValue("true").build());
    }
    return command;
  }

  private static boolean isTruth(Class<?> type) {
    return type == boolean.class || type == Boolean.class;
  }
}
