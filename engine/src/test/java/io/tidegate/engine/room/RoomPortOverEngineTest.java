package io.tidegate.engine.room;

import java.io.IOException;
import java.util.stream.LongStream;

/** The contract over an engine in the same process. */
class RoomPortOverEngineTest extends RoomPortContract {

  @Override
  protected LongStream seeds() {
    return LongStream.of(1);
  }

  @Override
  protected LongStream crowdSeeds() {
    return LongStream.rangeClosed(1, 25);
  }

  @Override
  protected Home home(long seed) throws IOException {
    return new EngineHome(RoomPortConfig.DEFAULT);
  }
}
