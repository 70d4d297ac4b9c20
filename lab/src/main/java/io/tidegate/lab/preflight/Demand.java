package io.tidegate.lab.preflight;

import io.tidegate.lab.options.RunOptions;
import io.tidegate.lab.options.ScenarioOptions;
import io.tidegate.lab.options.ScenarioOptions.Load;
import io.tidegate.lab.options.Stage;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What a run asks of its generator, by its options alone. Pure. */
final class Demand {

  private static final long FEW_ITERATIONS = 1_000;
  private static final Duration SHORT = Duration.ofSeconds(5);

  private Demand() {}

  /** Whether the run is over before anything could be measured for it. */
  static boolean isSmall(RunOptions options) {
    return options.scenarios().stream().allMatch(one -> isSmall(one.load()));
  }

  private static boolean isSmall(Load load) {
    return switch (load) {
      case Load.SharedIterations l -> l.iterations() <= FEW_ITERATIONS;
      case Load.PerVuIterations l -> l.vus() * (double) l.iterations() <= FEW_ITERATIONS;
      case Load.ExternallyControlled _ -> false; // whoever controls it may ask for anything
      default -> load.duration().compareTo(SHORT) <= 0;
    };
  }

  /** Iterations that begin in a second at most; NaN in a closed model, which does not say. */
  static double perSecond(Load load) {
    return switch (load) {
      case Load.ConstantArrivalRate l -> l.rate() / seconds(l.timeUnit());
      case Load.RampingArrivalRate l ->
          l.stages().stream().mapToInt(Stage::target).reduce(l.startRate(), Math::max)
              / seconds(l.timeUnit());
      default -> Double.NaN;
    };
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  /** The most of something over the run: scenarios add up while they overlap. */
  static double most(List<ScenarioOptions> scenarios, ToDoubleFunction<ScenarioOptions> of) {
    double most = 0;
    for (ScenarioOptions at : scenarios) {
      double sum = 0;
      for (ScenarioOptions one : scenarios)
        if (isOn(one, at.startTime())) sum += of.applyAsDouble(one);
      most = Math.max(most, sum);
    }
    return most;
  }

  private static boolean isOn(ScenarioOptions scenario, Duration at) {
    if (scenario.load().isEndless()) return scenario.startTime().compareTo(at) <= 0;
    Duration end =
        scenario.startTime().plus(scenario.load().duration()).plus(scenario.gracefulStop());
    return scenario.startTime().compareTo(at) <= 0 && at.compareTo(end) <= 0;
  }
}
