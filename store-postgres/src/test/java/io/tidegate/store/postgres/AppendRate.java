package io.tidegate.store.postgres;

import io.tidegate.store.log.AppendResult;
import io.tidegate.store.log.Chain;
import io.tidegate.store.log.Log;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.RecordBuffer;
import io.tidegate.store.log.RecordKind;
import io.tidegate.store.postgres.local.LocalPostgres;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/**
 * Measures how many records a second one writer appends to a PostgreSQL of our own: {@code
 * AppendRate FOLDER SECONDS}. Not a test.
 */
final class AppendRate {
  private AppendRate() {}

  /** Prints a line for each size. */
  public static void main(String[] args) throws Exception {
    try (LocalPostgres server = TestPostgres.start(Path.of(args[0]), Map.of())) {
      for (int bytes : new int[] {2_500, 40_000, 2_500, 40_000}) {
        try (PgHome home = PgHome.open(server.url() + "?realm=rate-" + System.nanoTime())) {
          measure(home.log(), bytes, 1);
          measure(home.log(), bytes, Integer.parseInt(args[1]));
        }
      }
    }
  }

  private static void measure(Log log, int bytes, int seconds) throws Exception {
    RecordBuffer buffer = new RecordBuffer(log.identity(), log.recordBytesMax());
    Chain chain = new Chain(Chain.parse(log.end().chain()));
    long sequence = log.end().sequence();
    byte[] body = new byte[bytes - 64];
    new Random(1).nextBytes(body);
    long[] tookNs = new long[1 << 20];
    int count = 0;
    long startNs = System.nanoTime();
    while (System.nanoTime() - startNs < seconds * 1_000_000_000L) {
      buffer.begin();
      buffer.room(body.length).put(body);
      LogRecord record = buffer.seal(RecordKind.BATCH, ++sequence, 1, 1, chain);
      long beganNs = System.nanoTime();
      AppendResult result = log.append(sequence, Chain.parse(chain.hex()), record);
      tookNs[count++] = System.nanoTime() - beganNs;
      if (!(result instanceof AppendResult.Appended)) throw new AssertionError(result);
      chain.advance();
    }
    double all = (System.nanoTime() - startNs) / 1e9;
    Arrays.sort(tookNs, 0, count);
    System.out.printf(
        "%,d bytes: %,.0f appends/s, p50 %.2f ms, p99 %.2f ms, %d s%n",
        bytes, count / all, tookNs[count / 2] / 1e6, tookNs[(int) (count * 0.99)] / 1e6, seconds);
  }
}
