package io.tidegate.cluster;

import io.tidegate.cluster.Input.Page;
import io.tidegate.store.log.AppendResult;
import io.tidegate.store.log.LogIdentity;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.RecordKind;
import io.tidegate.store.log.SignResult;
import io.tidegate.store.log.ValidityRule;
import io.tidegate.store.log.ValidityRule.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides for one instance whether it leads, as a state machine: inputs and clock readings go in,
 * actions come out. It reads no clock, draws no random number, and touches no network.
 *
 * <pre>
 *                    silence, seen in a read          claim read back
 *   FOLLOWING ─────────────────────────────▶ CLAIMING ────────────────▶ LEADING
 *    ▲  ▲  ▲                                    │                        │  │
 *    │  │  └──── somebody else's counted, or ───┘                        │  │
 *    │  │        nobody answered                                         │  │
 *    │  └──── closing record counted, or somebody else's record did ─────┘  │
 *    │                                                                      │ 2 s without an
 *    │            its batch counted                                         │ acknowledgement
 *    ├──────────────────────────────────────────────────── STOOD_DOWN ◀─────┘
 *    │                                                       │
 *    └───── state made anew ──── RESTORING ◀── its batch ────┘     from anywhere: HALTED
 *                                              was lost
 * </pre>
 *
 * <h2>Nothing but the log decides</h2>
 *
 * An instance leads once it has appended a leader record behind everything that counts, and has
 * read it back. The log compares, so exactly one of any number of claimants wins; a claim that
 * finds another record in its place has lost. Safety does not depend on clocks. Clocks only say
 * when to try, and for how long a leader that has lost its place without knowing it may keep others
 * waiting.
 *
 * <h2>Unknown</h2>
 *
 * An append without an answer is sent again with identical bytes until the log says that they
 * count, or shows another record in their place. Until then nobody gets a yes or a no; after 2 s
 * the requests get a 503, and the instance stands down. Its state contains the batch already. If
 * the batch counts after all, the state is right; if not, the state is discarded and built again.
 *
 * <h2>Answers without events</h2>
 *
 * A refusal can be as wrong as a false yes if another instance leads by now. So a refusal waits
 * until a write counts that was begun after it was decided: the next batch, or else a sign of life.
 *
 * <h2>A home that came back shorter</h2>
 *
 * A home may lose records that it acknowledged. Instances have then read further than the home
 * reaches, and an instance that has the missing bytes appends them again. Since the bytes are
 * identical, several instances may do so at the same time. A claim in their place would make them
 * dead; so a claimant first asks its peers how far they have read. If the home cannot be healed, or
 * shows another history, the instance halts.
 *
 * <p>Not thread-safe; one thread feeds it.
 */
public final class Takeover {

  /** Where an instance stands. */
  public enum Role {
    /** Applies what counts. */
    FOLLOWING,
    /** Has sent a leader record and does not know what became of it. */
    CLAIMING,
    /** Decides. */
    LEADING,
    /** Led, and does not know whether its last batch counts. */
    STOOD_DOWN,
    /** Its state is being made anew. */
    RESTORING,
    /** Has stopped for good. */
    HALTED
  }

  private enum Purpose {
    BATCH,
    CLAIM,
    CLOSING
  }

  /** What is to be appended: one at a time, and never another in its place before it is settled. */
  private static final class Write {
    final Purpose purpose;
    final LogRecord record;
    final LogPosition behind;
    final long id;
    final long number;
    long op; // of the append in flight, 0 if none is
    long againAtMs;
    boolean readFirst;

    Write(Purpose purpose, LogRecord record, LogPosition behind, long id, long number) {
      this.purpose = purpose;
      this.record = record;
      this.behind = behind;
      this.id = id;
      this.number = number;
    }
  }

  private final TakeoverConfig config;
  private final LogIdentity identity;
  private final LeaderRecords leaders;
  private final RecentRecords recent;
  private final PendingAnswers answers = new PendingAnswers();

  private List<Action> out = List.of();
  private ClockReading now = new ClockReading(0, 0);
  private Role role = Role.FOLLOWING;
  private ValidityRule rule;
  private LogPosition end;
  private long term;
  private boolean leaving;
  private boolean toldHandOver;
  private long ops;

  // Reading.
  private long readOp;
  private long readAtMs;
  private long readKnew;
  private long readBegunMs;
  private boolean readSoon = true;

