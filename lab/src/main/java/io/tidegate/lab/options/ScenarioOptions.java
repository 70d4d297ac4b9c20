package io.tidegate.lab.options;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One scenario: who does what, from when, and how many of them.
 *
 * @param exec name of the function that its users call
 * @param startTime after the start of the run
 * @param gracefulStop how long an iteration may go on when its time is over
 */
public record ScenarioOptions(
    String name,
    Load load,
    String exec,
    Map<String, String> env,
    Map<String, String> tags,
    Duration startTime,
    Duration gracefulStop) {

  /** How many users there are and when they begin iterations; one kind for each executor of k6. */
  public sealed interface Load {

    /** How long new iterations may begin. */
    Duration duration();

    /** How k6 calls it. */
    default String executor() {
      return switch (this) {
        case SharedIterations _ -> "shared-iterations";
        case PerVuIterations _ -> "per-vu-iterations";
        case ConstantVus _ -> "constant-vus";
        case RampingVus _ -> "ramping-vus";
        case ConstantArrivalRate _ -> "constant-arrival-rate";
        case RampingArrivalRate _ -> "ramping-arrival-rate";
        case ExternallyControlled _ -> "externally-controlled";
      };
    }

    /** Users there may be at once. */
    default int usersMost() {
      return switch (this) {
        case SharedIterations l -> l.vus();
        case PerVuIterations l -> l.vus();
        case ConstantVus l -> l.vus();
        case RampingVus l ->
            l.stages().stream().mapToInt(Stage::target).reduce(l.startVus(), Math::max);
        case ConstantArrivalRate l -> l.maxVus();
        case RampingArrivalRate l -> l.maxVus();
        case ExternallyControlled l -> l.maxVus();
      };
    }

    /** Whether iterations begin at times that do not depend on how long they take. */
    default boolean isOpenModel() {
      return this instanceof ConstantArrivalRate || this instanceof RampingArrivalRate;
    }

    /** Whether it goes on until somebody stops the run; its duration is zero then. */
    default boolean isEndless() {
      return this instanceof ExternallyControlled && duration().isZero();
    }

    /** So many iterations, which users take as they get free. */
    record SharedIterations(int vus, long iterations, Duration maxDuration) implements Load {
      @Override
      public Duration duration() {
        return maxDuration;
      }
    }

    /** So many iterations by each user. */
    record PerVuIterations(int vus, long iterations, Duration maxDuration) implements Load {
      @Override
      public Duration duration() {
        return maxDuration;
      }
    }

    /** So many users, one iteration after the other. */
    record ConstantVus(int vus, Duration duration) implements Load {}

    /**
     * More and fewer of them.
     *
     * @param gracefulRampDown how long the iteration of a user may go on who is one too many
     */
    record RampingVus(int startVus, List<Stage> stages, Duration gracefulRampDown) implements Load {
      public RampingVus {
        stages = List.copyOf(stages);
      }

      @Override
      public Duration duration() {
        return stages.stream().map(Stage::duration).reduce(Duration.ZERO, Duration::plus);
      }
    }

    /**
     * An open model: iterations begin at times that do not depend on how long they take.
     *
     * @param rate iterations in each {@code timeUnit}
     * @param preAllocatedVus users made before
     * @param maxVus made at most
     */
    record ConstantArrivalRate(
        int rate, Duration timeUnit, Duration duration, int preAllocatedVus, int maxVus)
        implements Load {}

    /** The same with a rate that changes from stage to stage. */
    record RampingArrivalRate(
        int startRate, Duration timeUnit, List<Stage> stages, int preAllocatedVus, int maxVus)
        implements Load {
      public RampingArrivalRate {
        stages = List.copyOf(stages);
      }

      @Override
      public Duration duration() {
        return stages.stream().map(Stage::duration).reduce(Duration.ZERO, Duration::plus);
      }
    }

    /**
     * So many users as somebody asks for while the run goes on.
     *
     * @param vus at the start, in [0, {@code maxVus}]
     * @param maxVus made before the start; more may be asked for while the run goes on
     * @param duration zero for until somebody stops the run
     */
    record ExternallyControlled(int vus, int maxVus, Duration duration) implements Load {}
  }
}
