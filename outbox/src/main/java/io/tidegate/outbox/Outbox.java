package io.tidegate.outbox;

import io.tidegate.core.Command;
import io.tidegate.core.Result;
import io.tidegate.core.outbox.LetterState;
import io.tidegate.core.outbox.SinkState;
import io.tidegate.core.outbox.SinkTable;
import io.tidegate.outbox.event.ClaimLookup;
import io.tidegate.outbox.event.PublicEvent;
import io.tidegate.outbox.event.PublicEvent.Place;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All relays of one service. Whoever leads starts them, and stops them before it ends: so there is
 * one relay for a sink at a time, and if for a moment there are two, an event arrives twice with
 * one id. Any thread.
 */
public final class Outbox {

  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  private final SinkLedger ledger;
  private final LogSource log;
  private final Map<String, Line> lines = new LinkedHashMap<>();

  /**
   * A sink and how it is sent to.
   *
   * @param kind what it is, for people: {@code webhook}
   * @param target where it is, for people; without secrets
   */
  public record Route(RelayConfig config, String kind, String target, Supplier<Sink> sink) {}

  /**
   * One sink, for an operator.
   *
   * @param known what the log says of it; null before it has a cursor
   */
  public record Report(
      String name,
      String kind,
      String target,
      boolean ordered,
      RelayStatus relay,
      SinkTable.@Nullable Sink known) {}

  /** A relay with its thread. */
  private final class Line {
    final Route route;
    final Sink sink;
    final Relay relay;
    final CountDownLatch wake = new CountDownLatch(1);
    final CountDownLatch over = new CountDownLatch(1);

    Line(Route route, ClaimLookup claims, long seed) {
      this.route = route;
      sink = route.sink().get();
      relay = new Relay(route.config(), log, claims, ledger, sink, System::currentTimeMillis, seed);
    }

    void run() {
      try {
        while (wake.getCount() > 0) {
          long waitMs = relay.turn();
          if (waitMs > 0) pause(waitMs);
        }
        relay.end();
      } catch (InterruptedException e) {
        LOG.warn("The relay to {} was interrupted and ends.", route.config().sink());
      } catch (Throwable e) {
        LOG.error("A fault of the program ended the relay to {}.", route.config().sink(), e);
      } finally {
        over.countDown();
      }
    }

    /** An operator's word is heard within a second, and the end at once. */
    private void pause(long waitMs) throws InterruptedException {
      long leftMs = waitMs;
      while (leftMs > 0 && !relay.mustReload()) {
        long sliceMs = Math.min(leftMs, 200);
        if (wake.await(sliceMs, TimeUnit.MILLISECONDS)) return;
        leftMs -= sliceMs;
      }
    }
  }

  /**
   * @param seed of all jitter
   */
  public Outbox(
      List<Route> routes, LogSource log, ClaimLookup claims, SinkLedger ledger, long seed) {
    this.log = log;
    this.ledger = ledger;
    long next = seed;
    for (Route route : routes) {
      if (lines.put(route.config().sink(), new Line(route, claims, next++)) != null)
        throw new IllegalArgumentException("two sinks named " + route.config().sink());
    }
  }

  /** Starts a relay for each sink, each on the thread {@code outbox-SINK}; once. */
  public void start() {
    for (Line line : lines.values())
      Thread.ofVirtual().name("outbox-" + line.route.config().sink()).start(line::run);
  }

  /**
   * Ends all relays; nothing is sent afterwards. Cursors are noted if whoever leads still takes
   * commands.
   *
   * @return false if that took longer than the bound
   */
  public boolean stop(Duration bound) throws InterruptedException {
    for (Line line : lines.values()) line.wake.countDown();
    for (Line line : lines.values()) line.sink.close();
    long untilNs = System.nanoTime() + bound.toNanos();
    boolean all = true;
    for (Line line : lines.values())
      all &= line.over.await(Math.max(0, untilNs - System.nanoTime()), TimeUnit.NANOSECONDS);
    return all;
  }

  /** How each relay stands, by the name of its sink. */
  public Map<String, RelayStatus> statuses() {
    Map<String, RelayStatus> all = new LinkedHashMap<>();
    lines.forEach((name, line) -> all.put(name, line.relay.status()));
    return all;
  }

  /** All sinks that are configured, with what the log says of them. */
  public List<Report> reports() throws IOException, InterruptedException {
    Map<String, SinkTable.Sink> known = new LinkedHashMap<>();
    for (SinkTable.Sink sink : ledger.sinks()) known.put(sink.name(), sink);
    List<Report> reports = new ArrayList<>();
    lines.forEach((name, line) -> {
      Route route = line.route;
      reports.add(
          new Report(
              name,
              route.kind(),
              route.target(),
              route.config().ordered(),
              line.relay.status(),
              known.get(name)));
    });
    return reports;
  }

  /** Names that the log knows and nobody configures any more. */
  public List<SinkTable.Sink> orphans() throws IOException, InterruptedException {
    return ledger.sinks().stream().filter(sink -> !lines.containsKey(sink.name())).toList();
  }

  /** Whether a sink of this name is configured. */
  public boolean has(String sink) {
    return lines.containsKey(sink);
  }

  // What an operator may do. Each returns null, or why it was not done.

