package io.tidegate.cluster;

import io.tidegate.core.Command;
import io.tidegate.core.CoreDriver;
import io.tidegate.core.Event;
import io.tidegate.core.IdempotencyKey;
import io.tidegate.core.Limits;
import io.tidegate.core.Result;
import io.tidegate.core.SnapshotRoundTrip;
import io.tidegate.core.State;
import io.tidegate.core.StateSnapshot;
import io.tidegate.core.sale.Entry;
import io.tidegate.store.codec.EventCodec;
import io.tidegate.store.codec.LeaderCodec;
import io.tidegate.store.log.AdversarialLog;
import io.tidegate.store.log.AdversarialLog.Faults;
import io.tidegate.store.log.AdversarialLog.Medium;
import io.tidegate.store.log.LogIdentity;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.RecordKind;
import io.tidegate.store.log.SimulatedTime;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Two instances who want to lead, three who follow, clients, and one adversarial log: everything in
 * one thread, from one seed. After a while of disasters it becomes quiet, and all that was said is
 * held against what the log says.
 *
 * <p>What is checked carries the numbers of the protocol's invariants:
 *
 * <ol>
 *   <li>what counts is one chain, the same for every reader;
 *   <li>every yes names something that counts;
 *   <li>nothing else ever counts in the place of what counted;
 *   <li>an instance answers only what it has seen count;
 *   <li>what is decided behind a record, and counts or is answered, is decided by one process;
 *   <li>who leads has a claim that counts;
 *   <li>states are equal where sequences are;
 *   <li>record times never go back, whatever the clocks show;
 *   <li>a command with a key takes effect once, whoever led when it was sent again;
 *   <li>a no, and a balance, was true between question and answer;
 *   <li>(what is relayed: with the outbox)
 *   <li>available + held + issued = N after every record.
 * </ol>
 */
final class ClusterSimulation {
  static final LogIdentity IDENTITY = new LogIdentity(new byte[16], new byte[32]);
  static final long START_MS = 1_800_000_000_000L;
  private static final int STORM_MS = 30_000;
  private static final int CALM_MS = 25_000;
  private static final int UNITS = 40;
  private static final long OFFER = 1;

  final long seed;
  final Mutation mistake;
  final Random random;
  final SimulatedTime time = new SimulatedTime();
  final AdversarialLog log;
  private final boolean cuts;
  private final List<String> names = new ArrayList<>();
  private final List<SimulatedInstance> instances = new ArrayList<>();
  private final List<ClientRequest> requests = new ArrayList<>();

  // What counted at any time, and what it looked like.
  private final Map<Long, String> everCounted = new HashMap<>();
  private final Set<String> counting = new HashSet<>();
  private final Map<String, String> deciders = new HashMap<>();
  private long lastTimeMs;
  private long keys;
  private long fragileUntilMs;
  int takeovers;
  int healed;

  ClusterSimulation(long seed, Mutation mistake) {
    this(seed, mistake, 5, 2);
  }

  ClusterSimulation(long seed, Mutation mistake, int all, int wanting) {
    this.seed = seed;
    this.mistake = mistake;
    this.random = new Random(seed * 31 + 7);
    Medium medium = random.nextBoolean() ? Medium.TABLE : Medium.PARTITION;
    // A partition that came back shorter may hold what makes its readers stop: no healing there.
    this.cuts = medium == Medium.TABLE && random.nextBoolean();
    this.log = new AdversarialLog(IDENTITY, medium, time, random, Faults.some(random));
    if (mistake == Mutation.NOTHING_COMPARED) log.compareNothing();
    for (int i = 0; i < all; i++) names.add(String.valueOf((char) ('a' + i)));
    for (int i = 0; i < all; i++)
      instances.add(new SimulatedInstance(this, names.get(i), i < wanting));
  }

  Set<String> namesWithout(String name) {
    Set<String> others = new HashSet<>(names);
    others.remove(name);
    return others;
  }

  /** All of it; throws where anything is wrong. */
  void run() {
    for (SimulatedInstance instance : instances) time.after(random.nextInt(500), instance::start);
    setUp();
    time.after(1_000, this::clients);
    time.after(2_000, this::disaster);
    time.runUntil(STORM_MS);
    calm();
    time.runUntil(STORM_MS + CALM_MS);
    ClientRequest last = new ClientRequest(new Command.TopUp(99, 1, key()));
    send(last);
    time.runUntil(STORM_MS + CALM_MS + 6_000);
    check(last.result instanceof Result.WalletToppedUp, "nobody serves any more: " + instances());
    look();
    checkEnds();
    new Replay().all();
  }

