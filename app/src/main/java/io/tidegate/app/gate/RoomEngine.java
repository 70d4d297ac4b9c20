package io.tidegate.app.gate;

import io.tidegate.app.config.Config;
import io.tidegate.app.config.ConfigLoader;
import io.tidegate.app.keys.KeyFiles;
import io.tidegate.app.keys.PassKeyFile;
import io.tidegate.app.keys.SigningKeyWatcher;
import io.tidegate.app.service.FolderBackend;
import io.tidegate.engine.EngineObserver;
import io.tidegate.engine.room.LinkedRoomPort;
import io.tidegate.engine.ticket.TicketCodec;
import io.tidegate.gate.room.PassCodec;
import io.tidegate.gate.room.RoomDoor;
import io.tidegate.store.journal.JournalObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The engine of a gate that stands alone, with its rooms in a folder of its own. */
public final class RoomEngine implements RoomAccess {

  private final FolderBackend backend;
  private final LinkedRoomPort port;
  private final SigningKeyWatcher signing;
  private final RoomDoor door;

  private RoomEngine(
      FolderBackend backend, LinkedRoomPort port, SigningKeyWatcher signing, RoomDoor door) {
    this.backend = backend;
    this.port = port;
    this.signing = signing;
    this.door = door;
  }

  /**
   * Opens the folder, or makes it.
   *
   * @throws IOException if folder or keys cannot be had; the message says which and why
   */
  public static RoomEngine open(Path data, boolean secure) throws IOException {
    Config config =
        ConfigLoader.load(Config.DEFAULT, null, Map.of(), Map.of("--data", data.toString()));
    FolderBackend backend = FolderBackend.start(config, JournalObserver.NONE, EngineObserver.NONE);
    KeyFiles keys = KeyFiles.in(data);
    TicketCodec tickets = new TicketCodec(keys.signing().signingKeys());
    SigningKeyWatcher signing =
        SigningKeyWatcher.start(keys.signingFile(), keys.signing(), tickets);
    LinkedRoomPort port = backend.roomPort();
    return new RoomEngine(
        backend,
        port,
        signing,
        new RoomDoor(port, tickets, new PassCodec(PassKeyFile.in(data)), secure));
  }

  @Override
  public RoomDoor door() {
    return door;
  }

  /** Finishes what was accepted and closes the folder. */
  @Override
  public boolean stop(Duration bound) throws InterruptedException {
    port.close();
    signing.close();
    return backend.stop(bound);
  }
}
