package io.tidegate.app.outbox;

import io.tidegate.api.outbox.OutboxPort;
import io.tidegate.core.outbox.LetterState;
import io.tidegate.core.outbox.SinkState;
import io.tidegate.core.outbox.SinkTable;
import io.tidegate.engine.CommandPort;
import io.tidegate.http.metrics.MetricFamilies;
import io.tidegate.outbox.LogSource;
import io.tidegate.outbox.Outbox;
import io.tidegate.outbox.RelayStatus;
import io.tidegate.outbox.event.PublicEvent.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outbox of one service. Relays run while this process leads, so that there is one relay for a
 * sink at a time; whoever leads next goes on from the cursors. Any thread.
 */
public final class OutboxService implements OutboxPort {

  private static final Logger LOG = LoggerFactory.getLogger(OutboxService.class);
  private static final Pattern ID = Pattern.compile("([0-9a-f]{32}):([0-9]{1,18}):([0-9]{1,9})");
  private static final long LOOK_MS = 100;
  private static final Duration LOST_LEAD = Duration.ofSeconds(2);

  private final LogSource log;
  private final Supplier<Outbox> made;
  private final CountDownLatch wake = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile Outbox outbox;
  private volatile boolean sending;
  private volatile boolean started;
  private volatile boolean finished = true;
  private volatile Duration stopBound = LOST_LEAD;

  private OutboxService(LogSource log, Supplier<Outbox> made) {
    this.log = log;
    this.made = made;
    this.outbox = made.get();
  }

  /**
   * Makes it; nothing is sent yet.
   *
   * @param file of the sinks, null for none
   * @throws io.tidegate.app.config.ConfigException if the file is wrong
   */
  public static OutboxService of(@Nullable Path file, LogSource log, CommandPort engine) {
    List<Outbox.Route> routes = file == null ? List.of() : OutboxFile.read(file);
    EngineLedger ledger = new EngineLedger(engine);
    SecureRandom random = new SecureRandom();
    return new OutboxService(log, () -> new Outbox(routes, log, ledger, ledger, random.nextLong()));
  }

  /**
   * Sends whenever this process leads, from now on. Once.
   *
   * @param leads asked often, must not wait
   */
  public void start(BooleanSupplier leads) {
    started = true;
    Thread.ofPlatform().daemon().name("outbox").start(() -> run(leads));
  }

  private void run(BooleanSupplier leads) {
    try {
      do turn(leads.getAsBoolean());
      while (!wake.await(LOOK_MS, TimeUnit.MILLISECONDS));
      if (sending) finished = outbox.stop(stopBound);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sending = false;
      over.countDown();
    }
  }

  private void turn(boolean leads) throws InterruptedException {
    if (leads == sending) return;
    if (leads) outbox.start();
    sending = leads;
    if (leads) return;
    if (!outbox.stop(LOST_LEAD)) LOG.warn("A relay of the outbox ends later than the lead.");
    outbox = made.get();
  }

  /**
   * Ends sending, and notes how far it came.
   *
   * @return false if that took longer than the bound
   */
  public boolean stop(Duration bound) throws InterruptedException {
    if (!started) return true;
    stopBound = bound;
    wake.countDown();
    return over.await(bound.toMillis() + LOOK_MS, TimeUnit.MILLISECONDS) && finished;
  }

  /** Writes the figures of all sinks. */
  public void collect(MetricFamilies families) {
    outbox.statuses().forEach((sink, relay) -> collect(families, sink, relay));
  }

  private static void collect(MetricFamilies families, String sink, RelayStatus relay) {
    families.gauge(
        "outbox_lag_records", "Records that were not looked at.", relay.lag(), "sink", sink);
    families.gauge(
        "outbox_lag_seconds",
        "Age of the oldest event that was not sent; 0 if all were.",
        relay.lagMs() / 1e3,
        "sink",
        sink);
    families.gauge(
        "outbox_sending",
        "1 while the sink takes events, 0 while it is off or takes none.",
        relay.state() == RelayStatus.State.RUNNING ? 1 : 0,
        "sink",
        sink);
    families.counter("outbox_delivered", "Events that arrived.", relay.delivered(), "sink", sink);
    families.counter(
        "outbox_failed", "Attempts that did not arrive.", relay.failed(), "sink", sink);
    families.counter("outbox_dead", "Letters that died.", relay.dead(), "sink", sink);
  }

  @Override
  public List<SinkReport> sinks() throws IOException, InterruptedException {
    List<SinkReport> all = new ArrayList<>();
    for (Outbox.Report report : outbox.reports()) all.add(configured(report));
    for (SinkTable.Sink orphan : outbox.orphans()) all.add(unconfigured(orphan));
    return all;
  }

  private SinkReport configured(Outbox.Report report) {
    RelayStatus relay = report.relay();
    SinkTable.Sink known = report.known();
    return new SinkReport(
        report.name(),
        report.kind(),
        report.target(),
        report.ordered(),
        sending ? relay.state().name().toLowerCase(Locale.ROOT) : "elsewhere",
        sending ? relay.reason() : "the instance that leads sends",
        known == null ? -1 : known.cursor(),
        relay.lag(),
        relay.lagMs(),
        relay.delivered(),
        relay.failed(),
        relay.dead(),
        known == null ? List.of() : letters(known));
  }

  private SinkReport unconfigured(SinkTable.Sink sink) {
    return new SinkReport(
        sink.name(),
        "",
        "",
        false,
        "unconfigured",
        "it is not in the file of the outbox",
        sink.cursor(),
        0,
        0,
        0,
        0,
        0,
        letters(sink));
  }

  private List<LetterReport> letters(SinkTable.Sink sink) {
    List<LetterReport> letters = new ArrayList<>();
    for (SinkTable.Letter l : sink.letters())
      letters.add(
          new LetterReport(
              log.realm() + ":" + l.sequence() + ":" + l.index(),
              l.state() == LetterState.DEAD ? "dead" : "waiting",
              l.attempts(),
              l.status(),
              l.triedMs(),
              l.error()));
    return letters;
  }

  @Override
  public boolean knows(String sink) throws IOException, InterruptedException {
    if (outbox.has(sink)) return true;
    for (SinkTable.Sink orphan : outbox.orphans()) if (orphan.name().equals(sink)) return true;
    return false;
  }

  @Override
  public @Nullable String act(String sink, Action action) throws IOException, InterruptedException {
    return switch (action) {
      case REPLAY_DEAD -> outbox.replayDead(sink);
      case DROP_DEAD -> outbox.dropDead(sink);
      case SKIP -> outbox.skip(sink);
      case PAUSE -> outbox.switchTo(sink, SinkState.OFF);
      case RESUME -> outbox.switchTo(sink, SinkState.ON);
      case REMOVE -> outbox.remove(sink);
    };
  }

  @Override
  public @Nullable String replay(String sink, long from, long to)
      throws IOException, InterruptedException {
    return to == 0 ? outbox.replayFrom(sink, from) : outbox.replayRange(sink, from, to);
  }

  @Override
  public @Nullable String replay(String sink, String id) throws IOException, InterruptedException {
    Matcher parts = ID.matcher(id);
    if (!parts.matches() || !parts.group(1).equals(log.realm()))
      return "the id is not one of this log, whose ids begin with " + log.realm();
    Place place = new Place(Long.parseLong(parts.group(2)), Integer.parseInt(parts.group(3)));
    return outbox.replay(sink, List.of(place));
  }
}
