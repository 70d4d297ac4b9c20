package io.tidegate.lab.recording;

import java.util.List;
import java.util.Map;

/**
 * What the generator found when it watched itself during a run.
 *
 * @param limits what of the generator limited the run; if there is any, its figures say nothing of
 *     the target
 * @param figures more for the reader, by what they are called, as text with units
 */
public record GeneratorHealth(List<Limit> limits, Map<String, String> figures) {

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