  private final Suspicion suspicion;
  private boolean skewed;

  // Writing.
  private @Nullable Write write;
  private String lastClaim = "";
  private long claimedMs;
  private @Nullable Write healing;
  private long acknowledgedMs;
  private long signOp;
  private long signNumber;
  private long signBegunMs;
  private LogPosition signEnd;
  private long signAtMs;

  /**
   * An instance that begins to follow.
   *
   * @param identity of the log; another one is refused
   * @param start where its state stands, as of a snapshot or the beginning
   * @param term the highest up to there
   */
  public Takeover(
      TakeoverConfig config,
      LogIdentity identity,
      LeaderRecords leaders,
      LogPosition start,
      long term) {
    this.term = term;
    this.config = config;
    this.identity = identity;
    this.leaders = leaders;
    this.suspicion = new Suspicion(config);
    this.recent = new RecentRecords(config.recentBytesMax(), start);
    this.end = start;
    this.signEnd = start;
    this.rule = ruleBehind(start);
  }

  private static ValidityRule ruleBehind(LogPosition position) {
    return new ValidityRule(ValidityRule.Home.SHARED, position);
  }

  /** Where it stands. */
  public Role role() {
    return role;
  }

  /** Behind the last record that it has seen count and applied. */
  public LogPosition end() {
    return end;
  }

  /** Behind the last record that it has seen count, though its state may be behind it. */
  public LogPosition highest() {
    return recent.end();
  }

  /** Whether it was asked to hand over. */
  public boolean leaving() {
    return leaving;
  }

  long readInFlight() {
    return readOp;
  }

  /** The highest term it has read. */
  public long term() {
    return term;
  }

  /**
   * Takes what was learnt.
   *
   * @return what to do, in order
   */
  public List<Action> on(Input input, ClockReading reading) {
    if (role == Role.HALTED) return List.of();
    out = new ArrayList<>();
    now = reading;
    suspicion.begin(now.monotonicMs());
    take(input);
    if (role != Role.HALTED) proceed();
    return out;
  }

  private void take(Input input) {
    switch (input) {
      case Input.Tick _ -> {}
      case Input.Connected(LogIdentity other) -> {
        if (!other.equals(identity))
          halt("the home holds log " + other + " and not " + identity + " as before");
      }
      case Page page -> page(page);
      case Input.ReadFailed(long op) -> {
        if (op == readOp) readOp = 0;
      }
      case Input.Refused(String why) -> halt(why);
      case Input.AppendDone(long op, AppendResult result) -> appended(op, result);
      case Input.SignDone(long op, SignResult result) -> signed(op, result);
      case Input.Batch(long id, LogRecord record) -> batch(id, record);
      case Input.Answers(long id) -> {
        if (deciding()) answers.add(id);
        else out.add(new Action.Refuse(id));
      }
      case Input.Pushed(List<LogRecord> records) -> pushed(records);
      case Input.Peers(var names) -> suspicion.peers(names);
      case Input.PeerEnd(String peer, LogPosition peersEnd) -> peerEnd(peer, peersEnd);
      case Input.Restored(LogPosition at, long upTo) -> restored(at, upTo);
      case Input.HandOver() -> handOver();
    }
  }

  private boolean deciding() {
    return role == Role.LEADING;
  }

  // What follows from where it stands and how late it is.

  private void proceed() {
    long ms = now.monotonicMs();
    if (role == Role.LEADING && ms - acknowledgedMs >= config.standDownMs())
      standDown("nothing was acknowledged for " + (ms - acknowledgedMs) + " ms");
    if (role == Role.CLAIMING && ms - claimedMs >= config.standDownMs()) giveUpClaim();
    if (healing != null) send(healing);
    else if (write != null && !write.readFirst) send(write);
    if (role == Role.LEADING) {
      if (leaving && write == null) close();
      else signIfDue();
    }
    if (leaving && role == Role.FOLLOWING && write == null) handedOver();
    claimIfSilent();
    readIfDue();
  }

  private void send(Write what) {
    if (what.op != 0 || now.monotonicMs() < what.againAtMs) return;
    what.op = ++ops;
    out.add(new Action.Append(what.op, what.behind, what.record));
  }

  private void signIfDue() {
    boolean due = now.monotonicMs() >= signAtMs || answers.wantWrite();
    if (signOp != 0 || write != null || !due) return;
    signOp = ++ops;
    signBegunMs = now.monotonicMs();
    signNumber = answers.begin();
    signEnd = end;
    signAtMs = now.monotonicMs() + config.signMs();
    out.add(new Action.Sign(signOp, end));
  }