  // Clients.

  private void setUp() {
    send(
        new ClientRequest(
            new Command.CreateSale("sale", START_MS - 600_000, Long.MAX_VALUE, Entry.OPEN, 0)));
    time.after(
        100,
        () -> {
          if (requests.getFirst().result == null) setUpLater();
          else send(new ClientRequest(new Command.CreateOffer(1, "coupon", UNITS, 0, 2, 2, 0)));
        });
  }

  private void setUpLater() {
    time.after(
        500,
        () -> {
          if (requests.getFirst().result == null) setUpLater();
          else send(new ClientRequest(new Command.CreateOffer(1, "coupon", UNITS, 0, 2, 2, 0)));
        });
  }

  private void clients() {
    if (time.nowMs() > STORM_MS) return;
    for (int i = random.nextInt(4); i > 0; i--) send(new ClientRequest(command()));
    time.after(50 + random.nextInt(250), this::clients);
  }

  private Command command() {
    long user = 1L + random.nextInt(12);
    return switch (random.nextInt(6)) {
      case 0, 1 -> new Command.Claim(OFFER, 1 + random.nextInt(60), 1, null, key());
      case 2, 3 -> new Command.TopUp(user, 1 + random.nextInt(50), key());
      default -> new Command.AskBalance(user);
    };
  }

  private IdempotencyKey key() {
    return new IdempotencyKey(++keys, seed, 1);
  }

  private void send(ClientRequest request) {
    if (!requests.contains(request)) requests.add(request);
    int attempt = ++request.attempt;
    look();
    request.sentAtEnd = everCounted.size();
    List<SimulatedInstance> leading =
        instances.stream().filter(SimulatedInstance::believesToLead).toList();
    if (!leading.isEmpty()) {
      SimulatedInstance to = leading.get(random.nextInt(leading.size()));
      time.after(1 + random.nextInt(5), () -> to.submit(request));
    }
    time.after(
        300 + random.nextInt(random.nextInt(3) == 0 ? 8_000 : 1_500),
        () -> {
          if (request.result == null && request.attempt == attempt) send(request);
        });
  }

  void answer(ClientRequest request, int attempt, Result result) {
    look();
    if (request.result != null || attempt != request.attempt) return;
    request.result = result;
    request.askedAtEnd = request.sentAtEnd;
    request.toldAtEnd = everCounted.size();
  }

  // Between instances.

  void push(SimulatedInstance from, LogRecord record) {
    for (SimulatedInstance to : instances) {
      if (to == from || random.nextInt(6) == 0) continue;
      time.after(
          1 + random.nextInt(random.nextInt(8) == 0 ? 1_500 : 10),
          () -> {
            if (to.up()) to.feed(new Input.Pushed(List.of(record)));
          });
    }
  }

  void askPeers(SimulatedInstance from) {
    for (SimulatedInstance peer : instances) {
      if (peer == from) continue;
      time.after(
          2 + random.nextInt(20),
          () -> {
            LogPosition end =
                mistake == Mutation.NOBODY_ASKED ? from.machine().end() : peer.machine().highest();
            if (peer.up() || mistake == Mutation.NOBODY_ASKED)
              from.feed(new Input.PeerEnd(peer.name, end));
          });
    }
  }

  // What instances do that can be checked at once.

  /** Notes what counts; called before anything rests on it. */
  private void look() {
    List<LogRecord> counted = log.counted();
    for (int i = counting.size(); i < counted.size(); i++) note(counted.get(i));
  }

  private void note(LogRecord record) {
    String before = everCounted.putIfAbsent(record.sequence(), record.chain());
    check(
        before == null || before.equals(record.chain()),
        "I3: another record " + record.sequence() + " counts");
    counting.add(record.chain());
    if (before != null) return;
    check(record.timeMs() >= lastTimeMs, "I8: the time of " + record + " goes back");
    lastTimeMs = record.timeMs();
  }

