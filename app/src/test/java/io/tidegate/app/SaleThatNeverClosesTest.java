package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.audit.AuditReport;
import io.tidegate.audit.Auditor;
import io.tidegate.core.Command;
import io.tidegate.core.IdempotencyKey;
import io.tidegate.core.Limits;
import io.tidegate.core.Result;
import io.tidegate.core.State;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.ClaimState;
import io.tidegate.core.sale.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that runs for months with one sale and one room open, within limits of a few days. */
class SaleThatNeverClosesTest {
  private static final long START_MS = 1_800_000_000_000L;
  private static final long HOUR_MS = 3_600_000;
  private static final int STEP_HOURS = 2;
  private static final int PEOPLE = 3; // who come at a time
  private static final int TWO_DAYS = PEOPLE * 48 / STEP_HOURS;
  private static final int A_DAY = 24 / STEP_HOURS; // people who are called and do not come
  private static final Limits LIMITS =
      new Limits(
          1, 1, 1, 1, TWO_DAYS + 10, TWO_DAYS + 10, TWO_DAYS / 2 + 10, 1, A_DAY + 5, 1_000, 1);

  @TempDir Path folder;

  private long nowMs = START_MS;
  private long user = 1;

  @Test
  void it_takes_claims_for_ever_over_restarts_and_the_audit_and_the_export_show_them_all()
      throws Exception {
    Path data = folder.resolve("data");
    for (int run = 0; run < 6; run++) {
      try (RandomCrowd crowd = new RandomCrowd(data, run, nowMs, LIMITS)) {
        if (run == 0) open(crowd);
        for (int hour = 0; hour < 12 * 24; hour += STEP_HOURS) come(crowd);
        crowd.stop();
        nowMs = crowd.nowMs();
        assertSmall(crowd.state());
      }
    }
    AuditReport report = Auditor.audit(data);
    assertThat(report.toText()).startsWith("SOUND: nothing oversold, nothing lost\n");
    assertThat(report.snapshots())
        .isNotEmpty()
        .extracting(AuditReport.SnapshotFigures::content)
        .containsOnly("says what the journal says");
    long made = user - 1;
    assertThat(made).isGreaterThan(20L * LIMITS.claims());
    assertThat(report.figures().claims().all()).isEqualTo(made);
    assertThat(report.figures().claims().retired()).isGreaterThan(made - LIMITS.claims());
    Path exported = folder.resolve("export.sqlite");
    ExportedFigures.assertSameAsAudit(data, exported);
    try (ExportedFigures figures = new ExportedFigures(exported)) {
      assertThat(figures.number("SELECT count(*) FROM claims")).isEqualTo(made);
      assertThat(figures.number("SELECT count(*) FROM claims WHERE retired_at IS NULL"))
          .isLessThan(LIMITS.claims());
    }
  }

  /** One unit is bought at the beginning, and stays bought. */
  private void open(RandomCrowd crowd) throws InterruptedException {
    crowd.ask(
        List.of(
            new Command.CreateRoom(
                new RoomSettings("door", RoomState.OPEN, 1, 1_000, 1, 1_000, 1_000)),
            new Command.CreateSale("for ever", nowMs, Long.MAX_VALUE, Entry.OPEN, 0),
            new Command.CreateOffer(1, "units", PEOPLE + 1, 0, 1, 1, HOUR_MS)));
    Command claim = new Command.Claim(1, user, 1, null, null);
    assertThat(crowd.ask(List.of(claim, new Command.Pay(1, user, 0, 0, null))))
        .hasExactlyElementsOfTypes(Result.Taken.class, Result.PaidFor.class);
    user++;
  }

  /**
   * All hold a unit, one gives it back, and the other holds lapse before the next ones come. One
   * joins the room and does not come when called.
   */
  private void come(RandomCrowd crowd) throws InterruptedException {
    List<Command> commands = new ArrayList<>();
    for (int person = 0; person < PEOPLE; person++, user++)
      commands.add(new Command.Claim(1, user, 1, null, new IdempotencyKey(user, 1, 1)));
    assertThat(crowd.ask(commands)).hasOnlyElementsOfType(Result.Taken.class);
    assertThat(
            crowd.ask(
                List.of(new Command.Cancel(user - 1, user - 1), new Command.Join(1, user - 1))))
        .hasExactlyElementsOfTypes(Result.GivenBack.class, Result.Place.class);
    crowd.passMs(STEP_HOURS * HOUR_MS);
  }

  private static void assertSmall(State state) {
    assertThat(state.sale().claims.size()).isBetween(TWO_DAYS - 10L, TWO_DAYS + 10L);
    assertThat(state.sale().keys.size()).isBetween(TWO_DAYS / 2 - 10, TWO_DAYS / 2 + 10);
    assertThat(state.rooms().tickets.size()).isBetween(A_DAY - 5, A_DAY + 5);
    assertThat(state.sale().claims.state(1)).isEqualTo(ClaimState.ISSUED);
    assertThat(state.sale().offers.issued(1)).isEqualTo(1);
  }
}
