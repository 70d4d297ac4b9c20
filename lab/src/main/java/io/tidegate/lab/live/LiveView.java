package io.tidegate.lab.live;

import io.tidegate.http.server.Router;
import io.tidegate.lab.metric.BuiltinMetrics;
import io.tidegate.lab.metric.Interval;
import io.tidegate.lab.metric.IntervalListener;
import io.tidegate.lab.threshold.ThresholdResult;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A run while it goes on: in the terminal, and in the browser at {@link #address()}.
 *
 * <pre>{@code
 * LiveView view = LiveView.start(subject, Screen.of(...), System.out, true, LiveView.Place.ANY);
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
  private final @Nullable LiveServer server;

  private LiveView(
      LiveRun run, TerminalView terminal, @Nullable LivePage page, @Nullable LiveServer server) {
    this.run = run;
    this.terminal = terminal;
    this.page = page;
    this.server = server;
  }

  /**
   * Where a run is reached.
   *
   * @param port 0 for any that is free
   * @param more what else is asked of the run there
   */
  public record Place(String host, int port, Consumer<Router.Builder> more) {

    /** Some port of the loopback, for nothing else. */
    public static final Place ANY = new Place(LiveServer.LOOPBACK, 0, _ -> {});

    /** The same at any port of the loopback. */
    public Place elsewhere() {
      return new Place(LiveServer.LOOPBACK, 0, more);
    }
  }

  /**
   * Begins to show a run.
   *
   * @param out where the terminal's view is written
   * @param inBrowser whether there is a page, too
   * @param place null for nowhere, and then there is no page either
   * @throws IOException if nobody can listen there
   */
  public static LiveView start(
      Subject subject, Screen screen, PrintStream out, boolean inBrowser, @Nullable Place place)
      throws IOException {
    LiveRun run = new LiveRun(subject);
    LivePage page = inBrowser && place != null ? new LivePage(run) : null;
    LiveServer server = null;
    if (place != null) {
      Router.Builder router = Router.builder();
      if (page != null) page.addTo(router);
      place.more.accept(router);
      server = LiveServer.start(place.host, place.port, router.build());
    }
    return new LiveView(run, new TerminalView(run, out, screen), page, server);
  }

  /** Where it is reached; empty for nowhere. */
  public String address() {
    return server == null ? "" : server.address();
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

  /** Nobody is answered any more; what browsers show stays. */
  @Override
  public void close() {
    if (server != null) server.close();
  }
}
