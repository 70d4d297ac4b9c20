package io.tidegate.lab.recording;

import io.tidegate.lab.options.Durations;
import io.tidegate.lab.options.RunOptions;
import io.tidegate.lab.options.ScenarioOptions;
import io.tidegate.lab.options.ScenarioOptions.Load;
import java.util.List;
import java.util.Map;

/**
 * What is known of a run when it begins.
 *
 * @param script its file, as it was named
 * @param command as it was typed
 * @param startedMs epoch ms
 * @param machine what it runs on and with, by what it is called
 * @param optionsJson what it was asked to do, as JSON
 * @param ceilings what was found of the generator before
 */
public record RunFacts(
    String script,
    List<String> command,
    long startedMs,
    List<Scenario> scenarios,
    Map<String, String> machine,
    String optionsJson,
    Ceilings ceilings) {

  /** Of a generator at which nobody looked before. */
  public RunFacts(
      String script,
      List<String> command,
      long startedMs,
      List<Scenario> scenarios,
      Map<String, String> machine,
      String optionsJson) {
    this(script, command, startedMs, scenarios, machine, optionsJson, Ceilings.NONE);
  }

  /** The same with what was found of the generator. */
  public RunFacts with(Ceilings found) {
    return new RunFacts(script, command, startedMs, scenarios, machine, optionsJson, found);
  }

  /**
   * One scenario.
   *
   * @param executor as k6 calls it
   * @param open whether its iterations begin at times that do not depend on how long they take
   * @param usersMost users it may have at once
   * @param length how long iterations may begin, as k6 writes times
   */
  public record Scenario(String name, String executor, boolean open, int usersMost, String length) {

    private static Scenario of(ScenarioOptions options) {
      Load load = options.load();
      return new Scenario(
          options.name(),
          load.executor(),
          load.isOpenModel(),
          load.usersMost(),
          Durations.text(load.duration()));
    }
  }

  /** Those of a run that begins on this machine. */
  public static RunFacts of(
      String script, List<String> command, RunOptions options, String optionsJson, long startedMs) {
    return new RunFacts(
        script,
        List.copyOf(command),
        startedMs,
        options.scenarios().stream().map(Scenario::of).toList(),
        Machine.facts(),
        optionsJson);
  }

  /** Whether any scenario is an open model. */
  public boolean isOpen() {
    return scenarios.stream().anyMatch(Scenario::open);
  }
}
