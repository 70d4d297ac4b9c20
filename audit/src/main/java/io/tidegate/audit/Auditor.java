package io.tidegate.audit;

import io.tidegate.audit.journal.Folder;
import io.tidegate.audit.journal.JournalEnd;
import io.tidegate.audit.journal.JournalReader;
import io.tidegate.audit.journal.JournalRecord;
import io.tidegate.audit.journal.JournalRefusedException;
import io.tidegate.audit.journal.RecordKind;
import io.tidegate.audit.journal.Snapshot;
import io.tidegate.audit.ledger.Ledger;
import io.tidegate.audit.ledger.MalformedEventException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Audits a data folder. It takes no lock and writes nothing. The service may be running; then the
 * journal is audited up to its last whole record. Claims, tickets and keys are kept in memory: a
 * million of each take less than 1 GB.
 */
public final class Auditor {
  private final Folder folder;
  private final List<Snapshot> snapshots;
  private final Ledger ledger;
  private final Map<Snapshot, String> contents = new HashMap<>();
  private long firstMs;
  private long lastMs;

  private Auditor(Folder folder, List<Snapshot> snapshots, boolean withHistory) {
    this.ledger = new Ledger(withHistory);
    this.folder = folder;
    this.snapshots = snapshots;
  }

  /**
   * Reads the whole journal and recomputes everything.
   *
   * @throws JournalRefusedException if the folder is foreign, newer or damaged, or a body is not
   *     what the format says
   * @throws IOException if a file cannot be read
   */
  public static AuditReport audit(Path dataFolder) throws IOException {
    return audit(dataFolder, false);
  }

  /**
   * The same, and with history the report's ledger also tells when each ticket did what, which
   * takes some 60 bytes more for each.
   *
   * @throws JournalRefusedException as above
   * @throws IOException if a file cannot be read
   */
  public static AuditReport audit(Path dataFolder, boolean withHistory) throws IOException {
    Folder folder = Folder.read(dataFolder);
    return new Auditor(folder, Snapshot.readAll(folder), withHistory).run();
  }

  private AuditReport run() throws IOException {
    for (Snapshot snapshot : snapshots)
      if (snapshot.sequence() == 0 && snapshot.chain() != null) {
        compare(snapshot, snapshot.timeMs(), folder.start());
        compareContent(snapshot);
      }
    JournalEnd end = new JournalReader(folder, newestSnapshot()).read(this::take);
    ledger.end();
    return report(end);
  }

  private long newestSnapshot() {
    return snapshots.stream()
        .filter(snapshot -> snapshot.chain() != null)
        .mapToLong(Snapshot::sequence)
        .max()
        .orElse(-1);
  }

  private void take(JournalRecord record) throws IOException {
    if (record.sequence() == 1) firstMs = record.timeMs();
    lastMs = record.timeMs();
    for (Snapshot snapshot : snapshots)
      if (snapshot.sequence() == record.sequence() && snapshot.chain() != null)
        compare(snapshot, record.timeMs(), record.chain());
    if (record.kind() == RecordKind.CLOSING
        && (record.events() != 0 || record.bodyTo() != record.bodyFrom()))
      throw new JournalRefusedException(
          record.segment(), record.offset(), "malformed: a closing record with a body");
    if (record.kind() == RecordKind.MOVED) return;
    if (record.kind() == RecordKind.LEADER && record.events() != 0)
      throw new JournalRefusedException(
          record.segment(), record.offset(), "malformed: a leader's record with events");
    try {
      book(record);
    } catch (MalformedEventException e) {
      throw new JournalRefusedException(
          record.segment(),
          record.offsetOf(e.at()),
          "malformed: in record " + record.sequence() + ": " + e.getMessage());
    }
    for (Snapshot snapshot : snapshots)
      if (snapshot.sequence() == record.sequence()) compareContent(snapshot);
  }

  private void compareContent(Snapshot snapshot) throws IOException {
    if (snapshot.problem() == null)
      contents.put(snapshot, SnapshotComparison.compare(snapshot, ledger));
  }

  private void book(JournalRecord record) throws MalformedEventException {
    if (record.kind() == RecordKind.LEADER)
      ledger.lead(
          record.sequence(), record.timeMs(), record.bytes(), record.bodyFrom(), record.bodyTo());
    else
      ledger.book(
          record.sequence(),
          record.timeMs(),
          record.lagSeconds(),
          record.events(),
          record.bytes(),
          record.bodyFrom(),
          record.bodyTo());
  }

  private static void compare(Snapshot snapshot, long timeMs, byte[] chain)
      throws JournalRefusedException {
    if (snapshot.timeMs() != timeMs)
      throw new JournalRefusedException(
          snapshot.file(), 40, "damaged: its time is not that of the journal's record");
    if (!Arrays.equals(snapshot.chain(), chain))
      throw new JournalRefusedException(
          snapshot.file(), 48, "damaged: its chain value is not that of the journal's record");
  }

  private AuditReport report(JournalEnd end) {
    return new AuditReport(
        folder.path(),
        new AuditReport.JournalFigures(
            folder.idText(),
            end.segments(),
            end.lastSequence(),
            Math.min(1, end.lastSequence()),
            end.lastSequence(),
            firstMs,
            lastMs,
            HexFormat.of().formatHex(end.chain()),
            end.closed(),
            end.cleanStop(),
            end.unreadable(),
            end.movedTo()),
        snapshots.stream().map(this::line).toList(),
        ledger.figures(),
        ledger.breachCount(),
        ledger.breaches(),
        ledger);
  }

  private AuditReport.SnapshotFigures line(Snapshot snapshot) {
    return new AuditReport.SnapshotFigures(
        snapshot.file().getFileName(),
        snapshot.sequence(),
        snapshot.problem(),
        contents.get(snapshot));
  }
}
