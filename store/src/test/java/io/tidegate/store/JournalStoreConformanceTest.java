package io.tidegate.store;

import io.tidegate.core.State;
import io.tidegate.store.journal.JournalConfig;
import io.tidegate.store.journal.JournalObserver;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/** The journal store on a real disk. */
class JournalStoreConformanceTest extends StoreConformance {

  private static final JournalConfig CONFIG =
      new JournalConfig(256 << 10, 128 << 10, Duration.ofSeconds(1), Duration.ofMillis(1));

  @TempDir Path folder;
  private int opened;

  @Override
  protected Store open(long seed) throws Exception {
    return JournalStore.open(
        folder.resolve("s" + opened++), CONFIG, JournalObserver.NONE, seed, 16 << 10);
  }

  @Override
  protected State whole(Store store) {
    return ((JournalStore) store).state();
  }
}
