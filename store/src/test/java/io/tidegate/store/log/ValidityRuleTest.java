package io.tidegate.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.store.log.ValidityRule.Home;
import io.tidegate.store.log.ValidityRule.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ValidityRuleTest {
  private static final LogIdentity LOG = new LogIdentity(new byte[16], new byte[32]);

  private final RecordMaker maker = new RecordMaker(LOG, LOG.beginning());
  private final RecordMaker rival = new RecordMaker(LOG, LOG.beginning());

  private static Verdict judge(ValidityRule rule, LogRecord record) {
    return rule.judge(record.bytes(), 0);
  }

  private ValidityRule behindOne(Home home) {
    ValidityRule rule = new ValidityRule(home, LOG.beginning());
    accept(rule, maker.batch("first"));
    return rule;
  }

  private void accept(ValidityRule rule, LogRecord record) {
    assertThat(judge(rule, record)).isInstanceOf(Verdict.Counts.class);
    rule.accept(record.bytes(), 0);
    maker.take(record);
  }

  private static Class<? extends Verdict> lost(Home home) {
    return home == Home.STRICT ? Verdict.Damage.class : Verdict.Dead.class;
  }

  @ParameterizedTest
  @EnumSource
  void a_record_counts_that_has_the_next_sequence_and_follows_from_the_end(Home home) {
    ValidityRule rule = behindOne(home);
    accept(rule, maker.batch("second"));
    assertThat(rule.sequence()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void what_lost_a_race_is_dead_where_it_can_lie_and_damage_where_it_cannot(Home home) {
    ValidityRule rule = behindOne(home);
    assertThat(judge(rule, rival.batch("late"))).isInstanceOf(lost(home));
    assertThat(rule.sequence()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void a_twin_of_what_counted_is_dead_where_it_can_lie(Home home) {
    LogRecord first = maker.batch("first");
    assertThat(judge(behindOne(home), first)).isInstanceOf(lost(home));
  }

  @ParameterizedTest
  @EnumSource
  void bytes_that_are_no_record_of_this_log_are_dead_where_anybody_may_append(Home home) {
    assertThat(behindOne(home).unreadable("junk")).isInstanceOf(lost(home));
  }

  @ParameterizedTest
  @EnumSource
  void a_sequence_beyond_the_next_one_is_damage_everywhere(Home home) {
    ValidityRule rule = behindOne(home);
    maker.take(maker.batch("second, which is missing"));
    assertThat(judge(rule, maker.batch("third"))).isInstanceOf(Verdict.Damage.class);
  }

  @ParameterizedTest
  @EnumSource
  void the_next_sequence_on_another_chain_is_damage_everywhere(Home home) {
    ValidityRule rule = behindOne(home);
    rival.take(rival.batch("another first"));
    assertThat(judge(rule, rival.batch("second"))).isInstanceOf(Verdict.Damage.class);
  }

  @ParameterizedTest
  @EnumSource
  void nothing_counts_behind_a_record_that_moved_the_log(Home home) {
    ValidityRule rule = behindOne(home);
    accept(rule, maker.record(RecordKind.MOVED, 5, "there"));
    assertThat(rule.moved()).isTrue();
    assertThat(judge(rule, maker.batch("third"))).isInstanceOf(lost(home));
    assertThat(rule.sequence()).isEqualTo(2);
  }

  @Test
  void a_sign_takes_no_sequence_and_is_current_while_nothing_counted_behind_its_end() {
    ValidityRule rule = behindOne(Home.SHARED);
    LogRecord sign = maker.record(RecordKind.SIGN, 5, "");
    assertThat(judge(rule, sign)).isEqualTo(new Verdict.Sign(true));
    assertThat(rule.sequence()).isEqualTo(1);
    accept(rule, maker.batch("second"));
    assertThat(judge(rule, sign)).isEqualTo(new Verdict.Sign(false));
    LogRecord rivals = rival.record(RecordKind.SIGN, 5, "");
    assertThat(judge(rule, rivals)).isEqualTo(new Verdict.Sign(false));
  }

  @Test
  void a_sign_in_a_file_is_damage() {
    ValidityRule rule = behindOne(Home.STRICT);
    assertThat(judge(rule, maker.record(RecordKind.SIGN, 5, "")))
        .isInstanceOf(Verdict.Damage.class);
  }

  @ParameterizedTest
  @EnumSource
  void a_place_that_shows_another_record_than_before_is_changed_history(Home home) {
    LogRecord first = maker.batch("first");
    ValidityRule rule = behindOne(home);
    assertThat(rule.again(first)).isInstanceOf(Verdict.Counts.class);
    assertThat(rule.again(rival.batch("another"))).isInstanceOf(Verdict.HistoryChanged.class);
  }

  @Test
  void bytes_are_a_record_of_one_log_alone_and_any_flipped_bit_makes_them_none() {
    LogRecord record = maker.batch("some body");
    assertThat(LogRecord.problem(LOG, record.bytes(), 0)).isNull();
    byte[] other = new byte[16];
    other[3] = 1;
    LogIdentity elsewhere = new LogIdentity(other, new byte[32]);
    assertThat(LogRecord.problem(elsewhere, record.bytes(), 0)).contains("checksum");
    for (int bit = 0; bit < record.size() * 8; bit++) {
      LogRecord spoilt = record.kept();
      spoilt.bytes().put(bit / 8, (byte) (spoilt.bytes().get(bit / 8) ^ 1 << bit % 8));
      assertThat(LogRecord.problem(LOG, spoilt.bytes(), 0)).as("bit %d", bit).isNotNull();
    }
  }
}