  private void readIfDue() {
    if (readOp != 0 || role == Role.RESTORING) return;
    // A leader knows the end: it reads only when the log has surprised it.
    boolean due = role != Role.LEADING && now.monotonicMs() >= readAtMs;
    if (!readSoon && !due) return;
    readSoon = false;
    readOp = ++ops;
    readKnew = recent.end().sequence();
    readBegunMs = now.monotonicMs();
    readAtMs = readBegunMs + config.pollMs();
    out.add(new Action.Read(readOp, end));
  }

  // Reading.

  private void page(Page page) {
    if (page.op() != readOp) return;
    readOp = 0;
    skewed = page.skewMs() > config.skewMsMax();
    suspicion.signs(page.signs(), page.silentMs(), now.monotonicMs());
    if (page.end().sequence() < readKnew) {
      shorter(page.end());
      return;
    }
    for (LogRecord record : page.records()) if (!halted()) accept(record, true);
    if (halted()) return;
    if (page.end().sequence() > end.sequence()) readSoon = true;
    else readToTheEnd(page);
  }

  private boolean halted() {
    return role == Role.HALTED || role == Role.RESTORING;
  }

  /** The log has nothing behind what was read: what is still unsettled is not there. */
  private void readToTheEnd(Page page) {
    if (end.chain().equals(lastClaim) && role != Role.LEADING && !leaving) lead();
    if (write != null) write.readFirst = false;
    suspicion.caughtUp();
    boolean silent = page.records().isEmpty() && suspicion.isSilent(readBegunMs);
    if (silent && role == Role.FOLLOWING && mayClaim() && suspicion.ask(now.monotonicMs()))
      out.add(new Action.AskPeers());
  }

  private void pushed(List<LogRecord> records) {
    if (role == Role.RESTORING) return;
    for (LogRecord record : records) if (!halted()) accept(record, false);
  }

  /**
   * A record that counts, as whoever read it says.
   *
   * @param ordered whether it was read behind {@link #end}; what was pushed may come in any order
   */
  private void accept(LogRecord record, boolean ordered) {
    if (record.sequence() <= end.sequence()) {
      compare(record);
      return;
    }
    if (record.sequence() > end.sequence() + 1 && !ordered) {
      readSoon = true;
      return;
    }
    Verdict verdict = rule.judge(record.bytes(), 0);
    if (!(verdict instanceof Verdict.Counts)) {
      halt("record " + record.sequence() + " does not count here: " + ValidityRule.why(verdict));
      return;
    }
    if (compare(record)) counted(record);
  }

  /** Whether nothing else was read in its place before. */
  private boolean compare(LogRecord record) {
    LogPosition before = recent.position(record.sequence());
    if (before == null || before.chain().equals(record.chain())) return true;
    halt(
        "history changed: record %d was read with chain %s, and has chain %s now"
            .formatted(record.sequence(), before.chain(), record.chain()));
    return false;
  }

  private void counted(LogRecord record) {
    Write mine = write;
    if (mine != null && mine.record.sequence() == record.sequence()) {
      if (mine.record.chain().equals(record.chain())) settle(mine);
      else lose(mine, record);
    } else {
      if (role == Role.LEADING) depose("record " + record.sequence() + " is somebody else's");
      apply(record);
    }
  }

  private void apply(LogRecord record) {
    moveOn(record);
    out.add(new Action.Apply(record));
    if (record.kind() == RecordKind.MOVED) halt("the log was moved to " + record.movedTo());
  }

  private void moveOn(LogRecord record) {
    rule.accept(record.bytes(), 0);
    end = record.position();
    if (record.sequence() > recent.end().sequence()) recent.add(record);
    if (record.kind() == RecordKind.LEADER) term = Math.max(term, leaders.term(record));
    suspicion.vacant(record.kind() == RecordKind.CLOSING);
    news();
  }

  private void news() {
    suspicion.news(now.monotonicMs());
  }

  // Claiming.

  private boolean mayClaim() {
    return config.mayLead()
        && !leaving
        && !skewed
        && write == null
        && healing == null
        && caughtUp();
  }

  private boolean caughtUp() {
    return end.sequence() == recent.end().sequence();
  }

