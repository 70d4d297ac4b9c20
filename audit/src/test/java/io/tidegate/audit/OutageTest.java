package io.tidegate.audit;

import static io.tidegate.audit.SoundJournal.HOLD_MS;
import static io.tidegate.audit.SoundJournal.NOW_MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.audit.journal.JournalRefusedException;
import io.tidegate.audit.ledger.Breach;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leader records: who leads, and what lives longer because nobody was served for a while. */
class OutageTest {
  private static final long HOUR_MS = 3_600_000;
  private static final long FROM_MS = NOW_MS + 10_000;
  private static final long UNTIL_MS = FROM_MS + HOUR_MS;
  private static final long CALL_MS = NOW_MS + 120_000;
  private static final long VISIT_MS = NOW_MS + 600_000;

  @TempDir Path path;

  private FolderWriter folders;

  /** Claim 1 is held until {@code HOLD_MS}; user 1 is called, user 2 inside, both for long. */
  @BeforeEach
  void somebody_holds_is_called_and_is_inside() {
    folders =
        SoundJournal.begin(path)
            .batch(
                NOW_MS,
                new Body()
                    .claimed(1, 2, 1, 2, 200, HOLD_MS)
                    .joined(1, 1, 1)
                    .joined(1, 2, 2)
                    .called(1, 1, 1, CALL_MS)
                    .called(1, 2, 2, CALL_MS)
                    .entered(1, 2, 2, VISIT_MS));
  }

  private AuditReport audit() throws IOException {
    return Auditor.audit(folders.write());
  }

  @Test
  void what_was_alive_keeps_the_life_it_had_left() throws IOException {
    folders
        .leader(UNTIL_MS, 1, 7, FROM_MS, UNTIL_MS)
        .batch(HOLD_MS + HOUR_MS - 1, new Body().paid(1, 1, 200))
        .batch(CALL_MS + HOUR_MS - 1, new Body().entered(1, 1, 1, CALL_MS + HOUR_MS - 1 + 600_000))
        .batch(VISIT_MS + HOUR_MS, new Body().ended(1, 2, 2, 2));

    AuditReport report = audit();
    assertThat(report.breaches()).isEmpty();
    assertThat(report.ledger().outageMs()).isEqualTo(HOUR_MS);
    assertThat(report.ledger().term()).isEqualTo(1);
  }

  @Test
  void nothing_ends_before_that_life_is_over() throws IOException {
    folders
        .leader(UNTIL_MS, 1, 7, FROM_MS, UNTIL_MS)
        .batch(HOLD_MS + HOUR_MS - 1, new Body().lapsed(1))
        .batch(CALL_MS + HOUR_MS - 1, new Body().callLapsed(1, 1, 1))
        .batch(VISIT_MS + HOUR_MS - 1, new Body().ended(1, 2, 2, 2));

    assertThat(audit().breaches())
        .extracting(Breach::what)
        .containsExactly(
            "claim 1 of user 1, held until " + (HOLD_MS + HOUR_MS) + ", lapses too early",
            "number 1 of user 1, called, was called until " + (CALL_MS + HOUR_MS),
            "number 2 of user 2, inside, times out too early");
  }

  @Test
  void who_did_not_come_when_called_has_the_time_left_to_come_back() throws IOException {
    long endsMs = CALL_MS + 24 * HOUR_MS;
    folders
        .batch(CALL_MS, new Body().callLapsed(1, 1, 1))
        .leader(CALL_MS + HOUR_MS, 1, 7, CALL_MS, CALL_MS + HOUR_MS)
        .batch(endsMs + HOUR_MS - 1, new Body().ended(1, 1, 1, 2));

    assertThat(audit().breaches())
        .extracting(Breach::what)
        .containsExactly("number 1 of user 1, lapsed, times out too early");
  }

  @Test
  void what_was_due_before_is_due_still() throws IOException {
    long lateMs = VISIT_MS;
    folders
        .leader(lateMs + HOUR_MS, 1, 7, lateMs, lateMs + HOUR_MS)
        .batch(lateMs + HOUR_MS, new Body().lapsed(1).callLapsed(1, 1, 1).ended(1, 2, 2, 2));

    assertThat(audit().breaches()).isEmpty();
  }

  @Test
  void no_time_is_given_twice() throws IOException {
    folders
        .leader(UNTIL_MS, 1, 7, FROM_MS, UNTIL_MS)
        .leader(UNTIL_MS + 5, 2, 8, FROM_MS, UNTIL_MS + 5);

    assertThat(audit().breaches())
        .extracting(Breach::what)
        .containsExactly(
            "an outage from " + FROM_MS + " until " + (UNTIL_MS + 5) + " behind " + UNTIL_MS);
  }

  @Test
  void an_outage_ends_when_its_record_is_written_at_the_latest() throws IOException {
    folders.leader(UNTIL_MS - 1, 1, 7, FROM_MS, UNTIL_MS);

    assertThat(audit().breaches()).hasSize(1);
  }

