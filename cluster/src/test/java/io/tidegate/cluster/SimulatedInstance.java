package io.tidegate.cluster;

import io.tidegate.core.CoreDriver;
import io.tidegate.core.CoreDriver.Happened;
import io.tidegate.core.Event;
import io.tidegate.core.Limits;
import io.tidegate.core.Result;
import io.tidegate.store.codec.EventCodec;
import io.tidegate.store.codec.LeaderCodec;
import io.tidegate.store.log.AdversarialLog;
import io.tidegate.store.log.AppendResult;
import io.tidegate.store.log.Chain;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.LogRefusedException;
import io.tidegate.store.log.RecordBuffer;
import io.tidegate.store.log.RecordKind;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One simulated process: the takeover machine, the rules and state that it drives, and two clocks
 * of its own. It can be paused, as by SIGSTOP, and killed.
 */
final class SimulatedInstance {
  /** An answer that waits for its release. */
  private record Decided(ClientRequest request, int attempt, Result result) {}

  /** What was decided together, and the chain value of the record that it was decided behind. */
  private record Decisions(String head, List<Decided> answers) {}

  /** See {@link Mutation#CLAIMS_ALIKE}. */
  private record ClaimsAlike(LeaderRecords records) implements LeaderRecords {
    @Override
    public LogRecord claim(LogPosition behind, long term, long timeMs, long servedUntilMs) {
      long sameMs = Math.max(behind.timeMs(), ClusterSimulation.START_MS - 600_000);
      return records.claim(behind, term, sameMs, sameMs);
    }

    @Override
    public LogRecord closing(LogPosition behind, long timeMs) {
      return records.closing(behind, timeMs);
    }

    @Override
    public long term(LogRecord leader) {
      return records.term(leader);
    }
  }

  private static final int PAGE = 50;
  private static final int TICK_MS = 25;

  final String name;
  final boolean mayLead;
  final AdversarialLog.Side side;
  private final ClusterSimulation simulation;
  private final int skewMs;
  private final double rate;
  private final RecordBuffer buffer;

  // Of the present process.
  private int life;
  private boolean alive;
  private boolean paused;
  private Takeover machine;
  private CoreDriver driver;
  private boolean leading;
  private long waitingFor;
  private long ids;
  private final Map<Long, Decisions> decided = new HashMap<>();
  private final ArrayDeque<ClientRequest> inbox = new ArrayDeque<>();
  private final ArrayDeque<Runnable> later = new ArrayDeque<>();
  private final Map<Long, LogRecord> sent = new HashMap<>();
  private @Nullable String halted;

  SimulatedInstance(ClusterSimulation simulation, String name, boolean mayLead) {
    this.simulation = simulation;
    this.name = name;
    this.mayLead = mayLead;
    this.side = simulation.log.side();
    this.buffer = new RecordBuffer(ClusterSimulation.IDENTITY, 64 << 10);
    this.skewMs =
        simulation.random.nextInt(10) == 0 ? 0 : simulation.random.nextInt(600_000) - 300_000;
    this.rate = 0.97 + simulation.random.nextDouble() * 0.06;
    this.machine = newMachine();
    this.driver = newDriver();
  }

  private Takeover newMachine() {
    UUID instance = new UUID(simulation.random.nextLong(), simulation.random.nextLong());
    Set<String> peers = simulation.namesWithout(name);
    TakeoverConfig config = TakeoverConfig.usual(mayLead, peers, simulation.random.nextInt(300));
    return new Takeover(
        config,
        ClusterSimulation.IDENTITY,
        records(instance),
        ClusterSimulation.IDENTITY.beginning(),
        0);
  }

  private LeaderRecords records(UUID instance) {
    if (simulation.mistake != Mutation.CLAIMS_ALIKE)
      return new InstanceRecords(ClusterSimulation.IDENTITY, instance, "");
    return new ClaimsAlike(new InstanceRecords(ClusterSimulation.IDENTITY, new UUID(0, 0), ""));
  }

  private static CoreDriver newDriver() {
    return new CoreDriver(Limits.DEFAULT, ClusterSimulation.START_MS - 600_000);
  }

  // Its life.

  void start() {
    life++;
    alive = true;
    paused = false;
    halted = null;
    machine = newMachine();
    driver = newDriver();
    leading = false;
    waitingFor = 0;
    feed(new Input.Connected(ClusterSimulation.IDENTITY));
    tick(life);
  }

