package io.tidegate.cluster.rooms;

import io.tidegate.engine.room.RoomPortConfig;
import io.tidegate.engine.room.RoomPortContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** The contract while servers are killed: nobody loses a place, or has two. */
class RoomPortOverKilledServersTest extends RoomPortContract {

  @Override
  protected LongStream seeds() {
    return LongStream.rangeClosed(1, 2);
  }

  @Override
  protected LongStream crowdSeeds() {
    return LongStream.rangeClosed(1, 5);
  }

  @Override
  protected Home home(long seed) throws IOException {
    return new KilledHome(seed);
  }

  private static final class KilledHome extends NetworkHome {

    private static final long EVERY_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private final SplittableRandom random;
    private long nextNs = System.nanoTime();
    private boolean healthy;

    KilledHome(long seed) throws IOException {
      super(new RoomPortConfig(Duration.ofMillis(300), 1_000));
      random = new SplittableRandom(seed);
    }

    @Override
    public void goOn() {
      super.goOn();
      if (healthy || System.nanoTime() - nextNs < 0) return;
      nextNs = System.nanoTime() + random.nextLong(EVERY_NS);
      try {
        kill(random.nextInt(2));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** What a killed server had been asked is with the engine, and done before anything later. */
    @Override
    public void heal() {
      healthy = true;
    }
  }
}
