package io.tidegate.outbox;

import io.tidegate.core.Command;
import io.tidegate.core.Result;
import io.tidegate.core.outbox.LetterState;
import io.tidegate.core.outbox.SinkState;
import io.tidegate.core.outbox.SinkTable;
import io.tidegate.outbox.RelayConfig.From;
import io.tidegate.outbox.RelayStatus.State;
import io.tidegate.outbox.event.ClaimLookup;
import io.tidegate.outbox.event.PublicEvent;
import io.tidegate.outbox.event.PublicEvent.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the public events of a log to one sink, at least once. Whoever leads runs it, turn by turn;
 * a turn never waits longer than the sink does for an answer.
 *
 * <h2>What is known, and where</h2>
 *
 * The log has the cursor: everything up to that record was delivered, or is a letter. This object
 * has a window of events behind it that were read. An event leaves the window when it was
 * delivered, or when its letter is in the log. The cursor follows at most once a second. So whoever
 * takes over sends again what was delivered in that second, with the same ids, and misses nothing.
 *
 * <h2>When something is not taken</h2>
 *
 * <pre>{@code
 *             the sink takes others            letter: sent apart, by the schedule of retries
 * an event ──┤                                 └─ too often ─▶ dead: kept, until somebody decides
 * fails      └ the sink takes nothing ──▶ waiting: tried with growing pauses ─ too long ─▶ off
 * }</pre>
 *
 * Only what was refused while others arrived becomes a letter. While a sink is down, nothing is
 * written, however much there is to send: the log does not grow from failures. In an ordered sink
 * nothing overtakes: what is not taken holds up what follows, until an operator skips it.
 *
 * <p>One thread takes turns. {@link #reload} and {@link #status} may be called by any.
 */
public final class Relay {

  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

  static final long CURSOR_EVERY_MS = 1_000;

  /** So many records without anything public are passed before the cursor says so. */
  static final long QUIET_RECORDS = 10_000;

  /** A turn looks at so many records at most. */
  private static final int RECORDS_A_TURN = 1_000;

  /** A sink that was down is asked with so many events: one alone may be what it does not take. */
  private static final int PROBE = 8;

  private static final long IDLE_MS = 50;
  private static final long OFF_LOOK_MS = 1_000;
  private static final int ERROR_MAX = 300;

  private final RelayConfig config;
  private final LogSource log;
  private final SinkLedger ledger;
  private final Sink sink;
  private final LongSupplier clockMs;
  private final Backoff backoff;
  private final Backoff trouble;
  private final EventReader events;
  private final EventReader single;
  private final List<PublicEvent> window = new ArrayList<>();
  private List<SinkTable.Letter> letters = List.of();
  private boolean loaded;
  private boolean off;
  private String offReason = "";
  private String waiting = "";
  private long cursor; // as the log has it
  private long cursorMs; // when it was moved last
  private boolean sent; // something, since the cursor was moved
  private long downSinceMs = -1;
  private long notBeforeMs;
  private long delivered;
  private long failed;
  private long dead;
  private volatile boolean reload;
  private volatile RelayStatus status = RelayStatus.STARTING;

  /**
   * @param clockMs epoch ms; may go back
   * @param seed of the jitter
   */
  public Relay(
      RelayConfig config,
      LogSource log,
      ClaimLookup claims,
      SinkLedger ledger,
      Sink sink,
      LongSupplier clockMs,
      long seed) {
    this.config = config;
    this.log = log;
    this.ledger = ledger;
    this.sink = sink;
    this.clockMs = clockMs;
    this.backoff = new Backoff(1_000, 60_000, seed);
    this.trouble = new Backoff(200, 5_000, seed + 1);
    this.events = new EventReader(log, claims, config.events(), config.source());
    this.single = new EventReader(log, claims, config.events(), config.source());
  }

  /** How this sink is sent to. */
  public RelayConfig config() {
    return config;
  }

  /** How it stands. Any thread. */
  public RelayStatus status() {
    return status;
  }

  /** Whether the next turn reads anew what the log says of the sink. */
  boolean mustReload() {
    return reload;
  }

  /** Has the next turn read anew what the log says of the sink. Any thread. */
  public void reload() {
    reload = true;
  }

  /**
   * Does what there is to do now.
   *
   * @return how long there is nothing more to do, ms; 0 to be called again at once
   */
  public long turn() throws InterruptedException {
    long waitMs;
    try {
      waitMs = work();
      trouble.reset();
    } catch (IOException e) {
      LOG.warn("The relay to {} begins anew: {}", config.sink(), e.getMessage());
      loaded = false;
      waiting = "the log cannot be asked: " + e.getMessage();
      waitMs = trouble.nextMs();
    }
    publish();
    return waitMs;
  }

  private long work() throws IOException, InterruptedException {
    if (reload || !loaded) load();
    if (off) return OFF_LOOK_MS;
    if (clockMs.getAsLong() < notBeforeMs) return notBeforeMs - clockMs.getAsLong();
    boolean some = downSinceMs < 0 && sendLetters();
    if (window.isEmpty()) fill();
    if (!window.isEmpty()) {
      send();
      some = true;
    }
    moveCursor(false);
    if (off) return OFF_LOOK_MS;
    long nowMs = clockMs.getAsLong();
    if (nowMs < notBeforeMs) return notBeforeMs - nowMs;
    return some || events.position() < log.end() ? 0 : IDLE_MS;
  }

  private void load() throws IOException, InterruptedException {
    reload = false;
    loaded = false;
    SinkTable.Sink known = ledger.sink(config.sink());
    if (known == null) {
      long from = config.from() == From.BEGINNING ? 0 : log.end();
      note(new Command.MoveCursor(config.sink(), from));
      known = ledger.sink(config.sink());
      if (known == null) throw new IOException("the sink that was just made is not known");
    }
    off = known.state() == SinkState.OFF;
    offReason = known.reason();
    letters = known.letters();
    cursor = known.cursor();
    cursorMs = clockMs.getAsLong();
    sent = false;
    window.clear();
    notBeforeMs = 0;
    downSinceMs = -1;
    waiting = "";
    backoff.reset();
    events.seek(cursor);
    loaded = true;
  }

  // What the stream brings.

  /** What is a letter already is sent as that. */
  private void fill() throws IOException, InterruptedException {
    window.addAll(events.next(config.batch(), RECORDS_A_TURN));
    for (SinkTable.Letter letter : letters)
      window.removeIf(event -> event.place().equals(placeOf(letter)));
  }

  private static Place placeOf(SinkTable.Letter letter) {
    return new Place(letter.sequence(), letter.index());
  }

  private void send() throws IOException, InterruptedException {
    int most = downSinceMs >= 0 ? PROBE : window.size();
    List<PublicEvent> batch = List.copyOf(window.subList(0, Math.min(most, window.size())));
    List<Outcome> outcomes = sink.deliver(batch);
    if (outcomes.size() > batch.size())
      throw new IllegalStateException("more outcomes than events");
    List<PublicEvent> arrived = new ArrayList<>();
    List<PublicEvent> stuck = new ArrayList<>();
    List<Outcome> why = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) instanceof Outcome.Delivered) arrived.add(batch.get(i));
      else {
        stuck.add(batch.get(i));
        why.add(outcomes.get(i));
      }
    }
    delivered += arrived.size();
    failed += stuck.size();
    sent |= !arrived.isEmpty();
    window.removeAll(Set.copyOf(arrived));
    if (goneFor(why)) return;
    if (!config.ordered()) setAside(arrived, stuck, why);
    if (!arrived.isEmpty() || stuck.isEmpty()) up();
    for (int i = 0; i < stuck.size(); i++) {
      if (!window.contains(stuck.get(i))) continue;
      down(why.get(i));
      return;
    }
    up();
  }

  private boolean goneFor(List<Outcome> outcomes) throws IOException, InterruptedException {
    for (Outcome outcome : outcomes) {
      if (!(outcome instanceof Outcome.Gone gone)) continue;
      moveCursor(true);
      switchOff("it answered " + gone.status() + ": " + cut(gone.error()));
      return true;
    }
    return false;
  }

  /** Makes letters of what a sink did not take that takes others, as far as there is room. */
  private void setAside(List<PublicEvent> arrived, List<PublicEvent> stuck, List<Outcome> why)
      throws IOException, InterruptedException {
    for (int i = 0; i < stuck.size(); i++) {
      boolean refused = why.get(i) instanceof Outcome.Refused;
      if (!refused && (arrived.isEmpty() || asksForTime(why.get(i)))) continue;
      PublicEvent event = stuck.get(i);
      if (keep(event.place(), 1, why.get(i), LetterState.WAITING)) window.remove(event);
    }
  }

  /** Whether it is the sink that wants a pause, so that the event is not to blame. */
  private static boolean asksForTime(Outcome outcome) {
    return outcome instanceof Outcome.Failed failed && failed.retryAfterMs() > 0;
  }

  private void up() {
    downSinceMs = -1;
    notBeforeMs = 0;
    waiting = "";
    backoff.reset();
  }

  private void down(Outcome why) throws IOException, InterruptedException {
    long nowMs = clockMs.getAsLong();
    if (downSinceMs < 0) {
      downSinceMs = nowMs;
      LOG.warn("{} takes nothing now: {}", config.sink(), text(why));
    }
    if (nowMs - downSinceMs >= config.giveUp().toMillis()) {
      switchOff("it took nothing for %d s: %s".formatted(config.giveUp().toSeconds(), text(why)));
      return;
    }
    long asked = why instanceof Outcome.Failed f ? f.retryAfterMs() : 0;
    waiting = text(why);
    notBeforeMs = nowMs + Math.max(asked, backoff.nextMs());
  }

  private void switchOff(String reason) throws IOException, InterruptedException {
    LOG.error(
        "{} is switched off: {}. Nothing is lost; switch it on again.", config.sink(), reason);
    moveCursor(true);
    note(new Command.SwitchSink(config.sink(), SinkState.OFF, reason));
    off = true;
    offReason = reason;
  }

  // Letters.

  private boolean sendLetters() throws IOException, InterruptedException {
    List<SinkTable.Letter> due = new ArrayList<>();
    List<PublicEvent> batch = new ArrayList<>();
    for (SinkTable.Letter letter : letters) {
      if (due.size() == config.batch() || !isDue(letter)) continue;
      PublicEvent event = single.at(placeOf(letter));
      if (event == null) {
        note(new Command.DropLetter(config.sink(), letter.sequence(), letter.index()));
        continue;
      }
      due.add(letter);
      batch.add(event);
    }
    single.close();
    if (due.isEmpty()) return false;
    List<Outcome> outcomes = sink.deliver(batch);
    for (int i = 0; i < outcomes.size(); i++) settle(due.get(i), outcomes.get(i));
    goneFor(outcomes);
    refreshLetters();
    return true;
  }

  private boolean isDue(SinkTable.Letter letter) {
    if (letter.state() == LetterState.DEAD) return false;
    if (letter.attempts() == 0) return true;
    if (letter.attempts() > config.retry().size()) return true; // the schedule became shorter
    long delayMs = config.retry().get(letter.attempts() - 1).toMillis();
    long jitterMs = Backoff.spread(delayMs, letter.sequence() * 31 + letter.index());
    return clockMs.getAsLong() >= letter.triedMs() + delayMs + jitterMs;
  }

  private void settle(SinkTable.Letter letter, Outcome outcome)
      throws IOException, InterruptedException {
    if (outcome instanceof Outcome.Delivered) {
      delivered++;
      note(new Command.DropLetter(config.sink(), letter.sequence(), letter.index()));
      return;
    }
    failed++;
    int attempts = letter.attempts() + 1;
    boolean last = attempts > config.retry().size();
    if (last) dead++;
    keep(placeOf(letter), attempts, outcome, last ? LetterState.DEAD : LetterState.WAITING);
  }

  /** Returns false if there is no room for it. */
  private boolean keep(Place place, int attempts, Outcome why, LetterState state)
      throws IOException, InterruptedException {
    int httpStatus =
        switch (why) {
          case Outcome.Delivered _ -> 0;
          case Outcome.Refused r -> r.status();
          case Outcome.Failed f -> f.status();
          case Outcome.Gone g -> g.status();
        };
    Command.KeepLetter letter =
        new Command.KeepLetter(
            config.sink(),
            place.sequence(),
            place.index(),
            attempts,
            httpStatus,
            state,
            cut(text(why)));
    Result result = ledger.note(List.of(letter)).getFirst();
    if (result instanceof Result.Full) return false;
    if (result instanceof Result.Refusal) throw new IOException("a letter is refused: " + result);
    refreshLetters();
    return true;
  }

  private void refreshLetters() throws IOException, InterruptedException {
    SinkTable.Sink known = ledger.sink(config.sink());
    letters = known == null ? List.of() : known.letters();
  }

  // The cursor.

  /** Everything up to here was delivered, or is a letter. */
  private long handled() {
    return window.isEmpty() ? events.position() : window.getFirst().sequence() - 1;
  }

  private void moveCursor(boolean now) throws IOException, InterruptedException {
    long to = handled();
    long nowMs = clockMs.getAsLong();
    if (to <= cursor || !(sent || to - cursor >= QUIET_RECORDS)) return;
    // A clock that went back must not keep the cursor where it is.
    if (!now && nowMs >= cursorMs && nowMs - cursorMs < CURSOR_EVERY_MS) return;
    note(new Command.MoveCursor(config.sink(), to));
    cursor = to;
    cursorMs = nowMs;
    sent = false;
  }

  private void note(Command command) throws IOException, InterruptedException {
    Result result = ledger.note(List.of(command)).getFirst();
    if (result instanceof Result.Refusal) throw new IOException(command + ": " + result);
  }

  /** Ends: notes what was delivered, if that can be done. No turn follows. */
  public void end() throws InterruptedException {
    try {
      if (loaded && !off && !reload) moveCursor(true);
    } catch (IOException e) {
      LOG.info("The cursor of {} stays behind; what follows it is sent again.", config.sink());
    }
    try {
      events.close();
      single.close();
    } catch (IOException e) {
      LOG.debug("closing", e);
    }
  }

  /** What the operator wants to be skipped: the event at which an ordered sink is held up. */
  public @Nullable Place heldUpAt() {
    RelayStatus now = status;
    return now.state() == State.WAITING ? head : null;
  }

  private volatile @Nullable Place head;

  private void publish() {
    long end;
    try {
      end = log.end();
    } catch (IOException e) {
      end = status.end();
    }
    head = window.isEmpty() ? null : window.getFirst().place();
    State state = off ? State.OFF : waiting.isEmpty() ? State.RUNNING : State.WAITING;
    long oldestMs = window.isEmpty() ? 0 : window.getFirst().timeMs();
    long lagMs = oldestMs == 0 ? 0 : Math.max(0, clockMs.getAsLong() - oldestMs);
    String reason = off ? offReason : waiting;
    long position = loaded ? handled() : status.position();
    status = new RelayStatus(state, reason, position, end, lagMs, delivered, failed, dead);
  }

  private static String text(Outcome why) {
    return switch (why) {
      case Outcome.Delivered _ -> "";
      case Outcome.Refused r -> r.error();
      case Outcome.Failed f -> f.error();
      case Outcome.Gone g -> g.error();
    };
  }

  private static String cut(String error) {
    return error.length() <= ERROR_MAX ? error : error.substring(0, ERROR_MAX);
  }
}
