package io.tidegate.lab.recording;

import io.tidegate.lab.metric.Interval;
import io.tidegate.lab.metric.IntervalListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a run measures into its folder as it goes: {@code run.json} at the start and again at
 * the end, and {@code intervals.bin} every second. So a run that died leaves what it had measured.
 *
 * <pre>{@code
 * RunRecorder recorder = RunRecorder.start(folder, RunFacts.of(...), warnings);
 * store.onInterval(recorder);          // before the store starts
 * ... the run ...
 * store.close();
 * recorder.end(RunEnd.of(...));
 * }</pre>
 *
 * Intervals come on the thread of the intervals; it ends when that has.
 */
public final class RunRecorder implements IntervalListener, AutoCloseable {

  static final String RUN = "run.json";
  static final String INTERVALS = "intervals.bin";

  private final Path folder;
  private final RunFacts facts;
  private final IntervalFile.Writer intervals;
  private final Consumer<String> warnings;
  private boolean failed;
  private boolean closed;

  private RunRecorder(
      Path folder, RunFacts facts, IntervalFile.Writer intervals, Consumer<String> warnings) {
    this.folder = folder;
    this.facts = facts;
    this.intervals = intervals;
    this.warnings = warnings;
  }

  /**
   * Begins one.
   *
   * @param folder made where it is not there; an older run in it is overwritten
   * @param warnings is told once, should the disk fail or the bound on its file be reached: the run
   *     goes on
   * @throws IOException if the folder cannot be written to
   */
  public static RunRecorder start(Path folder, RunFacts facts, Consumer<String> warnings)
      throws IOException {
    Files.createDirectories(folder);
    writeRun(folder, facts, null);
    IntervalFile.Writer intervals = new IntervalFile.Writer(folder.resolve(INTERVALS));
    return new RunRecorder(folder, facts, intervals, warnings);
  }

  @Override
  public void interval(Interval interval) {
    if (failed) return;
    try {
      intervals.write(interval);
      if (intervals.bytes() < IntervalFile.BYTES_MOST) return;
      failed = true;
      warnings.accept("the record of the run is full: the report shows the run up to here");
    } catch (IOException e) {
      failed = true;
      warnings.accept("the record of the run cannot be written any more: " + e.getMessage());
    }
  }

  /**
   * Ends it in order.
   *
   * @throws IOException if the end cannot be written
   */
  public void end(RunEnd end) throws IOException {
    close();
    writeRun(folder, facts, end);
  }

  /** Ends it as it is; does nothing after {@link #end}. */
  @Override
  public void close() throws IOException {
    if (closed) return;
    closed = true;
    intervals.close();
  }

  private static void writeRun(Path folder, RunFacts facts, @Nullable RunEnd end)
      throws IOException {
    Path fresh = folder.resolve(RUN + ".new");
    Files.write(fresh, RunJson.write(facts, end));
    Files.move(fresh, folder.resolve(RUN), StandardCopyOption.REPLACE_EXISTING);
  }
}
