package io.tidegate.lab.recording;

import io.tidegate.lab.threshold.ThresholdResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a run when it has ended.
 *
 * @param endedMs epoch ms
 * @param durationMs without setup and teardown
 * @param exitCode of the process
 * @param reason why it ended so; empty where all went as asked
 * @param interrupted iterations that were cut off at the end of their time
 * @param health what the generator found of itself; null where nobody watched
 */
public record RunEnd(
    long endedMs,
    double durationMs,
    int exitCode,
    String reason,
    long interrupted,
    List<ThresholdOutcome> thresholds,
    @Nullable GeneratorHealth health) {

  /**
   * One threshold.
   *
   * @param metric as the script names it, with tags
   * @param source as it is written
   * @param figure what was compared
   * @param samples from how many samples; without any it shows nothing
   */
  public record ThresholdOutcome(
      String metric, String source, boolean holds, double figure, long samples) {

    static ThresholdOutcome of(ThresholdResult result) {
      return new ThresholdOutcome(
          result.of().name(),
          result.threshold().source(),
          result.holds(),
          result.figure(),
          result.samples());
    }
  }

  /** With the thresholds as they were found at the end. */
  public static RunEnd of(
      long endedMs,
      double durationMs,
      int exitCode,
      String reason,
      long interrupted,
      List<ThresholdResult> thresholds,
      @Nullable GeneratorHealth health) {
    return new RunEnd(
        endedMs,
        durationMs,
        exitCode,
        reason,
        interrupted,
        thresholds.stream().map(ThresholdOutcome::of).toList(),
        health);
  }
}
