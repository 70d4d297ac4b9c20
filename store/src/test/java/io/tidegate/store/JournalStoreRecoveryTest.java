package io.tidegate.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.CoreDriver;
import io.tidegate.core.SnapshotRoundTrip;
import io.tidegate.core.State;
import io.tidegate.core.model.CommandTrace;
import io.tidegate.store.disk.FaultyDisk;
import io.tidegate.store.disk.PowerCutException;
import io.tidegate.store.journal.FolderRefusedException;
import io.tidegate.store.journal.FolderRefusedException.Reason;
import io.tidegate.store.journal.JournalConfig;
import io.tidegate.store.journal.JournalFailedException;
import io.tidegate.store.journal.JournalObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a store finds when it is opened again is what it had promised, to the byte. */
class JournalStoreRecoveryTest {

  private static final int PLAIN_SEEDS = 40;
  private static final int FAULT_SEEDS = 400;
  private static final int LIVES = 5;
  private static final int SNAPSHOT_HEAD = 128;
  private static final JournalConfig CONFIG =
      new JournalConfig(48 << 10, 16 << 10, Duration.ofSeconds(10), Duration.ofMillis(1));

  /** One segment is enough, so that the disk's steps follow one another as the seed says. */
  private static final JournalConfig ONE_SEGMENT =
      new JournalConfig(1 << 20, 16 << 10, Duration.ofSeconds(10), Duration.ofMillis(1));

  private static final long NEVER = Long.MAX_VALUE;

  @Test
  void a_life_of_crashes_ends_in_the_bytes_of_a_life_without_any() throws Exception {
    for (long seed = 0; seed < PLAIN_SEEDS; seed++) {
      CommandTrace trace = CommandTrace.of(seed, CommandTrace.TIGHT, 250, true);
      FaultyDisk crashing = crashed(seed, trace);
      byte[] wanted = snapshot(withoutACrash(seed, trace));
      assertThat(snapshot(crashing)).as("seed %d", seed).isEqualTo(wanted);
      FaultyDisk replayed = crashing.restart();
      for (String name : replayed.names()) if (name.endsWith(".snap")) replayed.remove(name);
      assertThat(snapshot(replayed)).as("seed %d, replayed", seed).isEqualTo(wanted);
    }
  }

