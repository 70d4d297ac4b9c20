package io.tidegate.audit.pack;

import io.tidegate.audit.AuditReport;
import io.tidegate.audit.Auditor;
import io.tidegate.audit.draw.DrawReport;
import io.tidegate.audit.draw.DrawVerifier;
import io.tidegate.audit.draw.NumberLines;
import io.tidegate.audit.json.JsonWriter;
import io.tidegate.audit.ledger.Claim;
import io.tidegate.audit.ledger.ClaimState;
import io.tidegate.audit.ledger.Figures;
import io.tidegate.audit.ledger.Ledger;
import io.tidegate.audit.ledger.TicketHistory;
import io.tidegate.audit.pack.PackReport.Outcome;
import io.tidegate.audit.pack.PackReport.RoomReport;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the audit pack of one sale, from the journal alone, also while the service runs. */
public final class SalePack {
  private static final String[] CAUSES = {"paid", "left", "timed out", "epoch"};

  private final AuditReport audit;
  private final Ledger ledger;
  private final Figures.SaleFigures sale;
  private final List<Figures.OfferFigures> offers;
  private final List<Claim> claims;
  private final Pseudonyms users;

  private SalePack(AuditReport audit, Figures.SaleFigures sale, Pseudonyms users) {
    this.audit = audit;
    this.ledger = audit.ledger();
    this.sale = sale;
    this.users = users;
    this.offers =
        audit.figures().offers().stream().filter(offer -> offer.sale() == sale.sale()).toList();
    Set<Long> ids =
        offers.stream().map(Figures.OfferFigures::offer).collect(Collectors.toUnmodifiableSet());
    this.claims = ledger.claims().stream().filter(claim -> ids.contains(claim.offer())).toList();
  }

  /**
   * Audits the data folder and writes the pack, whole or not at all; also where the audit finds
   * breaches, which the pack then tells.
   *
   * @param folder to be made
   * @param pseudonyms whether users are named by pseudonyms
   * @return what the audit found
   * @throws FileAlreadyExistsException if the folder is there
   * @throws IOException if the journal is refused, there is no such sale, or a file cannot be
   *     written
   */
  public static AuditReport write(Path dataFolder, long sale, Path folder, boolean pseudonyms)
      throws IOException {
    AuditReport audit = Auditor.audit(dataFolder, true);
    Figures.SaleFigures figures =
        audit.figures().sales().stream()
            .filter(known -> known.sale() == sale)
            .findFirst()
            .orElseThrow(() -> new IOException("there is no sale " + sale + " in " + dataFolder));
    Pseudonyms users = pseudonyms ? Pseudonyms.random() : Pseudonyms.none();
    AtomicFolder.make(folder, new SalePack(audit, figures, users)::fill);
    return audit;
  }

  private void fill(Path folder) throws IOException {
    orderCsv(folder.resolve("order.csv"));
    PackReport report =
        new PackReport(
            audit.sound(),
            audit.breachCount(),
            audit.breaches(),
            new PackReport.JournalEnd(
                audit.journal().lastSequence(),
                audit.journal().lastMs(),
                audit.journal().chain(),
                audit.journal().reach()),
            sale,
            offers,
            outcomes(),
            room(folder));
    Files.writeString(folder.resolve("report.json"), JsonWriter.of(report) + "\n");
    Files.writeString(folder.resolve("report.md"), new PackText(report).write());
  }

  private List<Outcome> outcomes() {
    List<Outcome> outcomes = new ArrayList<>();
    for (ClaimState state : ClaimState.values()) {
      List<Claim> those = claims.stream().filter(claim -> claim.state() == state).toList();
      long units = those.stream().mapToLong(Claim::quantity).sum();
      outcomes.add(new Outcome(word(state), those.size(), units));
    }
    return outcomes;
  }

