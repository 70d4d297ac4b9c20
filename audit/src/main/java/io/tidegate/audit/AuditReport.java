package io.tidegate.audit;

import io.tidegate.audit.journal.JournalEnd.UnreadableEnd;
import io.tidegate.audit.json.JsonWriter;
import io.tidegate.audit.ledger.Breach;
import io.tidegate.audit.ledger.Figures;
import io.tidegate.audit.ledger.Ledger;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an audit found.
 *
 * @param folder the data folder, as the caller named it
 * @param figures all counts and sums
 * @param breachCount how many breaches there are
 * @param breaches the first of them
 * @param ledger for looking up single claims, tickets and balances; not part of the text and the
 *     JSON
 */
public record AuditReport(
    Path folder,
    JournalFigures journal,
    List<SnapshotFigures> snapshots,
    Figures figures,
    long breachCount,
    List<Breach> breaches,
    Ledger ledger) {

  /**
   * The journal's files and records. Sequences and times are 0 where there is no record.
   *
   * @param folderId 32 hexadecimal digits
   * @param chain the chain value at the end, 64 hexadecimal digits
   * @param closed whether the last record is a closing one
   * @param cleanStop whether a clean stop vouches that it is the last one
   * @param unreadable what stands behind the last whole record, if something does
   * @param movedTo where the log goes on, if its last record says that it was moved
   */
  public record JournalFigures(
      String folderId,
      long segments,
      long records,
      long firstSequence,
      long lastSequence,
      long firstMs,
      long lastMs,
      String chain,
      boolean closed,
      boolean cleanStop,
      @Nullable UnreadableEnd unreadable,
      @Nullable String movedTo) {

    /**
     * What nothing vouches for, as half a sentence; null if a clean stop vouches that the journal
     * is all there. Only then can it be said that nothing is lost.
     */
    public @Nullable String reach() {
      if (unreadable != null)
        return "its last record cannot be read: it was never finished, or it was damaged since and may have been"
            + " acknowledged";
      // Nothing can follow a record that moved the log, so it is the last one.
      return cleanStop || movedTo != null
          ? null
          : "it was not stopped cleanly (it still runs, or it crashed), so nothing vouches for its end";
    }
  }

  /**
   * A snapshot.
   *
   * @param problem why recovery passes over it, with the offset; null if it is whole
   * @param content how what it says compares with the journal, in words; null if it is not whole
   */
  public record SnapshotFigures(
      Path file, long sequence, @Nullable String problem, @Nullable String content) {}

  /**
   * Whether everything that always holds did hold, as far as the journal reaches; {@link
   * JournalFigures#reach} says how far that is certain.
   */
  public boolean sound() {
    return breachCount == 0;
  }

  /** For people: the verdict first, then the figures. Several lines, the last one with its end. */
  public String toText() {
    return new ReportText(this).write();
  }

  /** All of it for programs, as one JSON object on one line. */
  public String toJson() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("sound", sound());
    all.put("reach", journal.reach());
    all.put("folder", folder);
    all.put("journal", journal);
    all.put("snapshots", snapshots);
    all.put("figures", figures);
    all.put("breachCount", breachCount);
    all.put("breaches", breaches);
    return JsonWriter.of(all);
  }
}