  void kill() {
    alive = false;
    leading = false;
    life++;
    decided.clear();
    inbox.clear();
    later.clear();
    sent.clear();
  }

  /** Stops it where it is, which may be right behind a look at the clock. */
  void pause() {
    if (!alive || paused) return;
    paused = true;
    if (simulation.random.nextBoolean()) later.add(this::decide);
  }

  void goOn() {
    if (!paused) return;
    paused = false;
    while (!paused && !later.isEmpty()) later.remove().run();
  }

  boolean up() {
    return alive && !paused && halted == null;
  }

  boolean alive() {
    return alive;
  }

  /** Whoever is started again is another process. */
  String process() {
    return name + ", life " + life;
  }

  boolean leading() {
    return leading && up();
  }

  /** Paused or not: whoever sends it something cannot know. */
  boolean believesToLead() {
    return leading && alive && halted == null;
  }

  @Nullable String halted() {
    return halted;
  }

  Takeover machine() {
    return machine;
  }

  CoreDriver driver() {
    return driver;
  }

  private void tick(int of) {
    if (of != life) return;
    if (paused) later.add(() -> tick(of));
    else {
      feed(new Input.Tick());
      decide();
      simulation.time.after(1 + simulation.random.nextInt(2 * TICK_MS), () -> tick(of));
    }
  }

  /** In this run alone, and not while it is paused. */
  private Runnable mine(Runnable what) {
    int of = life;
    return () -> {
      if (of != life) return;
      if (paused) later.add(what);
      else what.run();
    };
  }

  private ClockReading clock() {
    long ms = simulation.time.nowMs();
    return new ClockReading((long) (ms * rate) + 77, wallMs());
  }

  private long wallMs() {
    return ClusterSimulation.START_MS + simulation.time.nowMs() + skewMs;
  }

  // The machine.

  void feed(Input input) {
    if (!alive || halted != null) return;
    for (Action action : machine.on(input, clock())) carryOut(action);
  }

  private void carryOut(Action action) {
    switch (action) {
      case Action.Read(long op, LogPosition after) -> side.read(after, PAGE, reply(op));
      case Action.Append(long op, LogPosition behind, LogRecord record) ->
          append(op, behind, record);
      case Action.Sign(long op, LogPosition end) ->
          side.sign(end, result -> mine(() -> feed(new Input.SignDone(op, result))).run());
      case Action.AskPeers() -> simulation.askPeers(this);
      case Action.Apply(LogRecord record) -> apply(record);
      case Action.Publish(LogRecord record) -> simulation.publishes(this, record);
      case Action.Lead(long term) -> {
        simulation.leads(this, term);
        leading = true;
        waitingFor = 0;
      }
      case Action.StopDeciding(String _) -> leading = false;
      case Action.Release(long id) -> release(id);
      case Action.Refuse(long id) -> decided.remove(id);
      case Action.Push(LogRecord record) -> simulation.push(this, record);
      case Action.Discard() -> discard();
      case Action.HandedOver() -> {}
      case Action.Halt(String why) -> {
        halted = why;
        leading = false;
      }
    }
  }

  private AdversarialLog.ReadReply reply(long op) {
    return new AdversarialLog.ReadReply() {
      @Override
      public void page(AdversarialLog.Page page) {
        mine(() -> feed(new Input.Page(op, page.records(), page.end(), page.signs(), -1, 0))).run();
      }

      @Override
      public void refused(LogRefusedException why) {
        mine(() -> feed(new Input.Refused(String.valueOf(why.getMessage())))).run();
      }

      @Override
      public void failed() {
        mine(() -> feed(new Input.ReadFailed(op))).run();
      }
    };
  }

  private void append(long op, LogPosition behind, LogRecord record) {
    boolean again = sent.put(record.sequence(), record) == record;
    boolean healing = behind.sequence() < machine.highest().sequence();
    if (simulation.mistake == Mutation.NO_HEALING && healing) return;
    LogRecord bytes = record;
    if (simulation.mistake == Mutation.OTHER_BYTES && again && record.kind() == RecordKind.BATCH)
      bytes = madeAnew(behind, record);
    side.append(
        record.sequence(),
        Chain.parse(behind.chain()),
        bytes,
        result -> mine(() -> feed(new Input.AppendDone(op, misread(result)))).run());
    if (simulation.mistake == Mutation.CLAIM_UNREAD && record.kind() == RecordKind.LEADER)
      simulation.time.after(1, mine(() -> believe(record)));
  }

