package io.tidegate.bench.journal;

import io.tidegate.bench.Setting;
import io.tidegate.bench.report.Report;
import io.tidegate.bench.report.Spread;
import io.tidegate.bench.report.Table;
import io.tidegate.core.Event;
import io.tidegate.core.IdempotencyKey;
import io.tidegate.store.JournalStore;
import io.tidegate.store.disk.Disk;
import io.tidegate.store.disk.RealDisk;
import io.tidegate.store.journal.JournalConfig;
import io.tidegate.store.journal.JournalObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Batches of claims with keys through {@link JournalStore}, on one thread, as the loop does it but
 * without deciding: encode, chain, checksum, write, force. In the same round, before and after it,
 * raw forces of the same file system: {@code forces/s × batch} is what nobody can beat with one
 * force a batch.
 */
public final class JournalBench {
  private static final int[] BATCHES = {32, 512};
  private static final int RAW_BYTES = 4_096;
  private static final int SLICES = 4;
  private static final double AIM = 0.6;
  private static final int RECORD_BYTES_MAX = 4 << 20;

  private final Setting setting;
  private final Path rawFile;
  private final double seconds;
  private final RandomGenerator random;

  private JournalBench(Setting setting) throws IOException {
    this.setting = setting;
    rawFile = setting.fresh("raw").resolve("raw");
    seconds = setting.seconds(3);
    random = RandomGeneratorFactory.getDefault().create(setting.seed());
  }

  /** Measures. */
  public static Report measure(Setting setting) throws IOException {
    return new JournalBench(setting).measure();
  }

  private Report measure() throws IOException {
    RawForces.prepare(rawFile);
    warmUp();
    Table table =
        new Table(
            "batch",
            "raw forces/s",
            "raw × batch, events/s",
            "ours, events/s",
            "batches/s",
            "CPU limit, events/s",
            "bytes an event",
            "ours / raw × batch");
    Report report = new Report();
    Ratios[] ratios = new Ratios[BATCHES.length];
    for (int i = 0; i < BATCHES.length; i++) ratios[i] = measure(BATCHES[i], table);
    report.say(METHOD).table(table);
    for (int i = 0; i < BATCHES.length; i++) ratios[i].judge(BATCHES[i], report);
    return report;
  }

  private static final String METHOD =
      """
      One thread, in process. An event is a claim with a key. *Raw* is a write of 4 KiB and an fdatasync, again and again, over a file
      whose blocks are there, measured by turns with ours in slices of a second. *CPU limit* is the same store on a disk that
      writes and never forces: what one core can encode, hash (SHA-256), checksum and hand to the page cache. Median (least–most) of the rounds.\
      """;

  private void warmUp() throws IOException {
    setting.say("warming up");
    for (int batch : BATCHES) ours(batch, true);
  }

  private Ratios measure(int batch, Table table) throws IOException {
    int rounds = setting.rounds(5);
    double[] raw = new double[rounds];
    double[] ours = new double[rounds];
    double[] limit = new double[rounds];
    double bytes = 0;
    for (int i = 0; i < rounds; i++) {
      Run run = ours(batch, false);
      raw[i] = run.rawForces * batch;
      ours[i] = run.events;
      limit[i] = ours(batch, true).events;
      bytes = run.bytesPerEvent;
      setting.say(
          "batch %d, round %d: raw %,.0f forces/s, ours %,.0f events/s, %.0f %%"
              .formatted(batch, i + 1, raw[i] / batch, ours[i], 100 * ours[i] / raw[i]));
    }
    Ratios ratios =
        new Ratios(
            Spread.of(raw), Spread.of(ours), Spread.of(limit), Spread.ratio(ours, raw), bytes);
    ratios.row(batch, table);
    return ratios;
  }

  /** Measured at one batch size, in events a second. */
  private record Ratios(Spread raw, Spread ours, Spread limit, Spread ratio, double bytes) {

    void row(int batch, Table table) {
      table.row(
          String.valueOf(batch),
          scaled(raw, batch).show(0),
          raw.show(0),
          ours.show(0),
          scaled(ours, batch).show(0),
          limit.show(0),
          Spread.number(bytes, 0),
          ratio.show(2));
    }

    void judge(int batch, Report report) {
      double aim = Math.min(AIM * raw.median(), limit.median());
      report.aim(
          "batches of " + batch + ": at least 60 % of raw forces/s × batch, up to the CPU limit",
          ours.median() >= aim,
          Spread.number(100 * ratio.median(), 0)
              + " % of raw × batch, "
              + Spread.number(100 * ours.median() / limit.median(), 0)
              + " % of the CPU limit");
    }

    private static Spread scaled(Spread all, int batch) {
      return new Spread(all.median() / batch, all.min() / batch, all.max() / batch);
    }
  }

  /** One round, per second but for the bytes. */
  private record Run(double events, double rawForces, double bytesPerEvent) {}

  private Run ours(int batch, boolean unforced) throws IOException {
    Path folder = setting.fresh("journal");
    Disk disk = RealDisk.at(folder);
    Grown grown = new Grown();
    JournalConfig usual = JournalConfig.DEFAULT;
    JournalConfig config =
        new JournalConfig(
            usual.segmentBytes(), RECORD_BYTES_MAX, usual.segmentWait(), usual.segmentRetry());
    try (JournalStore store =
        JournalStore.open(
            unforced ? new NoForce(disk) : disk, config, grown, setting.seed(), Long.MAX_VALUE)) {
      return unforced ? cpuLimit(store, claims(batch)) : slices(store, claims(batch), grown);
    } finally {
      Setting.delete(folder);
    }
  }

  /** Raw and ours by turns, in slices short enough that both meet the same weather. */
  private Run slices(JournalStore store, Event[] claims, Grown grown) throws IOException {
    double raw = 0;
    double batches = 0;
    for (int i = 0; i < SLICES; i++) {
      raw += RawForces.perSecond(rawFile, RAW_BYTES, seconds / SLICES / 2);
      batches += batchesPerSecond(store, claims, seconds / SLICES);
    }
    double bytesPerEvent = (double) grown.bytes / grown.records / claims.length;
    return new Run(batches / SLICES * claims.length, raw / SLICES, bytesPerEvent);
  }

  private Run cpuLimit(JournalStore store, Event[] claims) throws IOException {
    double batches = batchesPerSecond(store, claims, seconds / 3);
    return new Run(batches * claims.length, 0, 0);
  }

  private static double batchesPerSecond(JournalStore store, Event[] claims, double forSeconds)
      throws IOException {
    long startNs = System.nanoTime();
    long endNs = startNs + (long) (forSeconds * 1e9);
    long batches = 0;
    while (System.nanoTime() < endNs) {
      if (!store.begin()) throw new IOException("no segment was ready in time");
      for (Event claim : claims) store.append(claim);
      store.commit(System.currentTimeMillis());
      batches++;
    }
    return batches / ((System.nanoTime() - startNs) / 1e9);
  }

  private Event[] claims(int batch) {
    Event[] claims = new Event[batch];
    for (int i = 0; i < batch; i++) {
      IdempotencyKey key =
          new IdempotencyKey(random.nextLong(), random.nextLong(), random.nextLong());
      long user = random.nextLong(1, 1L << 53);
      claims[i] = new Event.Claimed(i + 1, 1, user, 1, 0, 0, new long[0], key);
    }
    return claims;
  }

  private static final class Grown implements JournalObserver {
    private long bytes;
    private long records;

    @Override
    public void appended(int recordBytes, long writeNs, long forceNs) {
      bytes += recordBytes;
      records++;
    }
  }
}