  private void mustCount(SimulatedInstance who, LogRecord record, String rule) {
    look();
    String chain = everCounted.get(record.sequence());
    check(record.chain().equals(chain), rule + ": " + who.name + " takes for counted " + record);
  }

  void applies(SimulatedInstance who, LogRecord record) {
    mustCount(who, record, "I1");
  }

  void publishes(SimulatedInstance who, LogRecord record) {
    mustCount(who, record, "I4");
    decides(who, Objects.requireNonNull(everCounted.get(record.sequence() - 1)));
  }

  /** What it decided behind that record took effect: its batch counts, or its answers are told. */
  void decides(SimulatedInstance who, String head) {
    String other = deciders.putIfAbsent(head, who.process());
    check(
        other == null || other.equals(who.process()),
        "I5: " + other + " and " + who.process() + " decided behind the same record");
  }

  void leads(SimulatedInstance who, long term) {
    look();
    LogPosition end = who.machine().end();
    check(
        end.chain().equals(everCounted.get(end.sequence())),
        "I6: " + who.name + " leads in term " + term + " by what does not count");
    takeovers++;
  }

  void discards(SimulatedInstance who) {}

  // Disasters.

  private void disaster() {
    if (time.nowMs() > STORM_MS) return;
    SimulatedInstance victim =
        instances.get(random.nextInt(random.nextInt(3) == 0 ? instances.size() : 2));
    int ms = 100 + random.nextInt(random.nextInt(3) == 0 ? 12_000 : 2_500);
    boolean fragile = time.nowMs() < fragileUntilMs;
    switch (random.nextInt(8)) {
      case 0, 1 -> {
        victim.pause();
        time.after(random.nextBoolean() ? ms : 2_500 + random.nextInt(4_000), victim::goOn);
      }
      case 2, 3 -> {
        victim.side.cutOff(true);
        time.after(ms, () -> victim.side.cutOff(false));
      }
      case 4 -> {
        if (!fragile) {
          victim.kill();
          time.after(ms, victim::start);
        }
      }
      case 5 -> victim.feed(new Input.HandOver());
      case 6 -> {
        instances.forEach(instance -> instance.side.cutOff(true));
        time.after(ms / 2, () -> instances.forEach(instance -> instance.side.cutOff(false)));
      }
      default -> cut();
    }
    time.after(300 + random.nextInt(4_000), this::disaster);
  }

  /** The home loses its newest records, while two who hold them are there. */
  private void cut() {
    long end = log.end().sequence();
    long holders =
        instances.stream()
            .filter(SimulatedInstance::up)
            .filter(instance -> instance.machine().highest().sequence() >= end)
            .count();
    if (!cuts || holders < 3 || end < 5) return;
    look();
    log.cut(1 + random.nextInt(4));
    if (random.nextBoolean()) hideHolders(end);
    counting.clear();
    for (LogRecord record : log.counted()) counting.add(record.chain());
    fragileUntilMs = time.nowMs() + 12_000;
    healed++;
  }

  /** They live, and do not reach the home for a while; one who may lead begins from nothing. */
  private void hideHolders(long end) {
    SimulatedInstance born = instances.get(random.nextInt(2));
    for (SimulatedInstance holder : instances) {
      if (holder == born || holder.machine().highest().sequence() < end) continue;
      holder.side.cutOff(true);
      time.after(1_000 + random.nextInt(5_000), () -> holder.side.cutOff(false));
    }
    born.kill();
    time.after(50, born::start);
  }

  private void calm() {
    log.faults(Faults.NONE);
    for (SimulatedInstance instance : instances) {
      instance.side.cutOff(false);
      instance.goOn();
      // Whoever handed over has ended.
      if (!instance.alive() || (instance.mayLead && instance.machine().leaving())) {
        instance.kill();
        instance.start();
      }
    }
  }

  // In the end.

  private void checkEnds() {
    int leading = 0;
    for (SimulatedInstance instance : instances) {
      check(instance.halted() == null, instance.name + " halted: " + instance.halted());
      check(
          instance.machine().end().equals(log.end()),
          "I1: %s ends at %s, the log at %s"
              .formatted(instance.name, instance.machine(), log.end()));
      if (instance.leading()) leading++;
    }
    check(leading == 1, leading + " instances lead: " + instances());
  }