  /** Plays the trace with snapshots, crashes and clean stops in between. */
  private static FaultyDisk crashed(long seed, CommandTrace trace) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    FaultyDisk disk = new FaultyDisk(seed);
    JournalStore store = open(disk, CONFIG, seed, 4 << 10);
    for (CommandTrace.Batch batch : trace.batches()) {
      play(store, batch);
      if (random.nextInt(12) > 0) continue;
      if (random.nextInt(4) == 0) store.stop(batch.atMs());
      FaultyDisk next = random.nextBoolean() ? disk.restart() : disk.reboot();
      store.close();
      disk = next;
      store = open(disk, CONFIG, random.nextLong(), 4 << 10);
    }
    SnapshotRoundTrip.assertSame(trace.end(), store.state());
    store.close();
    return disk;
  }

  private static FaultyDisk withoutACrash(long seed, CommandTrace trace) throws Exception {
    FaultyDisk disk = new FaultyDisk(seed);
    try (JournalStore store = open(disk, CONFIG, 77, NEVER)) {
      for (CommandTrace.Batch batch : trace.batches()) play(store, batch);
    }
    return disk;
  }

  /** The canonical encoding of what the disk holds: a snapshot's bytes behind its head. */
  private static byte[] snapshot(FaultyDisk disk) throws Exception {
    try (JournalStore store = open(disk, CONFIG, 1, NEVER)) {
      store.snapshot().get();
      String newest =
          disk.names().stream().filter(name -> name.endsWith(".snap")).toList().getLast();
      byte[] file = disk.content(newest);
      return Arrays.copyOfRange(file, SNAPSHOT_HEAD, file.length);
    }
  }

  @Test
  void after_any_bad_day_every_acknowledged_batch_is_there_and_at_most_one_more() {
    for (long seed = 0; seed < FAULT_SEEDS; seed++) {
      try {
        new BadDays(seed).all();
      } catch (Exception | AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  /** A trace played over several runs of the process, most of which end badly. */
  private static final class BadDays {
    private final long seed;
    private final SplittableRandom random;
    private final CommandTrace trace;
    private final State sure = new State(9);
    private FaultyDisk disk;
    private int acknowledged;
    private boolean asked;

    BadDays(long seed) {
      this.seed = seed;
      random = new SplittableRandom(seed);
      trace = CommandTrace.of(seed, CommandTrace.TIGHT, 60, seed % 2 == 0);
      disk = new FaultyDisk(seed);
    }

    void all() throws Exception {
      for (int life = 1; life <= LIVES; life++) {
        if (life < LIVES) badDay();
        live(life == LIVES);
        disk = random.nextInt(3) == 0 ? disk.restart() : disk.reboot();
      }
      assertThat(acknowledged).isEqualTo(trace.batches().size());
    }

    private void badDay() {
      switch (random.nextInt(6)) {
        case 0 -> {}
        case 1 -> disk.failIn(1 + random.nextInt(60));
        default -> disk.cutPowerIn(1 + random.nextInt(80));
      }
    }

    private void live(boolean last) throws Exception {
      JournalStore store = opened();
      if (store == null) return;
      try (store) {
        check(store);
        play(store, last);
      } catch (JournalFailedException | PowerCutException e) {
        if (last) throw e;
      }
    }

    private @Nullable JournalStore opened() throws IOException {
      try {
        return open(disk, ONE_SEGMENT, seed, NEVER);
      } catch (FolderRefusedException e) {
        if (e.reason() == Reason.NOT_WRITABLE && e.getCause() != null) return null;
        throw e;
      } catch (PowerCutException | IOException e) {
        return null;
      }
    }

    /** What is there is what was acknowledged, or that and the one batch that was asked for. */
    private void check(JournalStore store) {
      long records = trace.batches().subList(0, acknowledged).stream().filter(this::writes).count();
      if (asked && store.position().sequence() > records) confirm();
      asked = false;
      SnapshotRoundTrip.assertSame(sure, store.state());
    }

    private boolean writes(CommandTrace.Batch batch) {
      return !batch.events().isEmpty();
    }

    private void confirm() {
      CommandTrace.Batch batch = trace.batches().get(acknowledged++);
      batch.events().forEach(event -> sure.apply(event, batch.atMs()));
    }

    private void play(JournalStore store, boolean last) throws Exception {
      int batches = last ? Integer.MAX_VALUE : random.nextInt(30);
      while (batches-- > 0 && acknowledged < trace.batches().size()) {
        CommandTrace.Batch batch = trace.batches().get(acknowledged);
        asked = writes(batch);
        JournalStoreRecoveryTest.play(store, batch);
        asked = false;
        confirm();
        if (random.nextInt(6) == 0) snapshot(store);
      }
    }

    /** Waited for, so that the disk's steps follow one another as the seed says. */
    private static void snapshot(JournalStore store) throws Exception {
      store.snapshot().exceptionally(_ -> store.position()).get();
    }
  }

  private static JournalStore open(
      FaultyDisk disk, JournalConfig config, long hashSeed, long snapshotBytes) throws IOException {
    GatedDisk gated = new GatedDisk(disk);
    return JournalStore.open(gated, config, JournalObserver.NONE, hashSeed, snapshotBytes);
  }

  private static void play(JournalStore store, CommandTrace.Batch batch) throws IOException {
    TraceReplay.begun(store, new CoreDriver(CommandTrace.TIGHT, CommandTrace.START_MS), batch);
    store.commit(batch.atMs());
  }
}
