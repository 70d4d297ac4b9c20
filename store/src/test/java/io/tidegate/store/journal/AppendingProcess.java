package io.tidegate.store.journal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A process of its own that opens the folder it is given and appends until it is killed, or until
 * its parent is gone. Says on its standard output what became durable, after it did.
 */
final class AppendingProcess {
  static final JournalConfig CONFIG =
      new JournalConfig(256 << 10, 16 << 10, Duration.ofSeconds(10), Duration.ofMillis(10));

  private AppendingProcess() {}

  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    try (Journal journal =
        Journal.open(Path.of(args[0]), CONFIG, JournalObserver.NONE, new RecordCollector())) {
      out.println("open");
      while (!out.checkError()) {
        appendOne(journal);
        out.println(journal.position().sequence());
        if (journal.position().sequence() % 50 == 0 && !journal.snapshotting()) snapshot(journal);
      }
    }
  }

  private static void appendOne(Journal journal) throws IOException {
    long sequence = journal.position().sequence() + 1;
    journal.begin();
    for (long i = 0; i <= sequence % 300; i++) journal.room(8).putLong(sequence + i);
    journal.commit(sequence, 1);
  }

  private static void snapshot(Journal journal) throws IOException {
    long sequence = journal.position().sequence();
    var _ = journal.snapshot(out -> out.room(8).putLong(sequence));
  }
}
