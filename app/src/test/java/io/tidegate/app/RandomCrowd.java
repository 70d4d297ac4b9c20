package io.tidegate.app;

import io.tidegate.core.Command;
import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.IdempotencyKey;
import io.tidegate.core.Limits;
import io.tidegate.core.Result;
import io.tidegate.core.State;
import io.tidegate.core.draw.Bytes32;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.Entry;
import io.tidegate.engine.Engine;
import io.tidegate.engine.EngineClock;
import io.tidegate.engine.EngineConfig;
import io.tidegate.engine.EngineObserver;
import io.tidegate.engine.Request;
import io.tidegate.engine.view.Views;
import io.tidegate.store.JournalStore;
import io.tidegate.store.journal.JournalConfig;
import io.tidegate.store.journal.JournalObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A crowd in one process with a real engine on a real journal: seeded random commands under a clock
 * that the test moves. The engine's own ticks come when they come, so that the journal differs from
 * run to run; what holds does not.
 */
final class RandomCrowd implements AutoCloseable {
  static final int USERS = 60;
  static final JournalConfig LAYOUT =
      new JournalConfig(
          1 << 20,
          1 << 19,
          JournalConfig.DEFAULT.segmentWait(),
          JournalConfig.DEFAULT.segmentRetry());

  private static final RoomSettings ROOM =
      new RoomSettings("default", RoomState.OPEN, 5, 2_000, 9, 1_000, 6_000);
  private static final Duration BOUND = Duration.ofSeconds(10);
  private static final long HOUR_MS = 3_600_000;
  private static final long DAY_MS = 24 * HOUR_MS;

  private final AtomicLong nowMs;
  private volatile long behindMs;
  private final Random random;
  private final JournalStore store;
  private final Engine engine;
  private final Map<Long, TicketRef> tickets = new HashMap<>();
  private boolean drawing;
  private final List<Result.ClaimInfo> claims = new ArrayList<>();

  /** Opens the folder and starts the engine at this time. */
  RandomCrowd(Path folder, long seed, long nowMs) throws IOException {
    this(folder, seed, nowMs, Limits.DEFAULT);
  }

  /** The same within these limits. */
  RandomCrowd(Path folder, long seed, long nowMs, Limits limits) throws IOException {
    this.nowMs = new AtomicLong(nowMs);
    this.random = new Random(seed);
    this.store = JournalStore.open(folder, LAYOUT, JournalObserver.NONE, seed, 1 << 15);
    Views views = new Views();
    views.rebuild(store.state(), store.position().sequence(), store.lastMs());
    this.engine =
        new Engine(EngineConfig.DEFAULT, store, limits, views, clock(), EngineObserver.NONE);
    engine.start();
  }

  private EngineClock clock() {
    return new EngineClock() {
      @Override
      public long wallMs() {
        return hourMs();
      }

      @Override
      public long monotonicNs() {
        return TimeUnit.MILLISECONDS.toNanos(nowMs.get());
      }
    };
  }

  /** A request that somebody waits for. */
  private static final class Asked extends Request {
    private Asked(Command command, CountDownLatch answered) {
      super(command, all -> all.forEach(_ -> answered.countDown()));
    }
  }

  /** Puts these to the engine together and waits for all answers. */
  List<Result> ask(List<Command> commands) throws InterruptedException {
    CountDownLatch answered = new CountDownLatch(commands.size());
    List<Asked> asked = commands.stream().map(command -> new Asked(command, answered)).toList();
    for (Asked one : asked) if (!engine.submit(one)) throw new IllegalStateException("shed");
    if (!answered.await(BOUND.toSeconds(), TimeUnit.SECONDS))
      throw new IllegalStateException("not answered", engine.failure());
    return asked.stream().map(Request::result).toList();
  }

  /** Time goes on by so much. */
  void passMs(long ms) {
    nowMs.addAndGet(ms);
  }

  /** The wall clock is behind by so much from here on, and engine time ahead of it. */
  void putBack(long ms) {
    behindMs = ms;
  }

  private long hourMs() {
    return nowMs.get() - behindMs;
  }

  /** Coupons and units for all, seats for those inside the room. */
  void open() throws InterruptedException {
    open(new Command.CreateRoom(ROOM));
  }

  /** The same, but that the room gathers for two seconds and then draws. */
  void openByDraw(String beacon) throws InterruptedException {
    drawing = true;
    byte[] secret = new byte[Bytes32.LENGTH];
    random.nextBytes(secret);
    long opensMs = hourMs() + 2_000;
    open(
        new Command.CreateRoom(ROOM, new Command.DrawPlan(0, opensMs, beacon, Bytes32.of(secret))));
  }

  /** The room draws so much after now. */
  void drawsIn(long ms) throws InterruptedException {
    long opensMs = hourMs() + ms;
    ask(List.of(new Command.UpdateRoom(1, null, null, null, null, null, null, null, opensMs)));
  }

  /** From here on the organiser gives beacons, begins epochs, closes the room and opens it. */
  void drawsFromHereOn() {
    drawing = true;
  }

  private void open(Command room) throws InterruptedException {
    long opensMs = hourMs();
    ask(
        List.of(
            room,
            new Command.CreateConcert("Requiem", "Church"),
            new Command.CreateSale("open", opensMs, Long.MAX_VALUE, Entry.OPEN, 0),
            new Command.CreateSale("inside", opensMs, Long.MAX_VALUE, Entry.ROOM, 1),
            new Command.CreateOffer(1, "coupon", 40, 0, 1, 1, 0),
            new Command.CreateOffer(1, "units", 30, 70, 3, 4, 3_000),
            new Command.CreateSchedule(
                1, 2, opensMs + DAY_MS, opensMs, opensMs + DAY_MS, 4, 5, 90, 4_000, 3, 3)));
  }

