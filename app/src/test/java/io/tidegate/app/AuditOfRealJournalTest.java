package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.audit.AuditReport;
import io.tidegate.audit.Auditor;
import io.tidegate.audit.journal.JournalRefusedException;
import io.tidegate.audit.ledger.Claim;
import io.tidegate.audit.ledger.Figures;
import io.tidegate.core.Event.ToppedUp;
import io.tidegate.core.State;
import io.tidegate.core.room.Room;
import io.tidegate.core.sale.ClaimState;
import io.tidegate.core.sale.SaleTables;
import io.tidegate.store.JournalStore;
import io.tidegate.store.journal.JournalConfig;
import io.tidegate.store.journal.JournalObserver;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/**
 * The auditor, written from the document alone, against journals that the real engine and store
 * wrote.
 */
class AuditOfRealJournalTest {
  private static final long START_MS = 1_800_000_000_000L;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void what_the_engine_wrote_is_sound_and_its_figures_are_the_engines(long seed) throws Exception {
    long nowMs;
    try (RandomCrowd crowd = new RandomCrowd(folder, seed, START_MS)) {
      crowd.open();
      crowd.act(300);
      AuditReport running = Auditor.audit(folder);
      assertThat(running.breaches()).as("while the service runs").isEmpty();
      assertThat(running.journal().cleanStop()).isFalse();
      nowMs = crowd.nowMs();
    }
    try (RandomCrowd crowd = new RandomCrowd(folder, seed + 100, nowMs)) {
      crowd.act(300);
      if (seed % 2 == 0) crowd.closeAndForget();
      crowd.stop();

      AuditReport report = Auditor.audit(folder);
      assertThat(report.breaches()).isEmpty();
      assertThat(report.journal().cleanStop()).isTrue();
      assertThat(report.snapshots()).isNotEmpty();
      assertThat(report.snapshots()).allMatch(snapshot -> snapshot.problem() == null);
      assertThat(report.snapshots())
          .extracting(AuditReport.SnapshotFigures::content)
          .containsOnly("says what the journal says");
      assertAllKinds(report.figures(), seed % 2 == 0);
      assertSame(report, crowd.state());
    }
  }

  @Test
  void it_reads_beside_a_writer_at_work() throws Exception {
    FutureTask<Integer> writing = new FutureTask<>(this::topUp);
    try (JournalStore store = small()) {
      store.commit(START_MS);
    }
    Thread.ofPlatform().name("writer").start(writing);
    long last = 0;
    int looks = 0;
    for (; !writing.isDone(); looks++) {
      AuditReport report = Auditor.audit(folder);
      assertThat(report.breaches()).isEmpty();
      assertThat(report.journal().lastSequence()).isGreaterThanOrEqualTo(last);
      last = report.journal().lastSequence();
    }
    assertThat(looks).isPositive();

    AuditReport report = Auditor.audit(folder);
    assertThat(report.figures().wallets().topUps()).isEqualTo((long) writing.get());
    assertThat(report.journal().segments()).as("it changed segments").isGreaterThan(9);
  }

  private JournalStore small() throws IOException {
    JournalConfig usual = JournalConfig.DEFAULT;
    return JournalStore.open(
        folder,
        new JournalConfig(1 << 15, 1 << 13, usual.segmentWait(), usual.segmentRetry()),
        JournalObserver.NONE,
        9,
        Long.MAX_VALUE);
  }

  /** Many batches of many top-ups of 1; returns their sum. */
  private int topUp() throws IOException {
    int batches = 300;
    int topUps = 60;
    try (JournalStore store = small()) {
      for (int batch = 0; batch < batches; batch++) {
        store.begin();
        for (int user = 1; user <= topUps; user++) store.append(new ToppedUp(user, 1, null));
        store.commit(START_MS + batch);
      }
    }
    return batches * topUps;
  }

  /** A run in which hardly anything happened would prove hardly anything. */
  private static void assertAllKinds(Figures figures, boolean forgotten) {
    assertThat(figures.eventsByType())
        .containsKeys("Claimed", "Paid", "Lapsed", "Cancelled", "ToppedUp", "Restocked")
        .containsKeys("Joined", "Called", "CallLapsed", "Returned", "Entered", "Renewed", "Ended")
        .containsKeys("RateMeasured");
    if (forgotten)
      assertThat(figures.eventsByType())
          .containsKeys("ClaimsRetired", "KeysExpired", "SalesRetired", "RoomsRetired");
  }

  private static void assertSame(AuditReport report, State state) {
    SaleTables sale = state.sale();
    for (Figures.OfferFigures offer : report.figures().offers()) {
      long id = offer.offer();
      if (!sale.offers.exists(id)) continue; // retired, as its sale was
      assertThat(offer.total()).isEqualTo(sale.offers.total(id));
      assertThat(offer.available()).isEqualTo(sale.offers.available(id));
      assertThat(offer.held()).isEqualTo(sale.offers.held(id));
      assertThat(offer.issued()).isEqualTo(sale.offers.issued(id));
    }
    for (long user = 1; user <= RandomCrowd.USERS; user++)
      if (sale.users.exists(user))
        assertThat(report.ledger().balance(user)).isEqualTo(sale.users.balance(user));
    assertThat(report.figures().keys().live()).isEqualTo(sale.keys.size());
    assertThat(report.figures().claims().all() - report.figures().claims().retired())
        .isEqualTo(sale.claims.size());
    for (Claim claim : report.ledger().claims()) assertSame(claim, sale);
    Room room = state.rooms().find(1);
    if (room != null) assertSame(report.figures().rooms().getFirst(), room);
  }

