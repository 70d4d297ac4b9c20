package io.tidegate.audit;

import static io.tidegate.audit.SoundJournal.HOLD_MS;
import static io.tidegate.audit.SoundJournal.NOW_MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.audit.ledger.Claim;
import io.tidegate.audit.ledger.ClaimState;
import io.tidegate.audit.ledger.Figures;
import io.tidegate.audit.ledger.TicketState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A story in which everything happens once and nothing is wrong, and every figure of it. */
class SoundJournalTest {
  private static final long DAY_MS = 86_400_000;
  private static final Body.Key KEY = new Body.Key(-5, 6);

  @TempDir Path path;

  private FolderWriter story() {
    return SoundJournal.begin(path)
        .batch(NOW_MS, SoundJournal.twoInside())
        .batch(
            NOW_MS,
            new Body()
                .claimed(1, 1, 7, 1, 0, 0, KEY)
                .claimed(2, 2, 1, 2, 200, HOLD_MS)
                .claimed(3, 2, 8, 1, 100, HOLD_MS)
                .claimed(4, 3, 1, 2, 200, HOLD_MS, null, 2, 5)
                .claimed(6, 3, 2, 1, 100, HOLD_MS, null, 6)
                .paid(2, 1, 200)
                .paid(4, 1, 200)
                .ended(1, 1, 1, 0)
                .cancelled(6, 2, 0)
                .claimed(7, 3, 2, 1, 100, HOLD_MS, null, 6))
        .batch(
            NOW_MS + 11_000,
            new Body()
                .lengths(1, 1_000, 5_000)
                .joined(1, 3, 3)
                .joined(1, 4, 4)
                .called(1, 3, 3, NOW_MS + 12_000))
        .batch(NOW_MS + 12_000, new Body().callLapsed(1, 3, 3).returned(1, 3, 3, 1))
        .batch(NOW_MS + 12_000, new Body().called(1, 3, 3, NOW_MS + 13_000).joined(1, 5, 5))
        .batch(NOW_MS + 12_500, new Body().ended(1, 3, 3, 1).ended(1, 4, 4, 1).joined(1, 3, 6))
        .batch(HOLD_MS, new Body().lapsed(3).lapsed(7).cancelled(4, 1, 200))
        .batch(
            NOW_MS + 600_000,
            new Body()
                .ended(1, 2, 2, 2)
                .restocked(1, 1)
                .saleUpdated(1)
                .offerUpdated(2, 1, 1)
                .concertUpdated(1)
                .scheduleUpdated(1, 3, 1, 2)
                .roomUpdated(1, 2, 50, 20_000, 9)
                .saleSwitched(1, SoundJournal.CLOSED))
        .batch(NOW_MS + 600_000 + DAY_MS, new Body().keysExpired(-5, 6).claimsRetired(1, 2, 3))
        .batch(NOW_MS + 600_000 + DAY_MS, new Body().toppedUp(9, 50, KEY))
        .closing(NOW_MS + 600_000 + DAY_MS);
  }

  @Test
  void every_kind_of_event_in_its_place_is_sound() throws IOException {
    AuditReport report = Auditor.audit(story().write());

    assertThat(report.breaches()).isEmpty();
    assertThat(report.sound()).isTrue();
    assertThat(report.figures().eventsByType()).hasSize(25).containsEntry("Claimed", 6L);
  }

  @Test
  void the_end_of_the_journal_is_reported() throws IOException {
    FolderWriter story = story();

    AuditReport.JournalFigures journal = Auditor.audit(story.write()).journal();

    assertThat(journal.records()).isEqualTo(12);
    assertThat(journal.firstSequence()).isEqualTo(1);
    assertThat(journal.lastSequence()).isEqualTo(12);
    assertThat(journal.firstMs()).isEqualTo(NOW_MS);
    assertThat(journal.lastMs()).isEqualTo(NOW_MS + 600_000 + DAY_MS);
    assertThat(journal.chain()).isEqualTo(HexFormat.of().formatHex(story.chains.getLast()));
    assertThat(journal.cleanStop()).isTrue();
    assertThat(journal.unreadable()).isNull();
  }

  @Test
  void units_claims_wallets_and_keys_add_up() throws IOException {
    Figures figures = Auditor.audit(story().write()).figures();

    assertThat(figures.offers())
        .containsExactly(
            new Figures.OfferFigures(1, 1, "offer 1", 1, 0, 0, 1, 1),
            new Figures.OfferFigures(2, 1, "offer 2", 5, 3, 0, 2, 2),
            new Figures.OfferFigures(3, 2, "schedule 1", 6, 6, 0, 0, 3));
    assertThat(figures.sales())
        .containsExactly(
            new Figures.SaleFigures(1, "Ausverkauf ⅞", "closed", 2, 6, 3, 0, 3, 3, 0),
            new Figures.SaleFigures(2, "sale 2", "open", 1, 6, 6, 0, 0, 3, 1));
    assertThat(figures.claims()).isEqualTo(new Figures.ClaimFigures(6, 0, 2, 2, 2, 0, 3));
    assertThat(figures.wallets()).isEqualTo(new Figures.WalletFigures(2, 1_050, 400, 200, 850));
    assertThat(figures.keys()).isEqualTo(new Figures.KeyFigures(2, 1, 1));
  }

