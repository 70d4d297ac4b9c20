package io.tidegate.audit;

import static io.tidegate.audit.SoundJournal.CALLED_MS;
import static io.tidegate.audit.SoundJournal.HOLD_MS;
import static io.tidegate.audit.SoundJournal.INSIDE_MS;
import static io.tidegate.audit.SoundJournal.NOW_MS;
import static io.tidegate.audit.SoundJournal.VISIT_MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.audit.ledger.Breach;
import io.tidegate.audit.ledger.Rule;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that only time can break, and what many breaches look like. */
class BreachesInTimeTest {
  @TempDir Path path;

  private Breach only(FolderWriter folders) throws IOException {
    AuditReport report = Auditor.audit(folders.write());
    assertThat(report.breaches()).hasSize(1);
    return report.breaches().getFirst();
  }

  @Test
  void a_record_whose_time_goes_back_is_found() throws IOException {
    FolderWriter folders = SoundJournal.begin(path).closing(NOW_MS - 1);

    assertThat(only(folders))
        .isEqualTo(
            new Breach(
                2,
                0,
                "Record",
                Rule.TIMES,
                "time goes back from " + NOW_MS + " to " + (NOW_MS - 1)));
  }

  @Test
  void a_hold_that_is_paid_when_it_is_over_is_found() throws IOException {
    FolderWriter folders =
        SoundJournal.begin(path)
            .batch(NOW_MS, new Body().claimed(1, 2, 1, 1, 100, HOLD_MS))
            .batch(HOLD_MS, new Body().paid(1, 1, 100));

    Breach breach = only(folders);
    assertThat(breach.rule()).isEqualTo(Rule.CLAIMS);
    assertThat(breach.sequence()).isEqualTo(3);
    assertThat(breach.what()).endsWith("is paid too late");
  }

  @Test
  void a_lapsed_claim_that_is_paid_is_found() throws IOException {
    FolderWriter folders =
        SoundJournal.begin(path)
            .batch(NOW_MS, new Body().claimed(1, 2, 1, 1, 100, HOLD_MS))
            .batch(HOLD_MS, new Body().lapsed(1).paid(1, 1, 100));

    assertThat(only(folders).what()).isEqualTo("claim 1 of user 1, lapsed, is paid");
  }

  @Test
  void an_entry_when_the_call_is_over_is_found() throws IOException {
    FolderWriter folders =
        SoundJournal.begin(path)
            .batch(
                NOW_MS, new Body().lengths(1, 10, 10).joined(1, 1, 1).called(1, 1, 1, NOW_MS + 10))
            .batch(NOW_MS + 10, new Body().entered(1, 1, 1, NOW_MS + 20));

    assertThat(only(folders).what())
        .isEqualTo("number 1 of user 1, called, was called until " + (NOW_MS + 10));
  }

  @Test
  void a_visit_that_is_renewed_when_it_is_over_is_found() throws IOException {
    FolderWriter folders =
        SoundJournal.begin(path)
            .batch(NOW_MS, SoundJournal.twoInside())
            .batch(INSIDE_MS, new Body().renewed(1, 1, 1, INSIDE_MS + VISIT_MS));

    assertThat(only(folders).what())
        .isEqualTo("number 1 of user 1, inside, was inside until " + INSIDE_MS);
  }

  @Test
  void a_visit_that_is_renewed_in_time_runs_out_later() throws IOException {
    FolderWriter folders =
        SoundJournal.begin(path)
            .batch(NOW_MS, SoundJournal.twoInside())
            .batch(INSIDE_MS - 1, new Body().renewed(1, 1, 1, INSIDE_MS - 1 + VISIT_MS))
            .batch(INSIDE_MS, new Body().ended(1, 1, 1, 2).ended(1, 2, 2, 2));

    assertThat(only(folders).what()).isEqualTo("number 1 of user 1, inside, times out too early");
  }