  private String instances() {
    StringBuilder all = new StringBuilder();
    for (SimulatedInstance instance : instances)
      all.append("%n%s %s %s".formatted(instance.name, instance.machine(), instance.halted()));
    return all.toString();
  }

  private void check(boolean holds, String what) {
    if (!holds) throw new AssertionError("seed " + seed + " at " + time.nowMs() + " ms: " + what);
  }

  /** The log from record 1 on, by the rules alone, and the answers held against it. */
  private final class Replay {
    private final CoreDriver driver = new CoreDriver(Limits.DEFAULT, START_MS - 600_000);
    private final Map<Long, Integer> claimsByKey = new HashMap<>();
    private final Map<Long, Integer> topUpsByKey = new HashMap<>();
    private final Set<Long> claims = new HashSet<>();

    // After each event, and after which record that was.
    private final List<long[]> balances = new ArrayList<>();
    private final List<Long> available = new ArrayList<>();
    private final List<Integer> ends = new ArrayList<>();

    void all() {
      remember();
      for (LogRecord record : log.counted()) apply(record);
      ends.add(balances.size() - 1);
      claimsByKey.forEach((key, times) -> check(times == 1, "I9: claimed " + times + " times"));
      topUpsByKey.forEach((key, times) -> check(times == 1, "I9: topped up " + times + " times"));
      for (SimulatedInstance instance : instances) {
        check(
            content(driver.state()).equals(content(instance.driver().state())),
            "I7: the state of " + instance.name + " is another one");
      }
      for (ClientRequest request : requests)
        if (request.result != null) hold(request, request.result);
    }

    private static List<String> content(State state) {
      List<String> content = SnapshotRoundTrip.content(StateSnapshot.of(state));
      StateSnapshot.thaw(state);
      return content;
    }

    private void apply(LogRecord record) {
      ends.add(balances.size() - 1);
      driver.at(record.timeMs());
      ByteBuffer body = record.body();
      if (record.kind() == RecordKind.LEADER) driver.state().lead(LeaderCodec.read(body));
      for (int i = 0; i < record.events(); i++) apply(EventCodec.read(body));
    }

    private void apply(Event event) {
      driver.happen(event);
      remember();
      if (event instanceof Event.Claimed e) {
        claims.add(e.claim());
        if (e.key() != null) claimsByKey.merge(e.key().hi(), 1, Integer::sum);
      }
      if (event instanceof Event.ToppedUp e && e.key() != null)
        topUpsByKey.merge(e.key().hi(), 1, Integer::sum);
    }

    private void remember() {
      var sale = driver.state().sale();
      long[] now = new long[16];
      for (int user = 1; user < now.length; user++) now[user] = sale.users.balance(user);
      balances.add(now);
      boolean there = sale.offers.exists(OFFER);
      long free = there ? sale.offers.available(OFFER) : 0;
      available.add(free);
      if (there)
        check(
            free + sale.offers.held(OFFER) + sale.offers.issued(OFFER) == UNITS && free >= 0,
            "I12: units are made or lost");
    }

    private void hold(ClientRequest request, Result result) {
      switch (result) {
        case Result.Taken(var claim, _) ->
            check(
                claims.contains(claim.claim()),
                "I2: claim " + claim.claim() + " is not in the log");
        case Result.WalletToppedUp _ -> {
          IdempotencyKey key = ((Command.TopUp) request.command).key();
          check(
              topUpsByKey.containsKey(Objects.requireNonNull(key).hi()),
              "I2: a top-up is not in the log");
        }
        case Result.Balance(long amount) -> {
          int user = (int) ((Command.AskBalance) request.command).user();
          somewhen(request, i -> balances.get(i)[user] == amount, "a balance of " + amount);
        }
        case Result.SoldOut _ -> somewhen(request, i -> available.get(i) == 0, "sold out");
        default -> {}
      }
    }

    /** Whether it was so behind some event between what the log was when asked and when told. */
    private void somewhen(ClientRequest request, IntPredicate so, String what) {
      int from = ends.get((int) Math.min(request.askedAtEnd, ends.size() - 1));
      int to = ends.get((int) Math.min(request.toldAtEnd, ends.size() - 1));
      for (int i = from; i <= to; i++) if (so.test(i)) return;
      check(
          false,
          "I10: %s was not true between %d and %d"
              .formatted(what, request.askedAtEnd, request.toldAtEnd));
    }
  }
}
