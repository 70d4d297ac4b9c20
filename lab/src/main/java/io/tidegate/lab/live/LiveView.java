package io.tidegate.lab.live;

import io.tidegate.lab.metric.BuiltinMetrics;
import io.tidegate.lab.metric.Interval;
import io.tidegate.lab.metric.IntervalListener;
import io.tidegate.lab.threshold.ThresholdResult;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A run while it goes on: in the terminal, and in the browser at {@link #address()}.
 *
 * <pre>{@code
 * LiveView view = LiveView.start(subject, Screen.of(...), System.out, true);
 * store.onInterval(view);          // behind the watch of the thresholds, before the store starts
 * ... the run; its console writes by view.say(...) ...
 * store.close();
 * view.ended(passed, report);     // what the page says from then on
 * view.close();
 * }</pre>
 *
 * Any thread.
 */
public final class LiveView implements IntervalListener, AutoCloseable {

  /**
   * What is watched.
   *
   * @param script as it was named
   * @param length how long iterations may begin; zero where nobody knows
   * @param thresholds as they were found last
   */
  public record Subject(
      String script,
      Duration length,
      BuiltinMetrics metrics,
      Supplier<List<ThresholdResult>> thresholds) {}

  private final LiveRun run;
  private final TerminalView terminal;
  private final @Nullable LivePage page;

  private LiveView(LiveRun run, TerminalView terminal, @Nullable LivePage page) {
    this.run = run;
    this.terminal = terminal;
    this.page = page;
  }

  /**
   * Begins to show a run.
   *
   * @param out where the terminal's view is written
   * @param inBrowser whether there is a page, too
   * @throws IOException if no port of the loopback is free for it
   */
  public static LiveView start(Subject subject, Screen screen, PrintStream out, boolean inBrowser)
      throws IOException {
    LiveRun run = new LiveRun(subject);
    LivePage page = inBrowser ? LivePage.open(run) : null;
    return new LiveView(run, new TerminalView(run, out, screen), page);
  }

  /** Where the page is, for people to open; empty without one. */
  public String address() {
    return page == null ? "" : page.address();
  }

  @Override
  public void interval(Interval interval) {
    run.add(interval);
    terminal.show();
    if (page != null) page.show();
  }

  /** Writes a line of the script or the lab, so that the view in place stays whole. */
  public void say(PrintStream to, String line) {
    terminal.say(to, line);
  }

  /**
   * Tells those who look at the page how the run ended.
   *
   * @param passed whether all went well
   * @param report where the report is; empty without one
   */
  public void ended(boolean passed, String report) {
    if (page != null) page.ended(passed, report);
  }

  /** Closes the page's server; what browsers show stays. */
  @Override
  public void close() {
    if (page != null) page.close();
  }
}