  @Test
  void tickets_and_releases_add_up() throws IOException {
    Figures.RoomFigures room = Auditor.audit(story().write()).figures().rooms().getFirst();

    assertThat(room)
        .isEqualTo(
            new Figures.RoomFigures(
                1,
                "default",
                6,
                4,
                1,
                1,
                2,
                1,
                2,
                1,
                2,
                0,
                0,
                0,
                0,
                9,
                2,
                0,
                new Figures.WindowFigures(NOW_MS, 2, 0, 2, 10_000),
                1,
                0,
                null));
  }

  @Test
  void single_claims_tickets_and_balances_can_be_looked_up() throws IOException {
    var ledger = Auditor.audit(story().write()).ledger();

    assertThat(ledger.claims()).extracting(Claim::id).containsExactly(1L, 2L, 3L, 4L, 6L, 7L);
    Claim claim = Objects.requireNonNull(ledger.claim(4));
    assertThat(claim.state()).isEqualTo(ClaimState.CANCELLED);
    assertThat(claim.seats()).containsExactly(2, 5);
    assertThat(claim.keyed()).isFalse();
    assertThat(ledger.claims().getFirst().keyed()).isTrue();
    assertThat(ledger.claim(5)).isNull();
    assertThat(ledger.balance(1)).isEqualTo(800);
    assertThat(ledger.balance(77)).isZero();
    assertThat(ledger.hasTicket(1, 3, 6)).isTrue();
    assertThat(ledger.hasTicket(1, 4, 6)).isFalse();
    assertThat(ledger.hasTicket(2, 3, 6)).isFalse();
    assertThat(ledger.ticket(1, 6)).isEqualTo(TicketState.WAITING);
    assertThat(ledger.ticket(1, 7)).isNull();
    assertThat(ledger.enteredNumbers(1)).containsExactly(1, 2);
    assertThat(ledger.entered(1, 2)).isTrue();
    assertThat(ledger.entered(1, 3)).isFalse();
  }

  @Test
  void the_text_gives_the_verdict_first_and_every_figure_on_a_short_line() throws IOException {
    String text = Auditor.audit(story().write()).toText();

    assertThat(text.lines().findFirst()).contains("SOUND: nothing oversold, nothing lost");
    assertThat(text)
        .contains("12 records in 1 segments, ")
        .contains("a clean stop")
        .contains("6: 0 held, 2 issued, 2 lapsed, 2 cancelled, 0 refunded; 3 retired")
        .contains("2: top-ups 1,050 + refunds 200 - payments 400 = balances 850")
        .containsPattern("offer 2 +5 +3 +0 +2 +2 +offer 2\n")
        .containsPattern("sale 1 +6 +3 +0 +3 +3 +closed +Ausverkauf ⅞\n")
        .contains("6: 2 waiting, 0 called, 0 lapsed, 0 in the return lane, 0 inside")
        .endsWith("2 released in 10,000 ms, at most 2 + 0 lapsed\n");
  }

  @Test
  void the_json_holds_the_whole_report_on_one_line() throws IOException {
    String json = Auditor.audit(story().write()).toJson();

    assertThat(json)
        .startsWith("{\"sound\":true,\"reach\":null,\"folder\":\"")
        .doesNotContain("\n")
        .contains("\"closed\":true,\"cleanStop\":true,\"unreadable\":null,\"movedTo\":null}")
        .contains("\"eventsByType\":{\"CallLapsed\":1,")
        .contains("{\"offer\":2,\"sale\":1,\"name\":\"offer 2\",\"total\":5,\"available\":3,")
        .endsWith("\"breachCount\":0,\"breaches\":[]}");
  }

  @Test
  void a_folder_without_a_record_is_sound() throws IOException {
    AuditReport report = Auditor.audit(new FolderWriter(path, 1 << 16).write());

    assertThat(report.sound()).isTrue();
    assertThat(report.journal().records()).isZero();
    assertThat(report.journal().segments()).isZero();
    assertThat(report.toText()).startsWith("SOUND as far as the journal reaches: ");
  }

  @Test
  void a_hold_of_a_sale_that_was_stopped_lives_longer_by_the_time_since() throws IOException {
    long nowMs = SoundJournal.NOW_MS;
    FolderWriter story =
        SoundJournal.begin(path)
            .batch(nowMs, new Body().claimed(1, 2, 1, 1, 100, SoundJournal.HOLD_MS))
            .batch(nowMs + 50_000, new Body().saleSwitched(1, SoundJournal.STOPPED))
            .batch(nowMs + 900_000, new Body().saleResumed(1, SoundJournal.OPEN, "audited"));
    AuditReport paid =
        Auditor.audit(
            story
                .batch(nowMs + 909_999, new Body().paid(1, 1, 100).refunded(1, 1, 100, "ill"))
                .write());
    assertThat(paid.breaches()).isEmpty();
    assertThat(paid.ledger().balance(1)).isEqualTo(1_000);
    assertThat(paid.figures().claims().refunded()).isEqualTo(1);
  }
}