  @Test
  void more_calls_than_were_measured_are_found_and_new_settings_lift_the_measure()
      throws IOException {
    Body joined = new Body().joined(1, 1, 1).joined(1, 2, 2);
    Body twoCalled = new Body().called(1, 1, 1, CALLED_MS + 1).called(1, 2, 2, CALLED_MS + 1);
    FolderWriter measured =
        SoundJournal.begin(path.resolve("measured"))
            .batch(NOW_MS, joined.rateMeasured(1, 1))
            .batch(NOW_MS + 1, twoCalled)
            .batch(NOW_MS + 20_000, new Body().toppedUp(1, 1, null));
    assertThat(only(measured).rule()).isEqualTo(Rule.RELEASES);
    Body lifted =
        new Body()
            .joined(1, 1, 1)
            .joined(1, 2, 2)
            .rateMeasured(1, 1)
            .roomUpdated(1, 2, 2, 10_000, 3);
    FolderWriter free =
        SoundJournal.begin(path.resolve("free"))
            .batch(NOW_MS, lifted)
            .batch(
                NOW_MS + 1,
                new Body().called(1, 1, 1, CALLED_MS + 1).called(1, 2, 2, CALLED_MS + 1))
            .batch(NOW_MS + 20_000, new Body().toppedUp(1, 1, null));
    assertThat(Auditor.audit(free.write()).breaches()).isEmpty();
  }

  @Test
  void a_gap_in_the_return_lane_is_found() throws IOException {
    FolderWriter folders =
        SoundJournal.begin(path)
            .batch(
                NOW_MS, new Body().lengths(1, 10, 10).joined(1, 1, 1).called(1, 1, 1, NOW_MS + 10))
            .batch(NOW_MS + 10, new Body().callLapsed(1, 1, 1).returned(1, 1, 1, 2));

    assertThat(only(folders).what()).isEqualTo("place 2 comes behind place 0");
  }

  @Test
  void the_line_before_the_return_lane_is_found() throws IOException {
    FolderWriter folders =
        SoundJournal.begin(path)
            .batch(
                NOW_MS,
                new Body()
                    .lengths(1, 10, 10)
                    .joined(1, 1, 1)
                    .joined(1, 2, 2)
                    .called(1, 1, 1, NOW_MS + 10))
            .batch(
                NOW_MS + 10,
                new Body().callLapsed(1, 1, 1).returned(1, 1, 1, 1).called(1, 2, 2, NOW_MS + 20));

    Breach breach = only(folders);
    assertThat(breach.rule()).isEqualTo(Rule.ORDER);
    assertThat(breach.what())
        .isEqualTo("number 2 of user 2, waiting, is called before number 1 of user 1, returned,");
  }

  @Test
  void the_lane_out_of_its_order_is_found() throws IOException {
    FolderWriter folders =
        SoundJournal.begin(path)
            .batch(
                NOW_MS,
                new Body()
                    .lengths(1, 10, 10)
                    .joined(1, 1, 1)
                    .joined(1, 2, 2)
                    .called(1, 1, 1, NOW_MS + 10)
                    .called(1, 2, 2, NOW_MS + 10))
            .batch(
                NOW_MS + 10,
                new Body()
                    .callLapsed(1, 1, 1)
                    .callLapsed(1, 2, 2)
                    .returned(1, 2, 2, 1)
                    .returned(1, 1, 1, 2)
                    .called(1, 1, 1, NOW_MS + 20));

    assertThat(only(folders).rule()).isEqualTo(Rule.ORDER);
  }

  @Test
  void who_did_not_come_when_called_times_out_a_day_later_and_not_a_millisecond_earlier()
      throws IOException {
    long dayMs = 86_400_000;
    Body called = new Body().lengths(1, 10, 10).joined(1, 1, 1).called(1, 1, 1, NOW_MS + 10);
    Body lapsed = new Body().callLapsed(1, 1, 1);
    Body ended = new Body().ended(1, 1, 1, 2);

    assertThat(
            only(SoundJournal.begin(path.resolve("early"))
                    .batch(NOW_MS, called)
                    .batch(NOW_MS + 15, lapsed)
                    .batch(NOW_MS + 15 + dayMs - 1, ended))
                .what())
        .isEqualTo("number 1 of user 1, lapsed, times out too early");
    assertThat(
            Auditor.audit(
                    SoundJournal.begin(path.resolve("on-time"))
                        .batch(NOW_MS, called)
                        .batch(NOW_MS + 15, lapsed)
                        .batch(NOW_MS + 15 + dayMs, ended)
                        .write())
                .breaches())
        .isEmpty();
  }