  private static void assertSame(Claim claim, SaleTables sale) {
    ClaimState state = sale.claims.state(claim.id());
    if (state == ClaimState.NONE) return; // retired: it stands in the journal alone
    assertThat(claim.state().name()).isEqualTo(state.name());
    assertThat(claim.user()).isEqualTo(sale.claims.user(claim.id()));
    assertThat(claim.quantity()).isEqualTo(sale.claims.quantity(claim.id()));
    for (long seat : claim.seats())
      assertThat(sale.seats.claim(seat) == claim.id()).isEqualTo(claim.state().takes());
  }

  private static void assertSame(Figures.RoomFigures figures, Room room) {
    assertThat(figures.numbers()).isEqualTo(room.lastNumber());
    assertThat(figures.returns()).isEqualTo(room.lastReturn());
    assertThat(figures.waiting() + figures.returned()).isEqualTo(room.waiting());
    assertThat(figures.called()).isEqualTo(room.called());
    assertThat(figures.lapsed()).isEqualTo(room.away());
    assertThat(figures.inside()).isEqualTo(room.inside());
  }

  @Test
  void any_flipped_bit_of_any_record_is_found() throws Exception {
    try (RandomCrowd crowd = new RandomCrowd(folder, 7, START_MS)) {
      crowd.open();
      crowd.act(40);
    }
    assertThat(Auditor.audit(folder).sound()).isTrue();
    long last = Auditor.audit(folder).journal().lastSequence();
    deleteSnapshots(); // they would tell that the last record was there, as a clean stop does
    Files.delete(folder.resolve("stopped"));

    Path segment = folder.resolve("journal-00000001.seg");
    List<long[]> records = records(segment);
    assertThat(records).hasSize((int) last);
    Random random = new Random(7);
    for (int flip = 0; flip < 100; flip++) {
      long[] record = flip == 0 ? records.getLast() : records.get(random.nextInt(records.size()));
      long at = record[0] + random.nextInt((int) record[1]);
      int bit = 1 << random.nextInt(8);
      flip(segment, at, bit);
      assertFound(segment, record[0], record[0] == records.getLast()[0], last);
      flip(segment, at, bit);
    }
    assertThat(Auditor.audit(folder).sound()).isTrue();
  }

  /** In the last record, torn and damaged look alike: it is said to be unreadable. */
  private void assertFound(Path segment, long offset, boolean lastRecord, long last)
      throws IOException {
    try {
      AuditReport report = Auditor.audit(folder);
      assertThat(lastRecord).as("audited in spite of damage at " + offset).isTrue();
      assertThat(report.journal().unreadable()).isNotNull();
      assertThat(report.journal().lastSequence()).isEqualTo(last - 1);
    } catch (JournalRefusedException refused) {
      assertThat(refused.file()).isEqualTo(segment);
      assertThat(refused.offset()).isEqualTo(offset);
    }
  }

  /** Offset and length of each record, padding included. */
  private static List<long[]> records(Path segment) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(segment));
    List<long[]> records = new ArrayList<>();
    for (int at = 4_096; at + 64 <= bytes.capacity() && bytes.getLong(at) != 0; ) {
      int length = (bytes.getInt(at + 4) + 4_095) / 4_096 * 4_096;
      records.add(new long[] {at, length});
      at += length;
    }
    return records;
  }

  private static void flip(Path file, long at, int bit) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, at);
      one.put(0, (byte) (one.get(0) ^ bit)).rewind();
      channel.write(one, at);
    }
  }

  private void deleteSnapshots() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".snap")).toList())
        Files.delete(file);
    }
  }

  @Test
  void the_command_says_by_its_exit_code_whether_it_is_sound() throws Exception {
    try (RandomCrowd crowd = new RandomCrowd(folder, 8, START_MS)) {
      crowd.open();
      crowd.act(20);
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));

    assertThat(line.execute("audit", "--data", folder.toString())).isZero();
    assertThat(out.toString()).startsWith("SOUND: nothing oversold, nothing lost\n");
    assertThat(line.execute("audit", "--json", "--data", folder.toString())).isZero();
    assertThat(out.toString()).contains("{\"sound\":true,\"reach\":null,\"folder\":");
    assertThat(err.toString()).isEmpty();

    Path segment = folder.resolve("journal-00000001.seg");
    List<long[]> records = records(segment);
    Files.delete(folder.resolve("stopped"));
    deleteSnapshots();
    out.getBuffer().setLength(0);
    assertThat(line.execute("audit", "--data", folder.toString())).isZero();
    assertThat(out.toString())
        .startsWith("SOUND as far as the journal reaches: ")
        .contains("not stopped cleanly");

    long closing = records.getLast()[0];
    flip(segment, closing + 40, 1);
    out.getBuffer().setLength(0);
    assertThat(line.execute("audit", "--data", folder.toString())).isEqualTo(3);
    assertThat(out.toString())
        .startsWith("SOUND as far as the journal reaches: ")
        .contains("its last record cannot be read");

    flip(folder.resolve("journal-00000001.seg"), 4_096 + 70, 1);
    assertThat(line.execute("audit", "--data", folder.toString())).isEqualTo(2);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith(
            "tidegate: " + folder.resolve("journal-00000001.seg") + ", offset 4096: damaged");
  }
}
