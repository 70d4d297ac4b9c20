package io.tidegate.engine.room;

import io.tidegate.core.Command;
import io.tidegate.core.Limits;
import io.tidegate.core.Result;
import io.tidegate.engine.EngineFixture;
import io.tidegate.engine.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** Rooms of a real engine on a journal in memory, with a port to them. */
class EngineHome implements RoomPortContract.Home {

  private static final long MOMENT_NS = TimeUnit.MICROSECONDS.toNanos(50);

  final EngineFixture service;
  private final LinkedRoomPort port;

  /** With a port that keeps its deadlines by itself. */
  EngineHome(RoomPortConfig config) throws IOException {
    service = EngineFixture.started(Limits.DEFAULT, new ManualClock(EngineFixture.T0));
    port = new LinkedRoomPort(link(service), config).start();
  }

  EngineHome(EngineFixture service, LinkedRoomPort port) {
    this.service = service;
    this.port = port;
  }

  static Function<RoomLink.Receiver, RoomLink> link(EngineFixture service) {
    return receiver -> new EngineRoomLink(service.engine, service.views, receiver);
  }

  @Override
  public LinkedRoomPort port() {
    return port;
  }

  @Override
  public Result organise(Command command) throws Exception {
    return service.ask(command);
  }

  @Override
  public void pass(Duration time) {
    service.clock.pass(time);
  }

  @Override
  public void goOn() {
    LockSupport.parkNanos(MOMENT_NS);
  }

  @Override
  public void heal() {}

  @Override
  public void close() {
    port.close();
    service.close();
  }
}