  /** So many waves of up to eight commands each, time passing between them. */
  void act(int waves) throws InterruptedException {
    for (int wave = 0; wave < waves; wave++) {
      nowMs.addAndGet(random.nextInt(10) == 0 ? random.nextInt(4_000) : random.nextInt(60));
      List<Command> commands = new ArrayList<>();
      for (int n = random.nextInt(8); n >= 0; n--) commands.add(next());
      ask(commands).forEach(this::remember);
    }
  }

  /**
   * Closes the sales, later the room, and lets days pass until all of it has left memory, in which
   * people go on asking.
   */
  void closeAndForget() throws InterruptedException {
    ask(
        List.of(
            new Command.SwitchSale(1, Command.Switch.CLOSE),
            new Command.SwitchSale(2, Command.Switch.CLOSE)));
    pass(60);
    ask(List.of(new Command.UpdateRoom(1, RoomState.CLOSED, null, null, null, null, null)));
    pass(31 * 24);
  }

  private void pass(int hours) throws InterruptedException {
    for (int hour = 0; hour < hours; hour += 2) {
      nowMs.addAndGet(2 * HOUR_MS);
      act(1);
    }
  }

  private void remember(Result result) {
    if (result instanceof Result.Place(var place))
      tickets.put(
          place.user(), new TicketRef(place.room(), place.epoch(), place.user(), place.number()));
    if (result instanceof Result.Taken(var claim, var _)) claims.add(claim);
  }

  private Command next() {
    long user = 1L + random.nextInt(USERS);
    @Nullable TicketRef ticket = tickets.get(user);
    int dice = random.nextInt(20);
    IdempotencyKey key = random.nextInt(3) == 0 ? key(user, dice) : null;
    return switch (dice) {
      case 0, 1 -> new Command.Claim(1, user, 1, null, key);
      case 2, 3 -> new Command.Claim(2, user, 1 + random.nextInt(3), null, key);
      case 4, 5, 6 -> new Command.HoldSeats(1, 1, seats(), user, ticket, key);
      case 7, 8 -> pay(user);
      case 9 -> cancel(user);
      case 10, 11 -> new Command.TopUp(user, 1 + random.nextInt(200), key);
      case 12 -> ticket == null ? new Command.Join(1, user) : new Command.Leave(ticket);
      case 13 -> organise();
      case 14, 15 -> ticket == null ? new Command.Join(1, user) : new Command.AskPlace(ticket);
      case 16 -> ticket == null ? new Command.Join(1, user) : new Command.Renew(ticket);
      case 17, 18 -> ticket == null ? new Command.Join(1, user) : new Command.Look(1, user, ticket);
      default -> new Command.Join(1, user);
    };
  }

  private long[] seats() {
    return random.longs(1 + random.nextInt(3), 1, 21).distinct().toArray();
  }

  /** Few keys an operation, so that most are used again, for the same or for another request. */
  private IdempotencyKey key(long user, int operation) {
    return new IdempotencyKey(user * 31 + operation, -random.nextInt(9), random.nextInt(2));
  }

  private Command pay(long user) {
    if (claims.isEmpty()) return new Command.TopUp(user, 7, null);
    Result.ClaimInfo claim = claims.get(Math.max(0, claims.size() - 1 - random.nextInt(5)));
    return new Command.Pay(claim.claim(), claim.user(), 0, 0, null);
  }

  private Command cancel(long user) {
    if (claims.isEmpty()) return new Command.TopUp(user, 7, null);
    Result.ClaimInfo claim = claims.get(random.nextInt(claims.size()));
    return new Command.Cancel(claim.claim(), claim.user());
  }

  private Command organise() {
    int people = 1 + random.nextInt(6);
    long intervalMs = 500L * (1 + random.nextInt(6));
    return switch (random.nextInt(drawing ? 14 : 10)) {
      case 0 -> new Command.Restock(1 + random.nextInt(2), 20 + random.nextInt(40));
      case 1 -> new Command.UpdateOffer(2, null, 1L + random.nextInt(3), null);
      case 2 ->
          new Command.UpdateRoom(1, null, people, intervalMs, 4 + random.nextInt(9), null, null);
      case 3 -> new Command.SwitchSale(1 + random.nextInt(2), Command.Switch.PAUSE);
      case 6 -> new Command.UpdateRoom(1, null, null, null, null, lengthMs(), 5 * lengthMs());
      case 7 -> new Command.UpdateSchedule(1, nowMs() + lengthMs(), null, null);
      case 8 -> new Command.UpdateSale(1, null, null, nowMs() + DAY_MS);
      case 4 -> new Command.MeasureRate(1, people);
      case 9 -> new Command.CreatePost("author " + people, "title", "text " + intervalMs);
      case 10 -> new Command.GiveBeacon(1, "value " + random.nextInt(100));
      case 11 -> new Command.BeginEpoch(1);
      case 12 ->
          new Command.UpdateRoom(
              1,
              random.nextBoolean() ? RoomState.OPEN : RoomState.CLOSED,
              null,
              null,
              null,
              null,
              null);
      default -> new Command.SwitchSale(1 + random.nextInt(2), Command.Switch.RESUME);
    };
  }

  private long lengthMs() {
    return 1_000L + random.nextInt(2_000);
  }

  long nowMs() {
    return nowMs.get();
  }

  /** The engine's state; read it when the crowd is closed. */
  State state() {
    return store.state();
  }

  /** Stops the engine; once more is no more. */
  void stop() throws InterruptedException {
    if (!engine.stop(BOUND)) throw new IllegalStateException("did not stop", engine.failure());
  }

  @Override
  public void close() {
    try {
      stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while it stopped", e);
    }
  }
}
