package io.tidegate.engine;

/**
 * Bounds of the loop.
 *
 * @param inbox requests that may wait, in [{@value #INBOX_LEAST}, {@value #INBOX_MOST}]; beyond it
 *     they are shed
 * @param batchMax requests in a batch, in [1, {@value #BATCH_MOST}]
 * @param sweepMax due events in a batch, in [1, {@value #BATCH_MOST}]
 * @param tickMs the loop looks at what is due at least this often, in [1, 1_000]
 */
public record EngineConfig(int inbox, int batchMax, int sweepMax, int tickMs) {

  public static final int INBOX_LEAST = 16;
  public static final int INBOX_MOST = 1_048_576;
  public static final int BATCH_MOST = 65_536;

  /** Fits a crowd of thousands of connections. */
  public static final EngineConfig DEFAULT = new EngineConfig(65_536, 4_096, 8_192, 100);

  /** Checks the bounds. */
  public EngineConfig {
    within("engine.inbox", inbox, INBOX_LEAST, INBOX_MOST);
    within("engine.batch-max", batchMax, 1, BATCH_MOST);
    within("engine.sweep-max", sweepMax, 1, BATCH_MOST);
    within("engine.tick", tickMs, 1, 1_000);
  }

  private static void within(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          key + " must be in [" + least + ", " + most + "], not " + value);
    }
  }
}