  @Test
  void terms_grow_by_one_and_stay_where_the_same_instance_goes_on() throws IOException {
    folders
        .leader(FROM_MS, 1, 7, 0, 0)
        .leader(FROM_MS, 1, 7, 0, 0)
        .leader(FROM_MS, 2, 8, 0, 0)
        .leader(FROM_MS, 4, 9, 0, 0)
        .leader(FROM_MS, 4, 10, 0, 0);

    assertThat(audit().breaches())
        .extracting(Breach::what)
        .containsExactly("term 4 comes behind term 2", "term 4 comes behind term 4");
  }

  @Test
  void a_leader_s_record_holds_a_leader_and_nothing_else() {
    folders.record(3, FROM_MS, 1, new Body().lapsed(1).bytes());
    assertThatThrownBy(this::audit)
        .isInstanceOf(JournalRefusedException.class)
        .hasMessageContaining("a leader's record with events");
  }

  @Test
  void a_leader_s_record_that_is_cut_short_is_malformed() {
    folders.record(3, FROM_MS, 0, new Body().i64(1).bytes());
    assertThatThrownBy(this::audit)
        .isInstanceOf(JournalRefusedException.class)
        .hasMessageContaining("malformed: in record 3");
  }

  @Test
  void a_folder_of_version_1_is_read_as_before() throws IOException {
    Path old = path.resolve("old");
    new FolderWriter(old, 1 << 16, 1).batch(NOW_MS, SoundJournal.opening()).closing(NOW_MS).write();

    assertThat(Auditor.audit(old).sound()).isTrue();
  }

  @Test
  void in_a_quarantined_room_nothing_happens_until_it_is_lifted() throws IOException {
    folders.batch(FROM_MS, new Body().roomQuarantined(1).joined(1, 3, 3));
    assertThat(audit().breaches())
        .extracting(Breach::what)
        .containsExactly("room 1 is in quarantine");
  }

  @Test
  void a_quarantine_gives_back_the_time_that_calls_and_visits_had_left() throws IOException {
    folders
        .batch(FROM_MS, new Body().roomQuarantined(1))
        .batch(UNTIL_MS, new Body().lapsed(1).roomUpdated(1, 2, 2, 10_000, 3))
        .batch(CALL_MS + HOUR_MS - 1, new Body().callLapsed(1, 1, 1))
        .batch(VISIT_MS + HOUR_MS, new Body().ended(1, 2, 2, 2));

    assertThat(audit().breaches())
        .extracting(Breach::what)
        .containsExactly("number 1 of user 1, called, was called until " + (CALL_MS + HOUR_MS));
  }

  @Test
  void an_outage_in_a_quarantine_or_a_stop_is_given_back_once() throws IOException {
    folders
        .batch(FROM_MS, new Body().roomQuarantined(1).saleSwitched(1, SoundJournal.STOPPED))
        .leader(UNTIL_MS, 1, 7, FROM_MS, UNTIL_MS)
        .batch(
            UNTIL_MS,
            new Body().saleResumed(1, SoundJournal.OPEN, "mended").roomUpdated(1, 2, 2, 10_000, 3))
        .batch(HOLD_MS + HOUR_MS - 1, new Body().lapsed(1))
        .batch(CALL_MS + HOUR_MS - 1, new Body().callLapsed(1, 1, 1))
        .batch(VISIT_MS + HOUR_MS - 1, new Body().ended(1, 2, 2, 2));

    assertThat(audit().breaches())
        .extracting(Breach::what)
        .containsExactly(
            "claim 1 of user 1, held until " + (HOLD_MS + HOUR_MS) + ", lapses too early",
            "number 1 of user 1, called, was called until " + (CALL_MS + HOUR_MS),
            "number 2 of user 2, inside, times out too early");
  }

  @Test
  void what_stood_still_over_an_outage_ends_as_soon_as_its_own_time_is_over() throws IOException {
    folders
        .batch(FROM_MS, new Body().roomQuarantined(1).saleSwitched(1, SoundJournal.STOPPED))
        .leader(UNTIL_MS, 1, 7, FROM_MS, UNTIL_MS)
        .batch(
            UNTIL_MS,
            new Body().saleResumed(1, SoundJournal.OPEN, "mended").roomUpdated(1, 2, 2, 10_000, 3))
        .batch(HOLD_MS + HOUR_MS, new Body().lapsed(1))
        .batch(CALL_MS + HOUR_MS, new Body().callLapsed(1, 1, 1))
        .batch(VISIT_MS + HOUR_MS, new Body().ended(1, 2, 2, 2));

    assertThat(audit().breaches()).isEmpty();
  }

  @Test
  void a_closed_room_does_not_retire_in_quarantine() throws IOException {
    folders
        .batch(FROM_MS, new Body().roomUpdated(1, 4, 2, 10_000, 3).roomQuarantined(1))
        .batch(FROM_MS + 31 * 24 * HOUR_MS, new Body().roomsRetired(1));
    assertThat(audit().breaches())
        .extracting(Breach::what)
        .containsExactly("room 1 retires, and is not closed for 30 days");
  }

  @Test
  void new_settings_lift_a_quarantine() throws IOException {
    folders.batch(
        FROM_MS, new Body().roomQuarantined(1).roomUpdated(1, 2, 2, 10_000, 3).joined(1, 3, 3));
    assertThat(audit().breaches()).isEmpty();
  }
}
