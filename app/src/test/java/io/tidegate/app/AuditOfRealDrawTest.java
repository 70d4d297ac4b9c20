package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.audit.AuditReport;
import io.tidegate.audit.Auditor;
import io.tidegate.audit.draw.DrawReport;
import io.tidegate.audit.draw.DrawVerifier;
import io.tidegate.audit.ledger.Figures;
import io.tidegate.audit.pack.SalePack;
import io.tidegate.core.draw.Draw;
import io.tidegate.core.room.Room;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/**
 * Rooms that gather, draw and begin epochs under a random crowd on the real engine, closed and
 * opened and restarted in between: the auditor draws the same turns, and finds every call in its
 * turn.
 */
class AuditOfRealDrawTest {
  private static final long START_MS = 1_800_000_000_000L;
  private static final long HOUR_MS = 3_600_000;

  @TempDir Path folder;

  private Path data() {
    return folder.resolve("data");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void turns_calls_and_epochs_are_as_the_auditor_recomputes_them(long seed) throws Exception {
    long nowMs;
    try (RandomCrowd crowd = new RandomCrowd(data(), seed, START_MS)) {
      crowd.openByDraw(seed % 2 == 0 ? "a source" : "");
      crowd.act(seed % 3 == 0 ? 3 : 120); // stopped while it gathers, or later
      assertThat(Auditor.audit(data()).breaches()).isEmpty();
      nowMs = crowd.nowMs();
    }
    try (RandomCrowd crowd = new RandomCrowd(data(), seed + 100, nowMs)) {
      crowd.drawsFromHereOn();
      crowd.act(400);
      crowd.stop();

      AuditReport report = SalePack.write(data(), 2, folder.resolve("pack"), false);
      assertThat(report.breaches()).isEmpty();
      assertThat(report.figures().eventsByType())
          .containsKeys("DrawPlanned", "CohortClosed", "Drawn", "EpochBegan", "Called", "Entered")
          .containsEntry("CohortClosed", 1L)
          .containsEntry("Drawn", 1L);
      assertSame(report, crowd.state().rooms().get(1));
      assertThat(DrawVerifier.verify(folder.resolve("pack/draw")).contradicts()).isFalse();
      assertThat(Files.readString(folder.resolve("pack/report.json")))
          .contains("{\"cause\":\"NONE\",\"people\":0,\"passes\":0}");
    }
  }

  @Test
  void a_draw_behind_a_clock_that_ran_an_hour_ahead_is_on_time_for_whoever_checks_it()
      throws Exception {
    long nowMs;
    try (RandomCrowd crowd = new RandomCrowd(data(), 7, START_MS)) {
      crowd.putBack(HOUR_MS);
      crowd.openByDraw("");
      crowd.drawsIn(3_000);
      crowd.act(120);
      nowMs = crowd.nowMs();
    }
    try (RandomCrowd crowd = new RandomCrowd(data(), 8, nowMs)) {
      crowd.putBack(HOUR_MS);
      crowd.act(20);
      crowd.stop();

      AuditReport report = SalePack.write(data(), 2, folder.resolve("pack"), false);
      assertThat(report.breaches()).isEmpty();
      assertSame(report, crowd.state().rooms().get(1));
      DrawReport draw = DrawVerifier.verify(folder.resolve("pack/draw"));
      assertThat(draw.fits()).as(draw.toText()).isTrue();
    }
    ExportedFigures.assertSameAsAudit(data(), folder.resolve("export.sqlite"));
  }

  private static void assertSame(AuditReport report, Room room) {
    Figures.RoomFigures figures = report.figures().rooms().getFirst();
    assertThat(figures.epoch()).isEqualTo(room.epoch());
    assertThat(figures.numbers()).isEqualTo(room.lastNumber());
    assertThat(figures.waiting() + figures.returned()).isEqualTo(room.waiting());
    assertThat(figures.called()).isEqualTo(room.called());
    assertThat(figures.inside()).isEqualTo(room.inside());
    Draw draw = Objects.requireNonNull(room.draw());
    Figures.DrawFigures drawn = Objects.requireNonNull(figures.draw());
    assertThat(drawn.commitment())
        .isEqualTo(draw.commitment(room.id(), room.settings().name()).hex());
    assertThat(drawn.secret()).isEqualTo(draw.secret().hex());
    Draw.Closed closed = Objects.requireNonNull(draw.closed());
    assertThat(drawn.digest()).isEqualTo(closed.digest().hex());
    assertThat(drawn.size()).isEqualTo(closed.cohort().size());
    assertThat(drawn.closedMs()).isEqualTo(closed.atMs());
    assertThat(drawn.drawnMs()).isEqualTo(Objects.requireNonNull(draw.drawn()).atMs());
    assertThat(drawn.moves().stream().map(Figures.MoveFigures::atMs).toList())
        .isEqualTo(draw.moves().stream().map(Draw.Move::atMs).toList());
    int[] cohort = report.ledger().cohort(1);
    int[] order = Arrays.stream(draw.order()).map(position -> cohort[position]).toArray();
    assertThat(report.ledger().order(1)).isEqualTo(order);
  }

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  @Test
  void the_command_packs_a_sale_or_says_in_one_line_why_not() throws Exception {
    try (RandomCrowd crowd = new RandomCrowd(data(), 9, START_MS)) {
      crowd.open();
      crowd.act(60);
    }
    String data = data().toString();
    String pack = folder.resolve("pack").toString();

    assertThat(run("audit", "--data", data, "--pack", "1", pack, "--pseudonyms")).isZero();
    assertThat(out.toString()).startsWith("SOUND: ");
    List<String> order = Files.readAllLines(folder.resolve("pack/order.csv"));
    assertThat(order).hasSizeGreaterThan(10);
    assertThat(order.get(1).split(",", -1)[2]).matches("[0-9a-f]{16}");

    assertThat(run("audit", "--data", data, "--pack", "1", pack)).as("there already").isEqualTo(2);
    assertThat(run("audit", "--data", data, "--pack", "77", pack + "2")).isEqualTo(2);
    assertThat(run("audit", "--data", data, "--pack", "one", pack + "2")).isEqualTo(2);
    assertThat(run("audit", "--data", data, "--pack", "1")).isEqualTo(2);
    assertThat(run("audit", "--data", data, "--pseudonyms")).isEqualTo(2);
    assertThat(run("audit", "--pack", "1", pack + "2", "--pack", "2", pack + "3")).isEqualTo(2);
    assertThat(err.toString())
        .contains("tidegate: --pack comes once: one sale, one folder")
        .contains("tidegate: " + pack + ": is there already")
        .contains("tidegate: there is no sale 77 in " + data)
        .contains("tidegate: --pack needs the id of a sale, not \"one\"")
        .contains("tidegate: --pseudonyms needs --pack SALE DIR");
    assertThat(folder.resolve("pack2")).doesNotExist();
  }
}
