package io.tidegate.app;

import io.tidegate.app.gate.GateSight;
import io.tidegate.app.gate.RemoteRooms;
import io.tidegate.app.gate.RoomAccess;
import io.tidegate.app.gate.RoomEngine;
import io.tidegate.app.service.ConnectionLimit;
import io.tidegate.gate.Gate;
import io.tidegate.gate.GateConfig;
import io.tidegate.gate.registry.RegistryKeeper;
import io.tidegate.gate.room.RoomDoor;
import io.tidegate.gate.room.RoomsElsewhere;
import io.tidegate.http.server.HttpConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A gate that stands alone, with all that belongs to it: its rooms, the registry of services, and
 * what shows it.
 */
final class OpenGate {

  private final Gate gate;
  private final GateSight sight;
  private final RegistryKeeper services;
  private final @Nullable RoomAccess rooms;
  private final ConnectionLimit connections;
  private final @Nullable String door;

  private OpenGate(
      Gate gate,
      GateSight sight,
      RegistryKeeper services,
      @Nullable RoomAccess rooms,
      ConnectionLimit connections,
      @Nullable String door) {
    this.services = services;
    this.gate = gate;
    this.sight = sight;
    this.rooms = rooms;
    this.connections = connections;
    this.door = door;
  }

  /**
   * Opens it.
   *
   * @param data of its rooms, its registry and its keys
   * @throws IOException if folder, log, key or an address cannot be had; the message says which
   */
  static OpenGate open(GateConfig config, Path data) throws IOException, InterruptedException {
    boolean secure = !config.entry().certificates().isEmpty();
    return open(config, data, hasRooms(config) ? rooms(config.rooms(), data, secure) : null);
  }

  private static RoomAccess rooms(@Nullable RoomsElsewhere elsewhere, Path data, boolean secure)
      throws IOException {
    return elsewhere == null ? RoomEngine.open(data, secure) : RemoteRooms.of(elsewhere, secure);
  }

  /**
   * The same with rooms elsewhere, which it ends when it stops, or cannot be opened.
   *
   * @param rooms null where no route has one
   */
  static OpenGate open(GateConfig config, Path data, @Nullable RoomAccess rooms)
      throws IOException, InterruptedException {
    RegistryKeeper services = RegistryKeeper.start(data);
    GateSight sight = null;
    Gate gate = null;
    try {
      sight = GateSight.open(config.sight());
      int loops = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 64);
      ConnectionLimit connections = ConnectionLimit.ofGate(loops);
      HttpConfig usual = HttpConfig.DEFAULT.loops(loops);
      HttpConfig http = usual.limits(connections.most(), usual.maxBodyBytes());
      RoomDoor door = rooms == null ? null : rooms.door();
      gate = Gate.start(config, http, sight.observer(), door, services.registry());
      return new OpenGate(gate, sight, services, rooms, connections, sight.show(gate, data));
    } catch (IOException | RuntimeException e) {
      if (gate != null) gate.close();
      if (sight != null) sight.close();
      services.close();
      if (rooms != null) rooms.stop(Duration.ZERO);
      throw e;
    }
  }

  private static boolean hasRooms(GateConfig config) {
    return config.routes().stream().anyMatch(route -> route.room() != null);
  }

  Gate gate() {
    return gate;
  }

  GateSight sight() {
    return sight;
  }

  /** How many connections of clients there may be at once. */
  ConnectionLimit connections() {
    return connections;
  }

  /** Where it shows itself, null if nowhere. */
  @Nullable String door() {
    return door;
  }

  /**
   * Refuses new requests, lets those under way end, and closes the rooms; each within the bound.
   */
  void stop(Duration bound) throws InterruptedException {
    gate.stop(bound);
    sight.close();
    services.close();
    if (rooms != null) rooms.stop(bound);
  }
}
