package io.tidegate.lab.agent;

import io.tidegate.lab.engine.LoadGenerator;
import io.tidegate.lab.metric.MetricRegistry;
import io.tidegate.lab.recording.AgentPart;
import io.tidegate.lab.watch.SelfCheck;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The agents of one run, connected. */
public final class AgentFleet implements AutoCloseable {

  private final List<RemoteAgent> agents;
  private @Nullable FleetGenerator generator;

  private AgentFleet(List<RemoteAgent> agents) {
    this.agents = agents;
  }

  /**
   * Connects to all of them, or to none.
   *
   * @param to none where the load is made here
   * @param metrics has the metrics that they measure
   * @throws AgentException if one cannot be had
   */
  public static AgentFleet connect(List<AgentAddress> to, Secret secret, MetricRegistry metrics)
      throws AgentException {
    List<RemoteAgent> agents = new ArrayList<>();
    AgentFleet fleet = new AgentFleet(agents);
    try {
      for (AgentAddress one : to) agents.add(RemoteAgent.connect(one, secret, metrics));
      return fleet;
    } catch (AgentException e) {
      fleet.close();
      throw e;
    }
  }

  /** Whether there are none, so that the load is made here. */
  public boolean isEmpty() {
    return agents.isEmpty();
  }

  /** What makes the load of a run; called once. */
  public LoadGenerator generator(FleetGenerator.Work work, FleetGenerator.Sinks to) {
    FleetGenerator made = new FleetGenerator(this, work, to);
    generator = made;
    return made;
  }

  /** How the agents were during their run; a limit of one limited the run. */
  public SelfCheck health() {
    return generator == null ? new SelfCheck(List.of(), 0, 0, 0, 0, 0) : generator.health();
  }

  /** What each did of the run. */
  public List<AgentPart> parts() {
    return generator == null ? List.of() : generator.parts();
  }

  List<RemoteAgent> agents() {
    return agents;
  }

  /** What to say of them before a run, a line each. */
  public List<String> lines() {
    return agents.stream()
        .map(agent ->
            "agent %s: its clock is known within %.3f ms"
                .formatted(agent.name(), agent.clockBound().toNanos() / 1e6))
        .toList();
  }

  @Override
  public void close() {
    agents.forEach(RemoteAgent::close);
  }
}