  private void peerEnd(String peer, LogPosition peersEnd) {
    suspicion.answered(peer);
    LogPosition ours = recent.position(peersEnd.sequence());
    if (ours != null && !ours.chain().equals(peersEnd.chain())) {
      halt("peer %s has read another record %d".formatted(peer, peersEnd.sequence()));
    } else if (peersEnd.sequence() > recent.end().sequence()) {
      // It holds what we do not: either we read it, or the home lost it and the peer heals it.
      news();
      readSoon = true;
    }
  }

  private void claimIfSilent() {
    if (role != Role.FOLLOWING || !mayClaim()) return;
    if (!suspicion.peersAreHeard(now.monotonicMs())) return;
    suspicion.claimed();
    role = Role.CLAIMING;
    claimedMs = now.monotonicMs();
    long timeMs = Math.max(end.timeMs(), now.wallMs());
    long silentMs = suspicion.unsignedMs(now.monotonicMs());
    long servedUntilMs = Math.max(end.timeMs(), timeMs - Math.min(silentMs, timeMs));
    LogRecord claim = leaders.claim(end, term + 1, timeMs, servedUntilMs);
    lastClaim = claim.chain();
    begin(Purpose.CLAIM, claim, 0);
  }

  private void begin(Purpose purpose, LogRecord record, long id) {
    Write begun = new Write(purpose, record, end, id, answers.begin());
    write = begun;
    send(begun);
  }

  /** It may yet land; if it then is the last record that counts, this instance leads after all. */
  private void giveUpClaim() {
    role = Role.FOLLOWING;
    write = null;
    news();
  }

  private void lead() {
    role = Role.LEADING;
    suspicion.vacant(false);
    acknowledgedMs = now.monotonicMs();
    signAtMs = acknowledgedMs + config.signMs();
    signOp = 0;
    out.add(new Action.Lead(term));
  }

  // Leading.

  private void batch(long id, LogRecord record) {
    boolean follows =
        deciding() && write == null && record.sequence() == end.sequence() + 1 && !leaving;
    if (follows) {
      Write begun = new Write(Purpose.BATCH, record.kept(), end, id, answers.begin());
      write = begun;
      send(begun);
      return;
    }
    // Decided by somebody who leads no more: applied there, and never written.
    out.add(new Action.Refuse(id));
    discard();
  }

  private void appended(long op, AppendResult result) {
    Write heal = healing;
    if (heal != null && heal.op == op) {
      healed(heal, result);
      return;
    }
    Write mine = write;
    if (mine == null || mine.op != op) return;
    mine.op = 0;
    switch (result) {
      case AppendResult.Appended _ -> {
        // A claim that has not been read back confers nothing.
        if (mine.purpose == Purpose.CLAIM) readBack(mine);
        else if (mine.behind.equals(end)) settle(mine);
        else readBack(mine);
      }
      // Whose record stands there instead is for the log to say, and whether any does.
      case AppendResult.Conflict _ -> readBack(mine);
      case AppendResult.Unknown _ -> mine.againAtMs = now.monotonicMs() + config.retryMs();
    }
  }

  private void readBack(Write mine) {
    mine.readFirst = true;
    readSoon = true;
    // An answer that is on its way tells of a time before.
    readOp = 0;
  }

  private void settle(Write mine) {
    write = null;
    moveOn(mine.record);
    switch (mine.purpose) {
      case CLAIM -> out.add(new Action.Apply(mine.record));
      case CLOSING -> {
        out.add(new Action.Apply(mine.record));
        role = Role.FOLLOWING;
        acknowledged(mine.number);
        out.add(new Action.Push(mine.record));
        handedOver();
      }
      case BATCH -> {
        out.add(new Action.Publish(mine.record));
        // Before the answers: who is answered through a follower finds there what it was told.
        out.add(new Action.Push(mine.record));
        if (role == Role.LEADING) out.add(new Action.Release(mine.id));
        else role = Role.FOLLOWING;
        acknowledged(mine.number);
      }
    }
  }

  private void acknowledged(long number) {
    acknowledgedMs = now.monotonicMs();
    signAtMs = acknowledgedMs + config.signMs();
    answers.counted(number, id -> out.add(new Action.Release(id)));
  }