  /** One call that lapses after 9 s, then three after 10 s, and the journal goes on for long. */
  private FolderWriter threeBehindALapse(Body later) {
    Body joins = new Body().lengths(1, 8_999, 10);
    for (int n = 1; n <= 5; n++) joins.joined(1, n, n);
    return SoundJournal.begin(path)
        .batch(NOW_MS, joins.called(1, 1, 1, NOW_MS + 8_999))
        .batch(NOW_MS + 9_000, new Body().callLapsed(1, 1, 1))
        .batch(NOW_MS + 10_001, new Body().called(1, 2, 2, NOW_MS + 19_000))
        .batch(NOW_MS + 10_002, new Body().called(1, 3, 3, NOW_MS + 19_001))
        .batch(NOW_MS + 10_003, new Body().called(1, 4, 4, NOW_MS + 19_002))
        .batch(NOW_MS + 19_000, later)
        .closing(NOW_MS + 90_000);
  }

  @Test
  void a_window_that_begins_with_a_lapse_does_not_get_its_slot() throws IOException {
    Breach breach = only(threeBehindALapse(new Body().toppedUp(1, 1, null)));

    assertThat(breach.rule()).isEqualTo(Rule.RELEASES);
    assertThat(breach.sequence()).as("that of the last call").isEqualTo(6);
    assertThat(breach.what())
        .startsWith("3 released in the 10000 ms up to " + (NOW_MS + 19_000) + ",");
  }

  @Test
  void a_window_that_ends_with_a_lapse_gets_its_slot() throws IOException {
    FolderWriter folders = threeBehindALapse(new Body().callLapsed(1, 2, 2));

    assertThat(Auditor.audit(folders.write()).breaches()).isEmpty();
  }

  @Test
  void what_had_left_a_shorter_interval_does_not_count_under_a_longer_one() throws IOException {
    Body before = new Body().roomUpdated(1, 2, 2, 1_000, 9);
    for (int n = 1; n <= 5; n++) before.joined(1, n, n);
    Body first = new Body().called(1, 1, 1, CALLED_MS).called(1, 2, 2, CALLED_MS);
    Body then = new Body().roomUpdated(1, 2, 2, 10_000, 9).called(1, 3, 3, CALLED_MS + 1_000);

    AuditReport report =
        Auditor.audit(
            SoundJournal.begin(path)
                .batch(NOW_MS, before)
                .batch(NOW_MS, first)
                .batch(NOW_MS + 1_000, then)
                .batch(NOW_MS + 1_001, new Body().called(1, 4, 4, CALLED_MS + 1_001))
                .batch(NOW_MS + 1_002, new Body().called(1, 5, 5, CALLED_MS + 1_002))
                .closing(NOW_MS + 90_000)
                .write());

    assertThat(report.breaches())
        .singleElement()
        .satisfies(breach -> {
          assertThat(breach.sequence()).as("the third under the new rule").isEqualTo(6);
          assertThat(breach.what()).startsWith("3 released in the 10000 ms");
        });
  }

  @Test
  void a_key_or_a_claim_forgotten_a_millisecond_early_is_found_and_on_time_is_not()
      throws IOException {
    long dayMs = 86_400_000;
    Body.Key key = new Body.Key(3, 4);
    Body.Key money = new Body.Key(5, 6);
    Body story =
        new Body()
            .claimed(1, 1, 5, 1, 0, 0, key)
            .toppedUp(5, 1, money)
            .saleSwitched(1, SoundJournal.CLOSED);
    Body forgotten = new Body().keysExpired(3, 4, 5, 6).claimsRetired(1);

    AuditReport early =
        Auditor.audit(
            SoundJournal.begin(path.resolve("early"))
                .batch(NOW_MS, story)
                .batch(NOW_MS + dayMs - 1, forgotten)
                .write());
    assertThat(early.breaches())
        .extracting(Breach::what)
        .containsExactly(
            "key 00000000000000030000000000000004 is forgotten early",
            "key 00000000000000050000000000000006 is forgotten early",
            "claim 1 of user 5, issued, retires too early");

    AuditReport onTime =
        Auditor.audit(
            SoundJournal.begin(path.resolve("on-time"))
                .batch(NOW_MS, story)
                .batch(NOW_MS + dayMs, forgotten)
                .write());
    assertThat(onTime.breaches()).isEmpty();
  }

