package io.tidegate.lab.recording;

import java.util.List;
import java.util.Map;

/**
 * What the generator found when it watched itself during a run.
 *
 * @param limits what of the generator limited the run; if there is any, its figures say nothing of
 *     the target
 * @param figures more for the reader, by what they are called, as text with units
 * @param agents that made the load; none where one generator did
 */
public record GeneratorHealth(
    List<Limit> limits, Map<String, String> figures, List<AgentPart> agents) {

  /** Of a generator that made all of the load itself. */
  public GeneratorHealth(List<Limit> limits, Map<String, String> figures) {
    this(limits, figures, List.of());
  }

  /** The same of several agents. */
  public GeneratorHealth with(List<AgentPart> parts) {
    return new GeneratorHealth(limits, figures, List.copyOf(parts));
  }

  /**
   * Something of the generator that was at its end.
   *
   * @param name such as {@code cpu}, {@code ports}, {@code link}
   * @param evidence a sentence: what was seen
   * @param advice a sentence: what to do
   */
  public record Limit(String name, Text evidence, Text advice) {}

  /** Whether what the run measured is the target, and not the generator. */
  public boolean measuresTarget() {
    return limits.isEmpty();
  }
}
