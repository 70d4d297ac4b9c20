package io.tidegate.lab.cli;

import io.tidegate.lab.metric.MetricStore;
import io.tidegate.lab.options.OptionException;
import io.tidegate.lab.options.OptionTree;
import io.tidegate.lab.options.RunOptions;
import io.tidegate.lab.output.Output;
import io.tidegate.lab.output.OutputContext;
import io.tidegate.lab.output.OutputException;
import io.tidegate.lab.output.Outputs;
import io.tidegate.lab.threshold.Thresholds;
import java.util.ArrayList;
import java.util.List;

/** The outputs of a run by the command line. */
final class RunOutputs {

  private RunOutputs() {}

  /**
   * Opens those that are wanted; they have begun to take what the store gives.
   *
   * @throws OptionException if one cannot be had
   */
  static List<Output> open(
      RunSession.Wishes wishes,
      OptionTree tree,
      RunOptions options,
      Thresholds thresholds,
      MetricStore store,
      LogLines log)
      throws OptionException {
    OutputContext context =
        new OutputContext(
            System.getenv(),
            options.systemTags(),
            thresholds.all().keySet(),
            thresholds.all(),
            System.out,
            text -> log.say("warning", text));
    List<Output> outputs = new ArrayList<>();
    try {
      List<String> wanted =
          wishes.agents().isEmpty()
              ? ScriptInflux.with(wishes.outputs(), tree, log)
              : wishes.outputs();
      for (String one : wanted) {
        Output output = Outputs.of(one, context);
        if (!wishes.agents().isEmpty()) AgentOptions.check(output);
        output.start(store);
        outputs.add(output);
      }
    } catch (OutputException | OptionException e) {
      outputs.forEach(Output::close);
      throw new OptionException(String.valueOf(e.getMessage()));
    }
    return outputs;
  }
}
