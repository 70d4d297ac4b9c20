package io.tidegate.app.gate;

import io.tidegate.app.keys.PassKeyFile;
import io.tidegate.app.keys.SigningKeyFile;
import io.tidegate.app.keys.SigningKeyRing;
import io.tidegate.app.keys.SigningKeyWatcher;
import io.tidegate.cluster.link.LinkConfig;
import io.tidegate.cluster.link.LinkSecret;
import io.tidegate.cluster.rooms.NetworkRoomLink;
import io.tidegate.cluster.wire.Frame.Kind;
import io.tidegate.cluster.wire.Frame.Member;
import io.tidegate.engine.room.LinkedRoomPort;
import io.tidegate.engine.room.RoomLink;
import io.tidegate.engine.room.RoomPortConfig;
import io.tidegate.engine.ticket.TicketCodec;
import io.tidegate.gate.room.PassCodec;
import io.tidegate.gate.room.RoomDoor;
import io.tidegate.gate.room.RoomsElsewhere;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of instances elsewhere. Tickets have the instances' own keys: a ticket of one door is
 * good at the other.
 */
public final class RemoteRooms implements RoomAccess {

  private final LinkedRoomPort port;
  private final SigningKeyWatcher signing;
  private final RoomDoor door;
  private @Nullable NetworkRoomLink link;

  private RemoteRooms(List<String> addresses, String name, Path secrets, boolean secure)
      throws IOException {
    LinkSecret secret = LinkSecret.in(secrets);
    SigningKeyFile file = SigningKeyFile.in(secrets);
    file.make();
    SigningKeyRing keys = file.read();
    TicketCodec tickets = new TicketCodec(keys.signingKeys());
    PassCodec passes = new PassCodec(PassKeyFile.in(secrets));
    Member self = new Member(UUID.randomUUID(), name, "", Kind.GATE);
    port =
        new LinkedRoomPort(
                receiver -> connect(addresses, self, secret, receiver), RoomPortConfig.DEFAULT)
            .start();
    signing = SigningKeyWatcher.start(file, keys, tickets);
    door = new RoomDoor(port, tickets, passes, secure);
  }

  /**
   * Asks them from now on; they need not be there yet.
   *
   * @param addresses at which instances listen for one another, {@code host:port}, at least one
   * @param name of the gate, for people
   * @param secrets the folder of the instances' secrets
   * @throws IOException if a secret cannot be had; the message says which and why
   */
  public static RemoteRooms of(List<String> addresses, String name, Path secrets)
      throws IOException {
    return new RemoteRooms(addresses, name, secrets, false);
  }

  /**
   * As the gate's file says; each secret must be there, since one made here would fit nowhere else.
   *
   * @param secure whether clients speak HTTPS
   * @throws IOException if a secret is not there, or is none; the message says which
   */
  public static RemoteRooms of(RoomsElsewhere elsewhere, boolean secure) throws IOException {
    Path secrets = elsewhere.secrets();
    List<Path> needed =
        List.of(
            secrets.resolve(LinkSecret.FILE),
            SigningKeyFile.in(secrets).path(),
            secrets.resolve(PassKeyFile.NAME));
    for (Path file : needed)
      if (Files.notExists(file))
        throw new IOException(
            file + " is not there; it must be the one that the instances have in --secrets");
    String name = "gate-" + UUID.randomUUID().toString().substring(0, 8);
    return new RemoteRooms(elsewhere.instances(), name, secrets, secure);
  }

  private RoomLink connect(
      List<String> addresses, Member self, LinkSecret secret, RoomLink.Receiver receiver) {
    NetworkRoomLink made =
        new NetworkRoomLink(addresses, self, secret, LinkConfig.DEFAULT, receiver);
    link = made;
    return made;
  }

  @Override
  public RoomDoor door() {
    return door;
  }

  @Override
  public boolean stop(Duration bound) {
    port.close();
    signing.close();
    if (link != null) link.close();
    return true;
  }
}
