package io.tidegate.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.store.disk.FaultyDisk;
import io.tidegate.store.disk.PowerCutException;
import io.tidegate.store.journal.JournalRun.Kept;
import io.tidegate.store.journal.JournalRun.Seen;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The journal on a disk with bad days. Whatever happens but a flipped bit, the folder opens, and
 * what it holds is exactly what was acknowledged, to the byte, and at most the one record more that
 * was asked for and not acknowledged.
 */
class JournalFaultTest {
  private static final int SEEDS = 1_200;
  private static final int LIVES = 6;

  @Test
  void after_any_crash_all_that_was_acknowledged_is_there_to_the_byte() throws Exception {
    for (long seed = 0; seed < SEEDS; seed++) {
      try {
        liveAndCrash(seed);
      } catch (Exception | AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  @Test
  void a_power_cut_at_any_single_step_and_then_at_any_step_of_the_recovery_loses_nothing()
      throws Exception {
    for (long seed = 1; seed <= 4; seed++) {
      long steps = cutAt(seed, Long.MAX_VALUE, Long.MAX_VALUE);
      assertThat(steps).as("steps of seed " + seed).isGreaterThan(100);
      for (long step = 1; step <= steps; step++) {
        for (long then = 1; then <= 12; then += 1 + step % 3) {
          try {
            cutAt(seed, step, then);
          } catch (Exception | AssertionError e) {
            throw new AssertionError(
                "seed " + seed + ", cut at step " + step + " and then " + then, e);
          }
        }
      }
    }
  }

  /**
   * One life cut at that step, a recovery cut at the other, and a third life that must find
   * everything; returns the first life's steps.
   */
  private static long cutAt(long seed, long step, long then) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    FaultyDisk disk = new FaultyDisk(31 * step + then);
    Kept kept = new Kept(List.of(), null);
    if (step < Long.MAX_VALUE) disk.cutPowerIn(step);
    try {
      JournalRun run = new JournalRun(disk, random);
      try {
        run.act(60);
      } catch (PowerCutException | JournalFailedException e) {
        assertThat(disk.isDown()).isTrue();
      }
      kept = run.kept();
    } catch (PowerCutException | IOException e) {
      assertThat(disk.isDown()).isTrue();
    }
    long steps = disk.steps();
    disk = then % 2 == 0 ? disk.restart() : disk.reboot();
    if (then < Long.MAX_VALUE) disk.cutPowerIn(then);
    try {
      assertKept(new JournalRun(disk, random), kept);
    } catch (PowerCutException | IOException e) {
      assertThat(disk.isDown()).isTrue();
    }
    disk = then % 3 == 0 ? disk.restart() : disk.reboot();
    JournalRun third = new JournalRun(disk, random);
    assertKept(third, kept);
    third.act(10);
    kept = third.kept();
    assertKept(new JournalRun(disk.reboot(), random), kept);
    return steps;
  }

  private static void liveAndCrash(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    FaultyDisk disk = new FaultyDisk(seed);
    Kept kept = new Kept(List.of(), null);
    for (int i = 0; i < LIVES; i++) {
      kept = oneLife(disk, random, kept);
      disk = random.nextInt(4) == 0 ? disk.restart() : disk.reboot();
    }
    JournalRun last = new JournalRun(disk, random);
    assertKept(last, kept);
    last.append(new byte[10]);
  }

  private static Kept oneLife(FaultyDisk disk, SplittableRandom random, Kept before)
      throws IOException {
    badDay(disk, random);
    JournalRun run;
    try {
      run = new JournalRun(disk, random);
    } catch (FolderRefusedException e) {
      if (e.reason() == FolderRefusedException.Reason.NOT_WRITABLE && e.getCause() != null)
        return before;
      throw e;
    } catch (PowerCutException | IOException e) {
      return before;
    }
    assertKept(run, before);
    try {
      run.act(random.nextInt(40));
      if (random.nextInt(4) == 0) run.stop();
    } catch (PowerCutException | JournalFailedException e) {
      return run.kept();
    }
    return run.kept();
  }

  private static void badDay(FaultyDisk disk, SplittableRandom random) {
    switch (random.nextInt(6)) {
      case 0 -> {}
      case 1 -> disk.failIn(1 + random.nextInt(80));
      case 2 -> disk.spare(random.nextInt(40 << 10));
      default -> disk.cutPowerIn(1 + random.nextInt(100));
    }
  }

  private static void assertKept(JournalRun run, Kept kept) {
    List<Seen> found = run.state();
    List<Seen> more = new ArrayList<>(kept.acknowledged());
    if (kept.asked() != null && found.size() > more.size()) more.add(kept.asked());
    assertThat(found.size()).isEqualTo(more.size());
    for (int i = 0; i < found.size(); i++) assertThat(found.get(i)).isEqualTo(more.get(i));
    assertThat(run.journal().position().sequence()).isEqualTo(found.size());
  }
}
