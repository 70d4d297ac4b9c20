package io.tidegate.bench.start;

import io.tidegate.app.config.Config;
import io.tidegate.app.config.ConfigLoader;
import io.tidegate.app.service.FolderBackend;
import io.tidegate.core.Command;
import io.tidegate.core.IdempotencyKey;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.Entry;
import io.tidegate.engine.EngineObserver;
import io.tidegate.store.JournalStore;
import io.tidegate.store.journal.JournalConfig;
import io.tidegate.store.journal.JournalObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A data folder after a large sale: {@link #SIZE} people in line, as many seats, as many claims
 * with keys, half of them coupons, half of them seats held. Made through the engine, in this
 * process, on an empty folder, so that ids begin with 1.
 */
final class Crowd {
  /** Tickets, seats and claims, each. */
  static final int SIZE = 1_000_000;

  /** Seats of one date. */
  static final int HALL = 50;

  static final long COUPON = 1;
  static final long ROOM = 1;
  static final long PRICE = 10_000;

  /**
   * Users who came after the snapshot: they make a little less journal than what has the next
   * snapshot made, which is the most that a start can have to replay.
   */
  private static final int BEHIND_SNAPSHOT = 500_000;

  private static final int SCHEDULES = SIZE / HALL;
  private static final int WINDOW = 20_000;
  private static final long MONTH_MS = Duration.ofDays(30).toMillis();
  private static final String NEVER = "1024GiB";
  private static final Duration GOODBYE = Duration.ofMinutes(1);
  private static final int RECORD_BYTES_MAX = 4 << 20;

  private Crowd() {}

  /**
   * Fills the folder, with a snapshot made on the way.
   *
   * @return bytes of journal behind that snapshot
   */
  static long fill(Path data, long seed) throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    int before = SIZE - BEHIND_SNAPSHOT;
    Grown grown = new Grown();
    run(data, JournalObserver.NONE, submitter -> build(submitter));
    run(data, JournalObserver.NONE, submitter -> sell(submitter, 1, before, random));
    snapshot(data, seed);
    run(data, grown, submitter -> sell(submitter, before + 1, SIZE, random));
    return grown.bytes;
  }

  /** The service's usual configuration on that folder. */
  static Config config(Path data, Map<String, String> environment) {
    return ConfigLoader.load(Config.DEFAULT, null, environment, Map.of("--data", data.toString()));
  }

  private interface Work {
    void on(BoundedSubmitter submitter) throws InterruptedException;
  }

  private static void run(Path data, JournalObserver observer, Work work)
      throws IOException, InterruptedException {
    Config config = config(data, Map.of("TIDEGATE_STORE_SNAPSHOT_BYTES", NEVER));
    FolderBackend backend = FolderBackend.start(config, observer, EngineObserver.NONE);
    try {
      BoundedSubmitter submitter = new BoundedSubmitter(backend.engine(), WINDOW);
      work.on(submitter);
      submitter.drain();
      if (submitter.refusal() != null)
        throw new IllegalStateException("a command was refused: " + submitter.refusal());
    } finally {
      backend.stop(GOODBYE);
    }
  }

  private static void build(BoundedSubmitter submitter) throws InterruptedException {
    long now = System.currentTimeMillis();
    submitter.ask(new Command.CreateSale("All", now, Long.MAX_VALUE, Entry.OPEN, 0));
    submitter.ask(new Command.CreateOffer(1, "Coupon", 2L * SIZE, 0, 1, 1, 0));
    submitter.ask(
        new Command.CreateRoom(
            new RoomSettings("default", RoomState.OPEN, 1_000, 10_000, 24_000, 120_000, 600_000)));
    for (int i = 1; i <= SCHEDULES; i++) {
      submitter.ask(new Command.CreateConcert("Moonrise Choir " + i, "Harbour Stage"));
      submitter.ask(schedule(i, now));
    }
  }

  private static void sell(
      BoundedSubmitter submitter, int firstUser, int lastUser, SplittableRandom random)
      throws InterruptedException {
    for (int user = firstUser; user <= lastUser; user++) {
      submitter.ask(new Command.Join(ROOM, user));
      submitter.ask(user % 2 == 0 ? hold(user, random) : claim(user, random));
    }
  }

  private static Command schedule(long concert, long now) {
    return new Command.CreateSchedule(
        concert, 1, now + MONTH_MS, now, now + MONTH_MS, 5, HALL / 5, PRICE, MONTH_MS, 10, 10);
  }

  private static Command claim(long user, SplittableRandom random) {
    return new Command.Claim(COUPON, user, 1, null, key(random));
  }

  /** Every second user one seat: half of all are held. */
  private static Command hold(long user, SplittableRandom random) {
    return new Command.HoldSeats(
        0, (user - 1) / HALL + 1, new long[] {user}, user, null, key(random));
  }

  static IdempotencyKey key(SplittableRandom random) {
    return new IdempotencyKey(random.nextLong(), random.nextLong(), random.nextLong());
  }

  private static void snapshot(Path data, long seed) throws IOException {
    JournalConfig usual = JournalConfig.DEFAULT;
    JournalConfig config =
        new JournalConfig(
            usual.segmentBytes(), RECORD_BYTES_MAX, usual.segmentWait(), usual.segmentRetry());
    try (JournalStore store =
        JournalStore.open(data, config, JournalObserver.NONE, seed, Long.MAX_VALUE)) {
      store.snapshot().join();
    }
  }

  private static final class Grown implements JournalObserver {
    private volatile long bytes;

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // the loop's thread alone writes
    public void appended(int recordBytes, long writeNs, long forceNs) {
      bytes += recordBytes;
    }
  }
}
