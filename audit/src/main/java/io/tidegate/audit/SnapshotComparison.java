package io.tidegate.audit;

import io.tidegate.audit.journal.Snapshot;
import io.tidegate.audit.ledger.Ledger;
import io.tidegate.audit.ledger.SnapshotCheck;
import io.tidegate.audit.snapshot.ContentReader;
import io.tidegate.audit.snapshot.MalformedContentException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;

/** Compares the content of a snapshot with the ledger after the record of the snapshot. */
final class SnapshotComparison {
  private final SnapshotCheck check;
  private final ContentReader content;
  private boolean known = true;
  private boolean malformed;

  private SnapshotComparison(SnapshotCheck check) {
    this.check = check;
    this.content = new ContentReader(check);
  }

  /** The outcome in words, for the report. */
  static String compare(Snapshot snapshot, Ledger ledger) throws IOException {
    SnapshotCheck check = ledger.snapshotCheck(snapshot.file().getFileName().toString());
    try {
      return new SnapshotComparison(check).read(snapshot);
    } catch (NoSuchFileException e) {
      return "not compared, removed meanwhile"; // the writer keeps the newest two
    }
  }

  private String read(Snapshot snapshot) throws IOException {
    String problem = snapshot.read(this::take);
    if (problem != null) return "not compared, not whole any more";
    if (!known) return "not compared, of another layout";
    if (!malformed) end();
    return check.differences() == 0
        ? "says what the journal says"
        : "DIFFERS from the journal in " + check.differences() + " places";
  }

  private boolean take(int section, ByteBuffer rows) {
    try {
      known = content.take(section, rows);
      return known;
    } catch (MalformedContentException e) {
      malformed(e);
      return false;
    }
  }

  private void end() {
    try {
      content.end();
      check.end();
    } catch (MalformedContentException e) {
      malformed(e);
    }
  }

  private void malformed(MalformedContentException e) {
    malformed = true;
    check.differs("is not of its layout: " + e.getMessage());
  }
}