  /** Another record counts in its place. */
  private void lose(Write mine, LogRecord winner) {
    write = null;
    if (mine.purpose == Purpose.BATCH) {
      if (role == Role.LEADING) out.add(new Action.Refuse(mine.id));
      recent.add(winner);
      discard();
    } else {
      if (role == Role.LEADING) depose("record " + winner.sequence() + " is somebody else's");
      role = Role.FOLLOWING;
      apply(winner);
    }
  }

  private void signed(long op, SignResult result) {
    if (op != signOp) return;
    signOp = 0;
    if (role != Role.LEADING) return;
    switch (result) {
      case COUNTED -> {
        acknowledgedMs = now.monotonicMs();
        suspicion.signed(signBegunMs);
        answers.counted(signNumber, id -> out.add(new Action.Release(id)));
      }
      case PASSED -> {
        // By our own batch, which overtook it, or by somebody else.
        if (signEnd.equals(end)) readSoon = true;
        signAtMs = now.monotonicMs() + config.retryMs();
      }
      case UNKNOWN -> signAtMs = now.monotonicMs() + config.retryMs();
    }
  }

  private void handOver() {
    leaving = true;
    if (role == Role.LEADING) out.add(new Action.StopDeciding("handing over"));
    else if (write == null) handedOver();
  }

  /** Says so, once: whoever waits for it must not wait for a claim that comes to nothing. */
  private void handedOver() {
    if (!toldHandOver) out.add(new Action.HandedOver());
    toldHandOver = true;
  }

  private void close() {
    LogRecord closing = leaders.closing(end, Math.max(end.timeMs(), now.wallMs()));
    begin(Purpose.CLOSING, closing, 0);
  }

  // No longer leading.

  private void depose(String why) {
    out.add(new Action.StopDeciding(why));
    answers.drop(id -> out.add(new Action.Refuse(id)));
    role = Role.FOLLOWING;
    if (leaving) handedOver();
  }

  private void standDown(String why) {
    Write mine = write;
    if (mine != null && mine.purpose == Purpose.BATCH) out.add(new Action.Refuse(mine.id));
    depose(why);
    if (mine != null) role = Role.STOOD_DOWN;
    readSoon = true;
  }

  private void discard() {
    if (role == Role.LEADING) depose("a batch did not count");
    write = null;
    role = Role.RESTORING;
    readOp = 0;
    out.add(new Action.Discard());
  }

  private void restored(LogPosition at, long upTo) {
    if (role != Role.RESTORING) return;
    term = Math.max(term, upTo);
    LogPosition before = recent.position(at.sequence());
    if (before != null && !before.chain().equals(at.chain())) {
      halt("the state was made anew on another record " + at.sequence());
      return;
    }
    role = Role.FOLLOWING;
    end = at;
    rule = ruleBehind(at);
    readSoon = true;
    news();
  }

  // Healing.

  private void shorter(LogPosition homesEnd) {
    LogPosition ours = recent.position(homesEnd.sequence());
    LogRecord missing = recent.at(homesEnd.sequence() + 1);
    if (ours == null || missing == null) {
      halt(
          "the home ends at record %d, and %d was read; what is missing is kept here no more"
              .formatted(homesEnd.sequence(), recent.end().sequence()));
    } else if (!ours.chain().equals(homesEnd.chain())) {
      halt("history changed: the home ends at another record " + homesEnd.sequence());
    } else if (healing == null) {
      news();
      healing = new Write(Purpose.BATCH, missing, ours, 0, 0);
      healing.againAtMs = now.monotonicMs();
    }
  }

  private void healed(Write heal, AppendResult result) {
    heal.op = 0;
    if (result instanceof AppendResult.Unknown) {
      heal.againAtMs = now.monotonicMs() + config.retryMs();
      return;
    }
    LogRecord next = recent.at(heal.record.sequence() + 1);
    news();
    if (next != null && result instanceof AppendResult.Appended) {
      healing = new Write(Purpose.BATCH, next, heal.record.position(), 0, 0);
      return;
    }
    healing = null;
    readOp = 0;
    readSoon = true;
  }

  private void halt(String why) {
    if (role == Role.HALTED) return;
    if (role == Role.LEADING) depose(why);
    answers.drop(id -> out.add(new Action.Refuse(id)));
    if (write != null && write.purpose == Purpose.BATCH) out.add(new Action.Refuse(write.id));
    role = Role.HALTED;
    out.add(new Action.Halt(why));
  }

  /** For messages and metrics. */
  @Override
  public String toString() {
    return "%s at %d, term %d".formatted(role, end.sequence(), term);
  }
}