  private AppendResult misread(AppendResult result) {
    boolean yes =
        simulation.mistake == Mutation.UNKNOWN_IS_YES && result instanceof AppendResult.Unknown;
    return yes ? AppendResult.Appended.APPENDED : result;
  }

  private LogRecord madeAnew(LogPosition behind, LogRecord record) {
    buffer.begin();
    buffer.room(record.body().remaining()).put(record.body());
    return buffer
        .seal(
            record.kind(),
            record.sequence(),
            record.timeMs() + 1,
            record.events(),
            new Chain(Chain.parse(behind.chain())))
        .kept();
  }

  private void believe(LogRecord claim) {
    for (long op = 0; op < 100_000 && !leading && up(); op++)
      if (op == machine.readInFlight())
        feed(new Input.Page(op, List.of(claim), claim.position(), 0, -1, 0));
  }

  private void apply(LogRecord record) {
    simulation.applies(this, record);
    driver.at(Math.max(driver.nowMs(), record.timeMs()));
    ByteBuffer body = record.body();
    if (record.kind() == RecordKind.LEADER) driver.state().lead(LeaderCodec.read(body));
    // At the record's time, though this instance's own may be ahead: it may have led.
    for (int i = 0; i < record.events(); i++)
      driver.state().apply(EventCodec.read(body), record.timeMs());
  }

  private void discard() {
    waitingFor = 0;
    decided.clear();
    if (simulation.mistake == Mutation.KEEP_STATE) {
      LogPosition at = machine.end();
      simulation.time.after(5, mine(() -> feed(new Input.Restored(at, 0))));
      return;
    }
    driver = newDriver();
    simulation.discards(this);
    simulation.time.after(
        1 + simulation.random.nextInt(500),
        mine(() -> feed(new Input.Restored(ClusterSimulation.IDENTITY.beginning(), 0))));
  }

  // The engine.

  void submit(ClientRequest request) {
    if (believesToLead()) inbox.add(request);
  }

  private void decide() {
    if (!leading() || waitingFor != 0) return;
    driver.at(Math.max(driver.nowMs(), Math.max(machine.end().timeMs(), wallMs())));
    int before = driver.history().size();
    driver.due();
    List<Decided> batch = new ArrayList<>();
    for (int i = 0; i < 4 && !inbox.isEmpty(); i++) {
      ClientRequest request = inbox.remove();
      int events = driver.history().size();
      Decided one = new Decided(request, request.attempt, driver.decide(request.command));
      batch.add(one);
      if (simulation.mistake == Mutation.NO_AT_ONCE && driver.history().size() == events)
        simulation.answer(one.request(), one.attempt(), one.result());
    }
    List<Event> events = new ArrayList<>();
    for (Happened happened : driver.history().subList(before, driver.history().size()))
      events.add(happened.event());
    if (batch.isEmpty() && events.isEmpty()) return;
    long id = ++ids;
    decided.put(id, new Decisions(machine.end().chain(), batch));
    if (events.isEmpty()) {
      feed(new Input.Answers(id));
      return;
    }
    waitingFor = id;
    LogRecord record = record(events);
    if (simulation.mistake == Mutation.YES_AT_ONCE) release(id);
    if (simulation.mistake == Mutation.PUSH_AT_ONCE) simulation.push(this, record);
    feed(new Input.Batch(id, record));
  }

  private LogRecord record(List<Event> events) {
    buffer.begin();
    for (Event event : events) EventCodec.write(event, buffer.room(EventCodec.bytesMax(event)));
    LogPosition end = machine.end();
    return buffer
        .seal(
            RecordKind.BATCH,
            end.sequence() + 1,
            driver.nowMs(),
            events.size(),
            new Chain(Chain.parse(end.chain())))
        .kept();
  }

  private void release(long id) {
    if (id == waitingFor && simulation.mistake != Mutation.YES_AT_ONCE) waitingFor = 0;
    if (id == waitingFor && !decided.containsKey(id)) waitingFor = 0;
    Decisions made = decided.remove(id);
    if (made == null) return;
    simulation.decides(this, made.head());
    for (Decided one : made.answers())
      simulation.answer(one.request(), one.attempt(), one.result());
  }
}
