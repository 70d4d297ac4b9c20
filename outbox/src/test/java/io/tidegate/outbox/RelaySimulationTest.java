package io.tidegate.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Event;
import io.tidegate.core.outbox.LetterState;
import io.tidegate.core.outbox.SinkState;
import io.tidegate.core.outbox.SinkTable;
import io.tidegate.outbox.event.EventFilter;
import io.tidegate.outbox.event.PublicEvent;
import io.tidegate.outbox.event.PublicEvent.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Relays against sinks and logs that fail in every way, and relays that die at any moment: each
 * event arrives at least once, under one id, in order where that is promised; and cursors are few.
 */
class RelaySimulationTest {

  private static final int SEEDS = 1_000;
  private static final int SEEDS_A_CASE = 100;

  static IntStream hundreds() {
    return IntStream.range(0, SEEDS / SEEDS_A_CASE).map(i -> i * SEEDS_A_CASE);
  }

  @ParameterizedTest(name = "from seed {0}")
  @MethodSource("hundreds")
  void every_event_arrives_at_least_once_whatever_fails(int first) throws InterruptedException {
    int twice = 0;
    int letters = 0;
    int takeovers = 0;
    for (int seed = first; seed < first + SEEDS_A_CASE; seed++) {
      Run run = new Run(seed);
      run.all();
      twice += run.sink.twice;
      letters += run.letters;
      takeovers += run.takeovers;
    }
    // Or it would prove nothing.
    assertThat(twice).as("events that came twice").isPositive();
    assertThat(letters).as("letters").isPositive();
    assertThat(takeovers).as("takeovers").isPositive();
  }

  /** One seed. */
  private static final class Run {
    final SplittableRandom random;
    final long seed;
    final LogFixture log;
    final FaultySink sink;
    final RelayConfig config;
    final Map<Place, String> wanted = new LinkedHashMap<>();
    Relay relay;
    int letters;
    int takeovers;

    Run(long seed) {
      this.seed = seed;
      random = new SplittableRandom(seed);
      log = new LogFixture(seed);
      boolean ordered = random.nextBoolean();
      sink = new FaultySink(random.split(), ordered);
      config =
          new RelayConfig(
              "shop",
              EventFilter.ALL,
              RelayConfig.From.BEGINNING,
              ordered,
              1 + random.nextInt(20),
              List.of(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(20)),
              Duration.ofDays(1),
              "");
      relay = relay();
    }

    private Relay relay() {
      return new Relay(config, log, log, log, sink, () -> log.nowMs, seed);
    }

    void all() throws InterruptedException {
      log.failIn = random.nextInt(3) == 0 ? 0 : 4 + random.nextInt(40);
      for (int step = 0; step < 300; step++) {
        if (step < 200 && random.nextInt(3) > 0) happen();
        long waitMs = relay.turn();
        log.nowMs += random.nextInt(4) == 0 ? waitMs : random.nextInt(300);
        if (random.nextInt(30) == 0) takeOver();
        if (random.nextInt(40) == 0) sink.mood();
        again();
      }
      calm();
      SinkTable.Sink known = log.known("shop");
      assertThat(known).as("seed %s", seed).isNotNull();
      assertThat(sink.got.keySet()).as("seed %s", seed).containsAll(wanted.keySet());
      wanted.forEach(
          (place, id) -> assertThat(sink.got.get(place)).as("seed %s", seed).isEqualTo(id));
      assertThat(sink.got).as("nothing else, seed %s", seed).hasSameSizeAs(wanted);
      if (config.ordered()) assertThat(sink.outOfOrder).as("seed %s", seed).isZero();
      cursorsAreFew();
    }

    /** From here on nothing fails; what was switched off or died is tried again by an operator. */
    private void calm() throws InterruptedException {
      log.failIn = 0;
      sink.calm();
      long untilMs = log.nowMs + 200_000; // beyond every pause and every delay
      while (log.nowMs < untilMs) {
        again();
        log.nowMs += Math.max(100, relay.turn());
      }
    }

