package io.tidegate.cluster.rooms;

import io.tidegate.cluster.link.LinkConfig;
import io.tidegate.cluster.link.LinkSecret;
import io.tidegate.cluster.link.LinkServer;
import io.tidegate.cluster.wire.Frame.Kind;
import io.tidegate.cluster.wire.Frame.Member;
import io.tidegate.core.Command;
import io.tidegate.core.Limits;
import io.tidegate.core.Result;
import io.tidegate.engine.EngineFixture;
import io.tidegate.engine.ManualClock;
import io.tidegate.engine.room.EngineRoomLink;
import io.tidegate.engine.room.LinkedRoomPort;
import io.tidegate.engine.room.RoomPortConfig;
import io.tidegate.engine.room.RoomPortContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Rooms of a real engine behind real sockets, at two addresses. */
class NetworkHome implements RoomPortContract.Home {

  private static final LinkSecret SECRET = new LinkSecret(new byte[32]);
  private static final long MOMENT_NS = TimeUnit.MICROSECONDS.toNanos(50);

  private final EngineFixture service =
      EngineFixture.started(Limits.DEFAULT, new ManualClock(EngineFixture.T0));
  private final Door[] doors = new Door[2];
  private final LinkedRoomPort port;
  private @Nullable NetworkRoomLink link;

  /** One address at which the rooms are reached; it can be closed and opened again. */
  private final class Door {

    private final RoomLinkServer rooms;
    private final LinkServer server;

    Door(int at) throws IOException {
      rooms =
          new RoomLinkServer(
              receiver -> new EngineRoomLink(service.engine, service.views, receiver),
              () -> true,
              member("instance", Kind.INSTANCE));
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), at);
      server = LinkServer.open(address, SECRET, LinkConfig.DEFAULT, rooms);
    }

    String address() {
      return "127.0.0.1:" + server.port();
    }

    void close() {
      server.close();
      rooms.close();
    }
  }

  NetworkHome(RoomPortConfig config) throws IOException {
    List<String> addresses = new ArrayList<>();
    for (int i = 0; i < doors.length; i++) {
      doors[i] = new Door(0);
      addresses.add(doors[i].address());
    }
    port =
        new LinkedRoomPort(
                receiver ->
                    link =
                        new NetworkRoomLink(
                            addresses,
                            member("gate", Kind.GATE),
                            SECRET,
                            LinkConfig.DEFAULT,
                            receiver),
                config)
            .start();
  }

  private static Member member(String name, Kind kind) {
    return new Member(UUID.randomUUID(), name, "", kind);
  }

  /** Ends everything at one of the addresses, and opens it again. */
  void kill(int which) throws IOException {
    int at = doors[which].server.port();
    doors[which].close();
    doors[which] = new Door(at);
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
    if (link != null) link.close();
    for (Door door : doors) door.close();
    service.close();
  }
}
