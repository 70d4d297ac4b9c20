package io.tidegate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cluster.Takeover.Role;
import io.tidegate.core.Leader;
import io.tidegate.store.codec.LeaderCodec;
import io.tidegate.store.log.AppendResult;
import io.tidegate.store.log.Chain;
import io.tidegate.store.log.LogIdentity;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.RecordBuffer;
import io.tidegate.store.log.RecordKind;
import io.tidegate.store.log.RecordMaker;
import io.tidegate.store.log.SignResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** One instance, step by step; its log and its peers are played by the test. */
class TakeoverTest {
  private static final LogIdentity LOG = new LogIdentity(new byte[16], new byte[32]);
  private static final AppendResult YES = AppendResult.Appended.APPENDED;
  private static final AppendResult SILENCE = new AppendResult.Unknown(null);
  private static final long WALL = 1_800_000_000_000L;

  private final Takeover machine = machine(Set.of());
  private final RecordMaker others = new RecordMaker(LOG, LOG.beginning());
  private Takeover under = machine;
  private List<Action> last = List.of();
  private long ms;

  private static Takeover machine(Set<String> peers) {
    TakeoverConfig config = TakeoverConfig.usual(true, peers, 100);
    InstanceRecords records = new InstanceRecords(LOG, new UUID(1, 2), "http://here");
    return new Takeover(config, LOG, records, LOG.beginning(), 0);
  }

  private List<Action> feed(Input input) {
    last = under.on(input, new ClockReading(ms, WALL + ms));
    return last;
  }

  private List<Action> pass(long passed) {
    ms += passed;
    return feed(new Input.Tick());
  }

  private static <T> T one(List<Action> actions, Class<T> type) {
    List<T> found = actions.stream().filter(type::isInstance).map(type::cast).toList();
    assertThat(found).as("%s in %s", type.getSimpleName(), actions).hasSize(1);
    return found.getFirst();
  }

  private static <T> boolean has(List<Action> actions, Class<T> type) {
    return actions.stream().anyMatch(type::isInstance);
  }

  /** Answers the read that is due: these records, and nothing behind them. */
  private List<Action> read(LogRecord... records) {
    if (!has(last, Action.Read.class)) pass(300);
    Action.Read read = one(last, Action.Read.class);
    LogPosition end = records.length == 0 ? read.after() : records[records.length - 1].position();
    return feed(new Input.Page(read.op(), List.of(records), end, 0, -1, 0));
  }

  private List<Action> readNothing(long signs) {
    if (!has(last, Action.Read.class)) pass(300);
    Action.Read read = one(last, Action.Read.class);
    return feed(new Input.Page(read.op(), List.of(), read.after(), signs, -1, 0));
  }

  private List<Action> appended(AppendResult result) {
    return feed(new Input.AppendDone(one(last, Action.Append.class).op(), result));
  }

  private LogRecord claim() {
    return claim(0);
  }

  /** Reads emptiness until the claim is out; the home has counted so many signs all the while. */
  private LogRecord claim(long signs) {
    for (int i = 0; i < 60; i++) {
      if (has(readNothing(signs), Action.Append.class))
        return one(last, Action.Append.class).record();
    }
    throw new AssertionError("it never claimed");
  }

  private LogRecord lead() {
    LogRecord claim = claim();
    appended(YES);
    read(claim);
    assertThat(under.role()).isEqualTo(Role.LEADING);
    return claim;
  }

  private LogRecord batch(String text) {
    RecordMaker maker = new RecordMaker(LOG, under.end());
    return maker.record(RecordKind.BATCH, under.end().timeMs(), text);
  }

  private LogRecord theirs(String text) {
    LogRecord record = others.batch(text);
    others.take(record);
    return record;
  }

  @Test
  void silence_that_was_not_read_leads_to_no_claim() {
    read();
    for (int i = 0; i < 100; i++) assertThat(has(pass(100), Action.Append.class)).isFalse();
    assertThat(under.role()).isEqualTo(Role.FOLLOWING);
  }

