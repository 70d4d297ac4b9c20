package io.tidegate.lab.cli;

import io.tidegate.lab.options.OptionException;
import io.tidegate.lab.options.RunOptions;
import io.tidegate.lab.options.ScenarioOptions;
import io.tidegate.lab.options.ScenarioOptions.Load;
import io.tidegate.lab.output.Output;

/** What a run cannot have whose load agents make. Pure. */
final class AgentOptions {

  private AgentOptions() {}

  /**
   * Looks for it.
   *
   * @throws OptionException if it is there; the message says what
   */
  static void check(RunOptions options) throws OptionException {
    if (!options.share().isWhole())
      throw new OptionException(
          "the agents get the execution segments: with --agents there is no other one");
    for (ScenarioOptions scenario : options.scenarios())
      if (scenario.load() instanceof Load.ExternallyControlled)
        throw new OptionException(
            "the scenario %s is externally controlled, which agents are not"
                .formatted(scenario.name()));
  }

  /** The same of an output. */
  static void check(Output output) throws OptionException {
    if (output.takesSamples())
      throw new OptionException(
          "%s takes every sample, and agents send the sums of each second: use --out-dir,"
                  .formatted(output.description())
              + " --summary-export or experimental-prometheus-rw");
  }
}
