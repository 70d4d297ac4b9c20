package io.tidegate.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.bench.scale.SaleRecords.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SaleAuditTest {
  private static final long FIRST = 100_000_000_000L;

  private final SaleRecords records = new SaleRecords(FIRST, 10);

  private SaleAudit audit(long units, int... users) {
    List<Long> rows = new ArrayList<>();
    for (int user : users) rows.add(FIRST + user);
    return SaleAudit.of(units, rows, records);
  }

  private void told(Told... what) {
    for (int user = 0; user < what.length; user++) records.tell(user, what[user]);
  }

  @Test
  void a_sale_whose_rows_are_its_answers_is_clean() {
    told(Told.YES, Told.YES, Told.NO);
    SaleAudit audit = audit(2, 0, 1);

    assertThat(audit.isClean()).isTrue();
    assertThat(audit.yes()).isEqualTo(2);
    assertThat(audit.rows()).isEqualTo(2);
  }

  @Test
  void a_yes_without_a_row_is_found() {
    told(Told.YES, Told.YES);
    SaleAudit audit = audit(5, 0);

    assertThat(audit.yesAbsent()).isEqualTo(1);
    assertThat(audit.isClean()).isFalse();
  }

  @Test
  void a_row_of_a_user_who_was_refused_is_found() {
    told(Told.YES, Told.NO);
    SaleAudit audit = audit(2, 0, 1);

    assertThat(audit.refusedPresent()).isEqualTo(1);
    assertThat(audit.isClean()).isFalse();
  }

  @Test
  void a_row_whose_answer_was_lost_is_counted_and_no_fault() {
    told(Told.YES, Told.NOTHING, Told.WAIT);
    SaleAudit audit = audit(5, 0, 1, 2);

    assertThat(audit.unansweredPresent()).isEqualTo(2);
    assertThat(audit.isClean()).isTrue();
  }

  @Test
  void people_with_a_yes_or_a_row_beyond_the_units_are_oversold() {
    told(Told.YES, Told.YES, Told.YES, Told.NOTHING);
    SaleAudit audit = audit(2, 0, 1, 3); // user 2 has a yes and no row

    assertThat(audit.oversold()).isEqualTo(2);
    assertThat(audit.yesAbsent()).isEqualTo(1);
  }

  @Test
  void a_second_row_of_a_user_is_doubled_and_not_oversold() {
    told(Told.YES);
    SaleAudit audit = audit(1, 0, 0);

    assertThat(audit.doubled()).isEqualTo(1);
    assertThat(audit.oversold()).isZero();
    assertThat(audit.isClean()).isFalse();
  }

  @Test
  void a_row_of_nobody_who_asked_is_a_strangers() {
    told(Told.YES);
    SaleAudit audit = audit(5, 0, 7, 10);

    assertThat(audit.strangers()).isEqualTo(2);
    assertThat(audit.isClean()).isFalse();
  }

  @Test
  void who_was_told_to_ask_again_and_never_more_is_left_waiting() {
    told(Told.WAIT, Told.WAIT);
    SaleAudit audit = audit(5, 1);

    assertThat(audit.leftWaiting()).isEqualTo(1);
  }

  @Test
  void units_without_a_row_are_unsold_once_somebody_was_refused() {
    told(Told.YES);
    assertThat(audit(3, 0).unsold()).isZero();

    told(Told.YES, Told.NO);
    assertThat(audit(3, 0).unsold()).isEqualTo(2);
  }

  /** Faults made on purpose, at random, are all counted and nothing else is. */
  @Test
  void as_many_faults_are_found_as_were_made() {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      SaleRecords sale = new SaleRecords(FIRST, 500);
      List<Long> rows = new ArrayList<>();
      int absent = 0;
      int refused = 0;
      int doubled = 0;
      for (int user = 0; user < sale.users(); user++) {
        boolean yes = random.nextBoolean();
        sale.tell(user, yes ? Told.YES : Told.NO);
        boolean fault = random.nextInt(20) == 0;
        if (yes && fault) absent++;
        if (!yes && fault) refused++;
        if (yes != fault) rows.add(sale.id(user));
        if (yes && !fault && random.nextInt(30) == 0) {
          doubled++;
          rows.add(sale.id(user));
        }
      }
      SaleAudit audit = SaleAudit.of(1_000, rows, sale);
      assertThat(List.of(audit.yesAbsent(), audit.refusedPresent(), audit.doubled()))
          .as("seed %d", seed)
          .containsExactly(absent, refused, doubled);
      assertThat(audit.oversold()).isZero();
    }
  }
}
