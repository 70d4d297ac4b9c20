package io.tidegate.cluster.rooms;

import io.tidegate.engine.room.RoomPortConfig;
import io.tidegate.engine.room.RoomPortContract;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.LongStream;

/** The contract over real sockets. */
class RoomPortOverNetworkTest extends RoomPortContract {

  @Override
  protected LongStream seeds() {
    return LongStream.of(1);
  }

  @Override
  protected LongStream crowdSeeds() {
    return LongStream.rangeClosed(1, 5);
  }

  @Override
  protected Home home(long seed) throws IOException {
    return new NetworkHome(new RoomPortConfig(Duration.ofSeconds(2), 1_000));
  }
}