  /** Sends everything again from that record on; letters of these records are sent with it. */
  public @Nullable String replayFrom(String sink, long sequence)
      throws IOException, InterruptedException {
    if (sequence < 1 || sequence > log.end() + 1)
      return "from must be in [1, " + (log.end() + 1) + "]";
    SinkTable.Sink known = ledger.sink(sink);
    if (known == null) return "the sink has no cursor yet";
    List<Command> commands = new ArrayList<>();
    for (SinkTable.Letter letter : known.letters())
      if (letter.sequence() >= sequence)
        commands.add(new Command.DropLetter(sink, letter.sequence(), letter.index()));
    commands.add(new Command.ResetCursor(sink, sequence - 1));
    return note(sink, commands);
  }

  /**
   * Sends these events again, apart from the rest.
   *
   * @param places at most {@link SinkTable#LETTERS_MAX}
   */
  public @Nullable String replay(String sink, List<Place> places)
      throws IOException, InterruptedException {
    if (places.isEmpty() || places.size() > SinkTable.LETTERS_MAX)
      return "there must be 1 to " + SinkTable.LETTERS_MAX + " events";
    List<Command> commands = new ArrayList<>();
    for (Place place : places) {
      if (place.sequence() < 1 || place.sequence() > log.end() || place.index() < 0)
        return "there is no event " + place.sequence() + ":" + place.index();
      commands.add(
          new Command.KeepLetter(
              sink, place.sequence(), place.index(), 0, 0, LetterState.WAITING, ""));
    }
    return note(sink, commands);
  }

  /**
   * Sends what is public in these records again, apart from the rest, to a configured sink.
   *
   * @param to last record; at most {@link SinkTable#LETTERS_MAX} events
   */
  public @Nullable String replayRange(String sink, long from, long to)
      throws IOException, InterruptedException {
    Line line = lines.get(sink);
    if (line == null) return "the sink is not configured";
    if (from < 1 || to < from || to > log.end())
      return "from and to must be in order, and in [1, " + log.end() + "]";
    List<Place> places = new ArrayList<>();
    RelayConfig config = line.route.config();
    try (EventReader events =
        new EventReader(log, _ -> Map.of(), config.events(), config.source())) {
      events.seek(from - 1);
      // One record after the other, so that the look ends where there is too much.
      while (events.position() < to && places.size() <= SinkTable.LETTERS_MAX) {
        for (PublicEvent event : events.next(SinkTable.LETTERS_MAX + 1, 1))
          if (event.sequence() <= to) places.add(event.place());
      }
    }
    if (places.isEmpty()) return "there is nothing public in these records";
    return replay(sink, places);
  }

  /** Sends all dead letters of a sink again. */
  public @Nullable String replayDead(String sink) throws IOException, InterruptedException {
    List<Place> dead = dead(sink);
    return dead.isEmpty() ? null : replay(sink, dead);
  }

  /** Forgets all dead letters of a sink. */
  public @Nullable String dropDead(String sink) throws IOException, InterruptedException {
    List<Command> commands = new ArrayList<>();
    for (Place place : dead(sink))
      commands.add(new Command.DropLetter(sink, place.sequence(), place.index()));
    return commands.isEmpty() ? null : note(sink, commands);
  }

  private List<Place> dead(String sink) throws IOException, InterruptedException {
    SinkTable.Sink known = ledger.sink(sink);
    if (known == null) return List.of();
    return known.letters().stream()
        .filter(letter -> letter.state() == LetterState.DEAD)
        .map(letter -> new Place(letter.sequence(), letter.index()))
        .toList();
  }

  /** Makes a dead letter of the event that holds up a sink. */
  public @Nullable String skip(String sink) throws IOException, InterruptedException {
    Line line = lines.get(sink);
    Place place = line == null ? null : line.relay.heldUpAt();
    if (place == null) return "nothing holds up this sink";
    return note(
        sink,
        List.of(
            new Command.KeepLetter(
                sink,
                place.sequence(),
                place.index(),
                0,
                0,
                LetterState.DEAD,
                "skipped by an operator")));
  }

  /** Switches a sink on or off. */
  public @Nullable String switchTo(String sink, SinkState to)
      throws IOException, InterruptedException {
    String reason = to == SinkState.ON ? "" : "an operator switched it off";
    return note(sink, List.of(new Command.SwitchSink(sink, to, reason)));
  }

  /** Forgets a sink that nobody configures any more. */
  public @Nullable String remove(String sink) throws IOException, InterruptedException {
    if (lines.containsKey(sink)) return "take it out of the configuration first";
    return note(sink, List.of(new Command.RemoveSink(sink)));
  }

  private @Nullable String note(String sink, List<Command> commands)
      throws IOException, InterruptedException {
    String refused = null;
    for (Result result : ledger.note(commands)) {
      if (result instanceof Result.Refusal && refused == null) refused = words(result);
    }
    Line line = lines.get(sink);
    if (line != null) line.relay.reload();
    return refused;
  }

  private static String words(Result refusal) {
    return switch (refusal) {
      case Result.Full(String what) -> "there is no room for more " + what;
      case Result.Unfit(String field, String why) -> field + " " + why;
      case Result.Conflict(String field, String why) -> field + ": " + why;
      default -> refusal.getClass().getSimpleName();
    };
  }
}
