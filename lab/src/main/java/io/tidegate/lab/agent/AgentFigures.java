package io.tidegate.lab.agent;

import io.tidegate.lab.metric.BuiltinMetrics;
import io.tidegate.lab.metric.Interval;
import io.tidegate.lab.metric.SubMetric;
import io.tidegate.lab.metric.Totals;
import io.tidegate.lab.recording.AgentPart;
import io.tidegate.lab.recording.AgentPart.End;
import io.tidegate.lab.watch.SelfCheck;
import org.jspecify.annotations.Nullable;

/** What one agent measured, in sum. Confined to one thread. */
final class AgentFigures {

  private final SubMetric iterationsOf;
  private final SubMetric failedOf;
  private final SubMetric durationsOf;
  private final Totals iterations;
  private final Totals failed;
  private final Totals durations;

  AgentFigures(BuiltinMetrics metrics) {
    iterationsOf = SubMetric.whole(metrics.iterations);
    failedOf = SubMetric.whole(metrics.httpReqFailed);
    durationsOf = SubMetric.whole(metrics.httpReqDuration);
    iterations = new Totals(metrics.iterations.type());
    failed = new Totals(metrics.httpReqFailed.type());
    durations = new Totals(metrics.httpReqDuration.type());
  }

  void add(Interval interval) {
    iterations.add(interval.totals(iterationsOf));
    failed.add(interval.totals(failedOf));
    durations.add(interval.totals(durationsOf));
  }

  /**
   * All of it.
   *
   * @param health how it found itself; null where it was lost
   */
  AgentPart part(RemoteAgent agent, double share, @Nullable SelfCheck health) {
    End end = End.LOST;
    if (health != null) end = health.isSound() ? End.ENDED : End.LIMITED;
    return new AgentPart(
        agent.name(),
        share,
        Math.round(iterations.sum()),
        durations.count(),
        Math.round(failed.sum()),
        durations.count() == 0 ? Double.NaN : durations.percentile(95),
        health == null ? Double.NaN : health.ownCpu(),
        health == null ? Double.NaN : health.latenessP99Ms(),
        agent.clockBound().toNanos() / 1e6,
        end);
  }
}