  @Test
  void a_claim_that_was_acknowledged_and_not_read_back_confers_nothing() {
    LogRecord claim = claim();
    appended(YES);
    assertThat(under.role()).isEqualTo(Role.CLAIMING);
    assertThat(has(read(claim), Action.Lead.class)).isTrue();
  }

  @Test
  void a_claim_that_cannot_be_written_leads_nowhere_and_changes_nothing() {
    claim();
    appended(SILENCE);
    for (int i = 0; i < 30; i++) {
      if (has(pass(100), Action.Append.class)) appended(SILENCE);
      assertThat(has(last, Action.Lead.class)).isFalse();
    }
    assertThat(under.end()).isEqualTo(LOG.beginning());
    assertThat(under.role()).isNotEqualTo(Role.LEADING);
  }

  @Test
  void a_claim_behind_another_record_has_lost() {
    claim();
    LogRecord winner = theirs("winner");
    appended(new AppendResult.Conflict(winner.position()));
    read(winner);
    assertThat(under.role()).isEqualTo(Role.FOLLOWING);
    assertThat(under.end()).isEqualTo(winner.position());
  }

  @Test
  void an_append_without_an_answer_is_sent_again_with_the_same_bytes_until_it_counts() {
    lead();
    LogRecord record = batch("in doubt");
    feed(new Input.Batch(7, record));
    for (int i = 0; i < 5; i++) {
      assertThat(one(last, Action.Append.class).record().bytes()).isEqualTo(record.bytes());
      assertThat(has(appended(SILENCE), Action.Release.class)).isFalse();
      pass(150);
    }
    assertThat(one(appended(YES), Action.Release.class).id()).isEqualTo(7);
    assertThat(one(last, Action.Push.class).record().bytes()).isEqualTo(record.bytes());
  }

  @Test
  void without_an_acknowledgement_for_two_seconds_nobody_is_told_anything_and_it_stands_down() {
    lead();
    feed(new Input.Batch(7, batch("in doubt")));
    assertThat(has(pass(1_900), Action.Refuse.class)).isFalse();
    assertThat(one(pass(200), Action.Refuse.class).id()).isEqualTo(7);
    assertThat(under.role()).isEqualTo(Role.STOOD_DOWN);
  }

  @Test
  void a_batch_that_counted_after_all_leaves_the_state_as_it_is() {
    lead();
    LogRecord record = batch("in doubt");
    feed(new Input.Batch(7, record));
    appended(SILENCE);
    pass(2_100);
    read(record);
    assertThat(one(last, Action.Publish.class).record().bytes()).isEqualTo(record.bytes());
    assertThat(has(last, Action.Apply.class)).isFalse();
    assertThat(has(last, Action.Release.class)).isFalse();
    assertThat(under.role()).isEqualTo(Role.FOLLOWING);
  }

  @Test
  void a_leader_whose_batch_was_lost_discards_its_state_and_follows_from_the_beginning() {
    LogRecord claim = lead();
    LogRecord lost = batch("lost");
    feed(new Input.Batch(7, lost));
    others.take(claim);
    LogRecord winner = theirs("winner");
    // The old leader regains contact when the log has long passed the place of its batch.
    LogRecord later = theirs("later");
    appended(new AppendResult.Conflict(later.position()));
    read(winner, later);
    assertThat(one(last, Action.Refuse.class).id()).isEqualTo(7);
    assertThat(has(last, Action.Discard.class)).isTrue();
    assertThat(has(last, Action.Release.class)).isFalse();
    feed(new Input.Restored(LOG.beginning(), 0));
    read(claim, winner, later);
    assertThat(last.stream().filter(Action.Apply.class::isInstance)).hasSize(3);
    assertThat(under.end()).isEqualTo(later.position());
  }

