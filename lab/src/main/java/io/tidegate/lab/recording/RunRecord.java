package io.tidegate.lab.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a report needs of a run, as it was found in its folder.
 *
 * @param end null where the run did not end in order
 * @param cut whether the measurements end in the middle of something
 * @param origin of what another tool measured; null of the lab's own
 */
public record RunRecord(
    RunFacts facts,
    @Nullable RunEnd end,
    boolean cut,
    Measurements measured,
    @Nullable Origin origin) {

  /**
   * Where figures come from that the lab did not measure.
   *
   * @param tool as reports call it
   * @param unknown a sentence for each thing that its file cannot say
   * @param faults a sentence for each thing that is wrong with the file
   */
  public record Origin(String tool, List<Text> unknown, List<Text> faults) {}

  /**
   * Reads a folder that {@link RunRecorder} wrote.
   *
   * @throws IOException if there is no run in it; the message is for whoever named the folder
   */
  public static RunRecord read(Path folder) throws IOException {
    try {
      RunJson.Content run = RunJson.read(Files.readAllBytes(folder.resolve(RunRecorder.RUN)));
      Measurements measured = new Measurements();
      boolean whole =
          IntervalFile.read(folder.resolve(RunRecorder.INTERVALS), measured.metrics(), measured);
      return new RunRecord(run.facts(), run.end(), !whole, measured, null);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no run in " + folder + ": it has no " + e.getMessage(), e);
    }
  }

  /** Iterations that were cut off, as far as that is known. */
  public long interrupted() {
    return end == null ? 0 : end.interrupted();
  }

  /** How long it measured, s; never 0. */
  public double seconds() {
    double ms = end == null ? measured.lengthMs() : end.durationMs();
    return Math.max(ms, 1) / 1_000;
  }
}
