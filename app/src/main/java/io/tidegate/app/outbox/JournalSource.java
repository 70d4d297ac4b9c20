package io.tidegate.app.outbox;

import io.tidegate.outbox.LogSource;
import io.tidegate.store.JournalStore;
import io.tidegate.store.log.LogReader;
import java.io.IOException;

/** The journal of this process, as relays read it. Any thread. */
public final class JournalSource implements LogSource {

  private final JournalStore store;
  private final String realm;

  /** Reads that store's journal. */
  public JournalSource(JournalStore store) {
    this.store = store;
    this.realm = store.home();
  }

  @Override
  public String realm() {
    return realm;
  }

  @Override
  public long end() {
    return store.counted();
  }

  @Override
  public LogReader behind(long sequence) throws IOException {
    return store.behind(sequence);
  }
}