  @Test
  void a_refusal_waits_for_a_write_that_was_begun_after_it() {
    lead();
    Action.Sign early = one(pass(600), Action.Sign.class);
    feed(new Input.Answers(5));
    feed(new Input.SignDone(early.op(), SignResult.COUNTED));
    assertThat(has(last, Action.Release.class)).isFalse();
    Action.Sign late = one(last, Action.Sign.class);
    feed(new Input.SignDone(late.op(), SignResult.COUNTED));
    assertThat(one(last, Action.Release.class).id()).isEqualTo(5);
  }

  @Test
  void an_idle_leader_that_was_deposed_answers_nothing() {
    LogRecord claim = lead();
    feed(new Input.Answers(5));
    Action.Sign sign = one(last, Action.Sign.class);
    feed(new Input.SignDone(sign.op(), SignResult.PASSED));
    others.take(claim);
    read(theirs("somebody else's"));
    assertThat(one(last, Action.Refuse.class).id()).isEqualTo(5);
    assertThat(under.role()).isEqualTo(Role.FOLLOWING);
  }

  @Test
  void a_batch_of_one_who_leads_no_more_is_refused_and_its_state_made_anew() {
    LogRecord claim = lead();
    LogRecord late = batch("late");
    others.take(claim);
    feed(new Input.Pushed(List.of(theirs("somebody else's"))));
    feed(new Input.Batch(9, late));
    assertThat(one(last, Action.Refuse.class).id()).isEqualTo(9);
    assertThat(has(last, Action.Discard.class)).isTrue();
    assertThat(has(last, Action.Append.class)).isFalse();
  }

  @Test
  void a_hand_over_finishes_the_batch_and_ends_with_a_closing_record() {
    lead();
    feed(new Input.Batch(7, batch("last")));
    Action.Append batch = one(last, Action.Append.class);
    assertThat(has(feed(new Input.HandOver()), Action.StopDeciding.class)).isTrue();
    feed(new Input.AppendDone(batch.op(), YES));
    assertThat(one(last, Action.Release.class).id()).isEqualTo(7);
    Action.Append closing = one(last, Action.Append.class);
    assertThat(closing.record().kind()).isEqualTo(RecordKind.CLOSING);
    assertThat(has(appended(YES), Action.HandedOver.class)).isTrue();
  }

  @Test
  void behind_a_closing_record_a_follower_claims_within_0_3_s() {
    read(theirs("first"));
    LogRecord closing = others.record(RecordKind.CLOSING, 5_000, "");
    feed(new Input.Pushed(List.of(closing)));
    long from = ms;
    while (!has(last, Action.Append.class)) {
      if (has(last, Action.Read.class)) read();
      else pass(10);
    }
    assertThat(ms - from).isLessThan(300);
    assertThat(one(last, Action.Append.class).record().kind()).isEqualTo(RecordKind.LEADER);
  }

  @Test
  void a_home_that_came_back_shorter_gets_the_missing_bytes_again() {
    LogRecord first = theirs("first");
    LogRecord second = theirs("second");
    LogRecord third = theirs("third");
    read(first, second, third);
    pass(300);
    Action.Read read = one(last, Action.Read.class);
    feed(new Input.Page(read.op(), List.of(), first.position(), 0, -1, 0));
    assertThat(one(last, Action.Append.class).record().bytes()).isEqualTo(second.bytes());
    appended(YES);
    assertThat(one(last, Action.Append.class).record().bytes()).isEqualTo(third.bytes());
    appended(YES);
    read();
    assertThat(under.role()).isEqualTo(Role.FOLLOWING);
  }

  @Test
  void a_claimant_waits_for_a_peer_who_has_read_farther() {
    under = machine(Set.of("peer"));
    LogRecord first = theirs("first");
    LogRecord second = theirs("second");
    read(first);
    while (!has(last, Action.AskPeers.class)) read();
    feed(new Input.PeerEnd("peer", second.position()));
    for (int i = 0; i < 5; i++) assertThat(has(read(), Action.Append.class)).isFalse();
  }

  @Test
  void a_newborn_waits_longer_for_peers_that_do_not_answer() {
    under = machine(Set.of("peer"));
    read();
    while (!has(last, Action.AskPeers.class)) read();
    long asked = ms;
    while (!has(last, Action.Append.class)) pass(100);
    assertThat(ms - asked).isBetween(9_900L, 10_200L);
  }

