package io.tidegate.lab.agent;

import io.tidegate.lab.options.OptionTree;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How agents share a load: by k6's execution segments, each as long as the agent's weight.
 *
 * @param agents at least one
 */
record LoadSplit(List<AgentAddress> agents) {

  private int before(int index) {
    return agents.stream().limit(index).mapToInt(AgentAddress::weight).sum();
  }

  private int all() {
    return before(agents.size());
  }

  /** How much of the whole an agent gets. */
  double part(AgentAddress agent) {
    return (double) agent.weight() / all();
  }

  /** The options that give an agent its part. */
  OptionTree segment(AgentAddress agent) {
    int index = agents.indexOf(agent);
    return new OptionTree(
        "",
        Map.of(
            "executionSegment",
            point(index) + ":" + point(index + 1),
            "executionSegmentSequence",
            IntStream.rangeClosed(0, agents.size())
                .mapToObj(this::point)
                .collect(Collectors.joining(","))));
  }

  /** Where the part of an agent begins. */
  private String point(int index) {
    return before(index) + "/" + all();
  }
}