    private void happen() {
      List<Event> events = new ArrayList<>();
      long sequence = log.end() + 1;
      int count = 1 + random.nextInt(5);
      for (int i = 0; i < count; i++) {
        if (random.nextInt(4) == 0) {
          events.add(new Event.ToppedUp(1, 1, null)); // nobody's business
          continue;
        }
        events.add(new Event.Restocked(1 + random.nextInt(3), sequence * 10 + i));
        wanted.put(new Place(sequence, i), log.realm() + ":" + sequence + ":" + i);
      }
      assertThat(log.append(events.toArray(Event[]::new))).isEqualTo(sequence);
    }

    /** The process dies where it stands; another one goes on. */
    private void takeOver() {
      takeovers++;
      relay = relay();
    }

    /** What an operator does now and then. */
    private void again() {
      SinkTable.Sink known = log.known("shop");
      if (known == null) return;
      letters = Math.max(letters, known.letters().size());
      boolean dead = known.letters().stream().anyMatch(l -> l.state() == LetterState.DEAD);
      if (known.state() == SinkState.ON && !dead) return;
      int failing = log.failIn;
      log.failIn = 0;
      Outbox operator = new Outbox(List.of(), log, log, log, 1);
      try {
        operator.replayDead("shop");
        operator.switchTo("shop", SinkState.ON);
      } catch (java.io.IOException | InterruptedException e) {
        throw new AssertionError(e);
      } finally {
        log.failIn = failing;
      }
      relay.reload();
    }

    private void cursorsAreFew() {
      // The first relay after each takeover may move it at once; else a second lies between.
      long spanMs =
          log.cursorsMs.isEmpty() ? 0 : log.cursorsMs.getLast() - log.cursorsMs.getFirst();
      assertThat((long) log.cursorsMs.size())
          .as("cursor events, seed %s", seed)
          .isLessThanOrEqualTo(2 + spanMs / Relay.CURSOR_EVERY_MS + sink.gone);
    }
  }

  /** A sink that takes, loses, refuses, stumbles over one event, and remembers all. */
  private static final class FaultySink implements Sink {
    private final SplittableRandom random;
    private final boolean ordered;
    final Map<Place, String> got = new HashMap<>();
    private final Set<Long> poison = new HashSet<>();
    private Place last = new Place(0, 0);
    private boolean calm;
    private int badness;
    int twice;
    int outOfOrder;
    int gone;

    FaultySink(SplittableRandom random, boolean ordered) {
      this.random = random;
      this.ordered = ordered;
      mood();
    }

    void mood() {
      badness = random.nextInt(4);
      if (!ordered && random.nextInt(2) == 0) poison.add(1L + random.nextInt(200));
    }

    void calm() {
      calm = true;
      poison.clear();
    }

    @Override
    public List<Outcome> deliver(List<PublicEvent> events) {
      List<Outcome> outcomes = new ArrayList<>();
      for (PublicEvent event : events) {
        Outcome outcome = one(event);
        outcomes.add(outcome);
        if (ordered && !(outcome instanceof Outcome.Delivered)) break;
      }
      return outcomes;
    }

    private Outcome one(PublicEvent event) {
      if (calm) return took(event);
      if (poison.contains(event.sequence())) {
        return random.nextBoolean()
            ? new Outcome.Refused(422, "poison")
            : new Outcome.Failed(500, "poison", 0);
      }
      int dice = random.nextInt(100);
      if (badness == 3) return new Outcome.Failed(503, "down", random.nextInt(2) * 700L);
      if (dice < badness * 8) return new Outcome.Failed(0, "lost", 0);
      if (dice < badness * 12) {
        took(event);
        return new Outcome.Failed(0, "the answer was lost", 0);
      }
      if (dice == 99 && random.nextInt(20) == 0) {
        gone++;
        return new Outcome.Gone(410, "gone");
      }
      return took(event);
    }

    private Outcome took(PublicEvent event) {
      Place place = event.place();
      if (got.put(place, event.id()) != null) twice++;
      else {
        // A first arrival behind a later one: somebody overtook.
        if (place.sequence() < last.sequence()
            || (place.sequence() == last.sequence() && place.index() < last.index())) outOfOrder++;
        last = place;
      }
      return new Outcome.Delivered();
    }

    @Override
    public void close() {}
  }
}
