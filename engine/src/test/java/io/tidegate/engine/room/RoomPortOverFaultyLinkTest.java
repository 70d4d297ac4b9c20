package io.tidegate.engine.room;

import io.tidegate.core.Limits;
import io.tidegate.engine.EngineFixture;
import io.tidegate.engine.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/** The contract over a link that delays, loses and repeats. */
class RoomPortOverFaultyLinkTest extends RoomPortContract {

  private static final RoomPortConfig CONFIG = new RoomPortConfig(Duration.ofMillis(300), 1_000);

  @Override
  protected LongStream seeds() {
    return LongStream.rangeClosed(1, 25);
  }

  @Override
  protected LongStream crowdSeeds() {
    return LongStream.rangeClosed(1, 300);
  }

  @Override
  protected Home home(long seed) throws IOException {
    EngineFixture service =
        EngineFixture.started(Limits.DEFAULT, new ManualClock(EngineFixture.T0));
    AtomicLong clockNs = new AtomicLong(1);
    FaultyRoomLink[] link = new FaultyRoomLink[1];
    LinkedRoomPort port =
        new LinkedRoomPort(
            receiver -> {
              long deadlineNs = CONFIG.deadline().toNanos();
              link[0] = new FaultyRoomLink(seed, deadlineNs, EngineHome.link(service), receiver);
              return link[0];
            },
            CONFIG,
            clockNs::get);
    return new FaultyHome(service, port, link[0], clockNs);
  }

  /**
   * The clock of link and port runs fast while messages are on their way, and slowly while the
   * engine works, which needs real time.
   */
  private static final class FaultyHome extends EngineHome {

    private static final long FAST_NS = Duration.ofMillis(20).toNanos();
    private static final long SLOW_NS = Duration.ofMillis(1).toNanos();

    private final FaultyRoomLink link;
    private final AtomicLong clockNs;

    FaultyHome(
        EngineFixture service, LinkedRoomPort port, FaultyRoomLink link, AtomicLong clockNs) {
      super(service, port);
      this.link = link;
      this.clockNs = clockNs;
    }

    @Override
    public void goOn() {
      boolean works = link.waits();
      if (works) super.goOn();
      link.moveOn(clockNs.addAndGet(works ? SLOW_NS : FAST_NS));
      port().expire();
    }

    @Override
    public void heal() {
      link.heal();
      while (link.busy()) goOn();
    }
  }
}