  @Test
  void a_claim_that_ended_may_leave_an_open_sale_a_day_later_and_not_a_millisecond_earlier()
      throws IOException {
    long dayMs = 86_400_000;
    Body ended =
        new Body()
            .claimed(1, 1, 5, 1, 0, 0, new Body.Key(3, 4))
            .cancelled(1, 5, 0)
            .claimed(2, 1, 5, 1, 0, 0);
    Body forgotten = new Body().keysExpired(3, 4).claimsRetired(1);

    assertThat(
            Auditor.audit(
                    SoundJournal.begin(path.resolve("early"))
                        .batch(NOW_MS, ended)
                        .batch(NOW_MS + dayMs - 1, forgotten)
                        .write())
                .breaches())
        .extracting(Breach::what)
        .containsExactly(
            "key 00000000000000030000000000000004 is forgotten early",
            "claim 1 of user 5, cancelled, retires too early");
    assertThat(
            Auditor.audit(
                    SoundJournal.begin(path.resolve("on-time"))
                        .batch(NOW_MS, ended)
                        .batch(NOW_MS + dayMs, forgotten)
                        .write())
                .breaches())
        .isEmpty();
    assertThat(
            Auditor.audit(
                    SoundJournal.begin(path.resolve("stopped"))
                        .batch(NOW_MS, ended)
                        .batch(NOW_MS, new Body().saleSwitched(1, SoundJournal.STOPPED))
                        .batch(NOW_MS + 30 * dayMs - 1, forgotten)
                        .write())
                .breaches())
        .as("in a sale that is stopped it stays with the rest")
        .hasSize(2);
    assertThat(
            only(SoundJournal.begin(path.resolve("issued"))
                    .batch(NOW_MS, ended)
                    .batch(NOW_MS + 99 * dayMs, new Body().claimsRetired(2)))
                .what())
        .isEqualTo("claim 2 of user 5, issued, retires too early");
  }

  @Test
  void a_claim_that_had_left_memory_and_is_cancelled_is_found() throws IOException {
    FolderWriter folders =
        SoundJournal.begin(path)
            .batch(
                NOW_MS, new Body().claimed(1, 1, 5, 1, 0, 0).saleSwitched(1, SoundJournal.CLOSED))
            .batch(NOW_MS + 86_400_000, new Body().claimsRetired(1).cancelled(1, 5, 0));

    assertThat(only(folders).what())
        .isEqualTo("claim 1 of user 5, issued, is cancelled, and had left memory");
  }

  @Test
  void a_hold_that_lapses_in_a_stopped_sale_is_found() throws IOException {
    FolderWriter folders =
        SoundJournal.begin(path)
            .batch(
                NOW_MS,
                new Body().claimed(1, 2, 1, 1, 100, HOLD_MS).saleSwitched(1, SoundJournal.STOPPED))
            .batch(HOLD_MS, new Body().lapsed(1));

    assertThat(only(folders).what())
        .isEqualTo("claim 1 of user 1, held, lapses, and sale 1 is stopped");
  }

  @Test
  void a_thousand_breaches_are_counted_and_the_first_hundred_listed() throws IOException {
    Body body = new Body();
    for (int claim = 1; claim <= 1_000; claim++) body.lapsed(claim);

    AuditReport report = Auditor.audit(SoundJournal.begin(path).batch(NOW_MS, body).write());

    assertThat(report.breachCount()).isEqualTo(1_000);
    assertThat(report.breaches()).hasSize(100);
    assertThat(report.toText())
        .startsWith("NOT SOUND: 1,000 breaches\n")
        .contains("\n  rule 12, record 2, event 1 (Lapsed): there is no claim 1\n")
        .contains("  and 980 more\n");
    assertThat(report.toJson())
        .contains(
            "{\"sequence\":2,\"index\":1,\"event\":\"Lapsed\",\"rule\":\"IDS\","
                + "\"what\":\"there is no claim 1\"}");
  }
}
