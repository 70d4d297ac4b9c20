package io.tidegate.store;

import io.tidegate.store.disk.FaultyDisk;
import io.tidegate.store.journal.JournalConfig;
import io.tidegate.store.journal.JournalObserver;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The journal store, its segments and its growth between snapshots small. */
class JournalStoreConformanceTest {

  private static final JournalConfig CONFIG =
      new JournalConfig(192 << 10, 96 << 10, Duration.ofSeconds(10), Duration.ofMillis(1));
  private static final long SNAPSHOT_BYTES = 8 << 10;

  @Nested
  class InMemory extends StoreConformance {

    @Override
    protected Store open(long seed) throws Exception {
      GatedDisk disk = new GatedDisk(new FaultyDisk(seed));
      return JournalStore.open(disk, CONFIG, JournalObserver.NONE, seed, SNAPSHOT_BYTES);
    }
  }

  @Nested
  class OnARealDisk extends StoreConformance {

    @TempDir Path folder;
    private int opened;

    @Override
    protected Store open(long seed) throws Exception {
      Path own = folder.resolve("s" + opened++);
      return JournalStore.open(own, CONFIG, JournalObserver.NONE, seed, SNAPSHOT_BYTES);
    }

    @Override
    protected int seeds() {
      return 4;
    }
  }
}