  private static String word(ClaimState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private void orderCsv(Path file) throws IOException {
    String columns =
        "claim,offer,user,number,quantity,seats,amount,asked,held_until,issued,ended,outcome";
    try (Csv csv = new Csv(file, columns)) {
      for (Claim claim : claims) {
        csv.cell(claim.id()).cell(claim.offer()).cell(users.of(claim.user()));
        csv.some(claim.number()).cell(claim.quantity()).cell(words(claim.seats()));
        csv.cell(claim.amount()).time(claim.madeMs()).time(claim.untilMs());
        csv.time(claim.issuedMs()).time(claim.endedMs()).cell(word(claim.state())).end();
      }
    }
  }

  private static String words(long[] numbers) {
    return Arrays.stream(numbers).mapToObj(Long::toString).collect(Collectors.joining(" "));
  }

  /** The room's part of the report; writes its files. */
  private @Nullable RoomReport room(Path folder) throws IOException {
    TicketHistory history = ledger.history(sale.room());
    if (history == null) return null;
    Figures.RoomFigures figures =
        audit.figures().rooms().stream()
            .filter(room -> room.room() == sale.room())
            .findFirst()
            .orElseThrow();
    int[] cohort = ledger.cohort(sale.room());
    int[] order = ledger.order(sale.room());
    int[] turns = turns(history.numbers(), cohort, order);
    Overtakes overtakes = new Overtakes(history, turns);
    callsCsv(folder.resolve("calls.csv"), history, turns, overtakes);
    Boolean fits = draw(folder.resolve("draw"), figures, cohort, order);
    Uniformity uniformity = fits == null ? null : Uniformity.of(cohort, order);
    return new RoomReport(figures, overtakes.rows(), fits, uniformity);
  }

  /** The turn of each number: the cohort's places go to the order, the others have their own. */
  private static int[] turns(int numbers, int[] cohort, int[] order) {
    int[] turns = new int[numbers + 1];
    for (int number = 1; number <= numbers; number++) turns[number] = number;
    for (int place = 0; place < order.length; place++) turns[order[place]] = cohort[place];
    return turns;
  }

  private void callsCsv(Path file, TicketHistory history, int[] turns, Overtakes overtakes)
      throws IOException {
    int[] numbers = new int[turns.length];
    for (int number = 1; number < turns.length; number++) numbers[turns[number]] = number;
    String columns =
        "turn,number,user,joined,called,entered,ended,end,lapses,returns,lane_place,passed_by,why";
    try (Csv csv = new Csv(file, columns)) {
      for (int turn = 1; turn < turns.length; turn++) {
        int number = numbers[turn];
        if (history.joinedMs(number) > 0) callsRow(csv, turn, number, history, overtakes);
      }
    }
  }

  private void callsRow(Csv csv, int turn, int number, TicketHistory h, Overtakes overtakes)
      throws IOException {
    OvertakeCause cause = overtakes.cause(number);
    csv.cell(turn).cell(number).cell(users.of(ledger.user(sale.room(), number)));
    csv.time(h.joinedMs(number)).time(h.calledMs(number)).time(h.enteredMs(number));
    csv.time(h.endedMs(number)).cell(h.endedMs(number) == 0 ? "" : CAUSES[h.cause(number)]);
    csv.cell(h.lapses(number)).cell(h.returns(number)).some(h.place(number));
    csv.cell(overtakes.passedBy(number));
    csv.cell(cause == null ? "" : cause.name().toLowerCase(Locale.ROOT)).end();
  }

  /** Writes what the draw published; whether that fits, or null where none is done. */
  private static @Nullable Boolean draw(
      Path folder, Figures.RoomFigures room, int[] cohort, int[] order) throws IOException {
    Figures.DrawFigures draw = room.draw();
    if (draw == null || draw.drawnMs() == null) return null;
    Files.createDirectory(folder);
    Files.writeString(
        folder.resolve(DrawVerifier.DOCUMENT), JsonWriter.of(document(room, draw)) + "\n");
    Files.write(folder.resolve(DrawVerifier.COHORT), NumberLines.text(cohort));
    Files.write(folder.resolve(DrawVerifier.ORDER), NumberLines.text(order));
    DrawReport report = DrawVerifier.verify(folder);
    return report.fits() || report.late();
  }

  /** As {@code GET …/draw} replies. */
  private static Map<String, @Nullable Object> document(
      Figures.RoomFigures room, Figures.DrawFigures draw) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("roomId", room.room());
    all.put("room", room.name());
    all.put("version", draw.version());
    all.put("state", draw.state());
    all.put("gathersAt", draw.gathersMs() == 0 ? null : Instant.ofEpochMilli(draw.gathersMs()));
    all.put("opensAt", Instant.ofEpochMilli(draw.opensMs()));
    all.put("firstOpensAt", Instant.ofEpochMilli(draw.firstOpensMs()));
    all.put("moves", draw.moves().stream().map(SalePack::move).toList());
    all.put("commitment", draw.commitment());
    all.put("beacon", draw.beacon());
    all.put("size", draw.size());
    all.put("digest", draw.digest());
    all.put("closedAt", iso(draw.closedMs()));
    all.put("secret", draw.secret());
    all.put("beaconValue", draw.beaconValue());
    all.put("drawnAt", iso(draw.drawnMs()));
    return all;
  }

  private static Map<String, Object> move(Figures.MoveFigures move) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("at", Instant.ofEpochMilli(move.atMs()));
    all.put("opensAt", Instant.ofEpochMilli(move.opensMs()));
    return all;
  }

  private static @Nullable Instant iso(@Nullable Long timeMs) {
    return timeMs == null ? null : Instant.ofEpochMilli(timeMs);
  }
}