  @Test
  void another_record_where_one_was_read_halts_it() {
    read(theirs("first"));
    RecordMaker changed = new RecordMaker(LOG, LOG.beginning());
    LogRecord other = changed.batch("another first");
    pass(300);
    feed(
        new Input.Page(
            one(last, Action.Read.class).op(), List.of(other), other.position(), 0, -1, 0));
    assertThat(one(last, Action.Halt.class).why()).contains("history changed");
    assertThat(pass(10_000)).isEmpty();
  }

  @Test
  void another_log_under_the_same_name_halts_it() {
    byte[] id = new byte[16];
    id[0] = 9;
    feed(new Input.Connected(LOG));
    assertThat(under.role()).isEqualTo(Role.FOLLOWING);
    feed(new Input.Connected(new LogIdentity(id, new byte[32])));
    assertThat(under.role()).isEqualTo(Role.HALTED);
  }

  @Test
  void a_log_that_was_moved_halts_it_and_says_where_to() {
    read(theirs("first"), others.record(RecordKind.MOVED, 5_000, "kafka://there"));
    assertThat(one(last, Action.Halt.class).why()).contains("kafka://there");
  }

  @Test
  void who_has_a_wrong_clock_does_not_claim() {
    for (int i = 0; i < 60; i++) {
      if (!has(last, Action.Read.class)) pass(300);
      Action.Read read = one(last, Action.Read.class);
      feed(new Input.Page(read.op(), List.of(), read.after(), 0, -1, 400_000));
      assertThat(has(last, Action.Append.class)).isFalse();
    }
  }

  @Test
  void a_pushed_record_out_of_order_is_not_applied_and_the_log_is_read() {
    read(theirs("first"));
    LogRecord second = theirs("second");
    LogRecord third = theirs("third");
    List<Action> actions = new ArrayList<>(feed(new Input.Pushed(List.of(third))));
    assertThat(has(actions, Action.Apply.class)).isFalse();
    read(second, third);
    assertThat(under.end()).isEqualTo(third.position());
  }

  /**
   * Read once, then silence until it claims; {@code signs} and {@code silentMs} as the home says.
   */
  private Leader claimBehindRecordOf(long timeMs, long signs, long silentMs) {
    RecordBuffer buffer = new RecordBuffer(LOG, 1 << 10);
    buffer.begin();
    Chain chain = new Chain(Chain.parse(LOG.beginning().chain()));
    LogRecord first = buffer.seal(RecordKind.BATCH, 1, timeMs, 0, chain).kept();
    read();
    read(first);
    if (!has(last, Action.Read.class)) pass(300);
    long op = one(last, Action.Read.class).op();
    feed(new Input.Page(op, List.of(), first.position(), signs, silentMs, 0));
    LogRecord claim = claim(signs);
    assertThat(claim.timeMs()).isEqualTo(WALL + ms);
    Leader leader = LeaderCodec.read(claim.body());
    assertThat(leader.outageUntilMs()).isEqualTo(claim.timeMs());
    return leader;
  }

  @Test
  void an_outage_reaches_back_to_the_last_sign_of_life() {
    long fromMs = claimBehindRecordOf(WALL - 60_000, 7, 100).outageFromMs();
    assertThat(fromMs).isBetween(WALL + 100, WALL + 1_500).isLessThan(WALL + ms - 1_000);
  }

  @Test
  void a_record_that_waited_for_its_home_through_an_outage_is_no_sign_of_life() {
    assertThat(claimBehindRecordOf(WALL - 60_000, 0, -1).outageFromMs()).isEqualTo(WALL - 60_000);
  }

  @Test
  void a_newborn_that_the_home_tells_of_the_last_sign_gives_back_the_time_since() {
    assertThat(claimBehindRecordOf(WALL - 60_000, 7, 20_000).outageFromMs())
        .isBetween(WALL - 20_000, WALL - 18_000);
  }
}
