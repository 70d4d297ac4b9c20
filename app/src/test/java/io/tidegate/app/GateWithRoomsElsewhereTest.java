package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.app.config.Config;
import io.tidegate.app.config.ConfigLoader;
import io.tidegate.app.gate.GateFile;
import io.tidegate.app.keys.KeyFiles;
import io.tidegate.app.keys.PassKeyFile;
import io.tidegate.app.service.FolderBackend;
import io.tidegate.cluster.link.LinkConfig;
import io.tidegate.cluster.link.LinkSecret;
import io.tidegate.cluster.link.LinkServer;
import io.tidegate.cluster.rooms.RoomLinkServer;
import io.tidegate.cluster.wire.Frame.Kind;
import io.tidegate.cluster.wire.Frame.Member;
import io.tidegate.engine.EngineObserver;
import io.tidegate.engine.room.EngineRoomLink;
import io.tidegate.gate.GateConfig;
import io.tidegate.store.journal.JournalObserver;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.ScriptedServer;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gates whose file says that their rooms are elsewhere. */
class GateWithRoomsElsewhereTest {

  private static final Duration STOP = Duration.ofSeconds(5);

  @TempDir Path folder;

  private final List<OpenGate> gates = new ArrayList<>();
  private final ScriptedServer upstream =
      new ScriptedServer(
          (_, call) -> call.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\ninside"));
  private @Nullable Rooms rooms;

  GateWithRoomsElsewhereTest() throws IOException {}

  @AfterEach
  void close() throws Exception {
    for (OpenGate gate : gates) gate.stop(STOP);
    if (rooms != null) rooms.close();
    upstream.close();
  }

  /** The side of an instance, with its rooms in a folder beside its secrets. */
  private record Rooms(FolderBackend backend, RoomLinkServer answers, LinkServer server) {

    static Rooms open(Path secrets, int port) throws IOException {
      Config config =
          ConfigLoader.load(
              Config.DEFAULT,
              null,
              Map.of(),
              Map.of("--data", secrets.resolveSibling("rooms").toString()));
      FolderBackend backend =
          FolderBackend.start(config, JournalObserver.NONE, EngineObserver.NONE);
      RoomLinkServer answers =
          new RoomLinkServer(
              to -> new EngineRoomLink(backend.commands(), backend.views(), to),
              () -> true,
              new Member(UUID.randomUUID(), "instance", "", Kind.INSTANCE));
      InetSocketAddress at = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      return new Rooms(
          backend,
          answers,
          LinkServer.open(at, LinkSecret.in(secrets), LinkConfig.DEFAULT, answers));
    }

    void close() throws InterruptedException {
      server.close();
      answers.close();
      assertThat(backend.stop(STOP)).isTrue();
    }
  }

  private Path secrets() throws IOException {
    Path secrets = Files.createDirectories(folder.resolve("secrets"));
    KeyFiles.in(secrets);
    PassKeyFile.in(secrets);
    LinkSecret.in(secrets);
    return secrets;
  }

  private GateConfig config(int instance) throws IOException {
    return GateFile.read(
        Files.writeString(
            folder.resolve("gate.yaml"),
            """
            listen: 127.0.0.1:0
            admin: {listen: none}
            rooms: {instances: [127.0.0.1:%d], secrets: secrets}
            routes:
              - {path: /, upstream: "%s", room: {name: sale, inside-max: 1}}
            """
                .formatted(instance, upstream.address())));
  }

  private OpenGate gate(String name, int instance) throws Exception {
    OpenGate gate = OpenGate.open(config(instance), folder.resolve(name));
    gates.add(gate);
    return gate;
  }

  private static Reply ask(OpenGate gate, String request, String fields) throws IOException {
    try (RawClient client = new RawClient(gate.gate().port())) {
      client.send(request + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n");
      return client.send(fields + "\r\n").reply(true);
    }
  }

  /** A ticket, as soon as the rooms are reached. */
  private static String ticket(OpenGate gate) throws IOException {
    List<String> tickets = new ArrayList<>();
    Wait.until(() -> {
      tickets.add(ask(gate, "GET /", "").header("tidegate-ticket"));
      return !tickets.getLast().isEmpty();
    });
    return "Tidegate-Ticket: " + tickets.getLast() + "\r\n";
  }

  @Test
  void a_line_is_one_for_all_gates_and_tickets_and_passes_of_one_hold_at_the_other()
      throws Exception {
    Rooms open = Rooms.open(secrets(), 0);
    rooms = open;
    OpenGate one = gate("one", open.server().port());
    OpenGate other = gate("other", open.server().port());
    String first = ticket(one);
    String second = ticket(other);
    Reply through = ask(other, "POST /", first);
    assertThat(through.text()).isEqualTo("inside");
    String pass = "Tidegate-Pass: " + through.header("tidegate-pass") + "\r\n";
    assertThat(ask(one, "POST /", pass).text()).isEqualTo("inside");
    Reply waits = ask(one, "POST /", second);
    assertThat(waits.status()).isEqualTo(429);
    assertThat(waits.number("ahead")).isZero();
    assertThat(folder.resolve("one")).as("a folder of its own").doesNotExist();
  }

  @Test
  void places_outlive_the_rooms_that_gates_ask_and_passes_hold_without_them() throws Exception {
    Path secrets = secrets();
    Rooms open = Rooms.open(secrets, 0);
    rooms = open;
    int port = open.server().port();
    OpenGate gate = gate("one", port);
    String pass =
        "Tidegate-Pass: " + ask(gate, "POST /", ticket(gate)).header("tidegate-pass") + "\r\n";
    String waiting = ticket(gate);
    String later = ticket(gate);
    open.close();
    rooms = null;
    Reply nobody = ask(gate, "GET /", "");
    assertThat(nobody.status()).isEqualTo(503);
    assertThat(nobody.header("retry-after")).isNotEmpty();
    assertThat(ask(gate, "POST /", pass).text()).isEqualTo("inside");
    rooms = Rooms.open(secrets, port);
    Wait.until(() -> ask(gate, "POST /", later).status() == 429);
    assertThat(ask(gate, "POST /", later).number("ahead")).isEqualTo(1);
    assertThat(ask(gate, "POST /", waiting).number("ahead")).isZero();
  }

  @Test
  void a_secret_that_is_missing_is_named_and_none_is_made() throws Exception {
    for (String name : List.of("cluster.key", "signing.keys", "pass.key")) {
      Path secret = secrets().resolve(name);
      Files.delete(secret);
      assertThatThrownBy(() -> gate("one", 7001))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(secret + " is not there");
      assertThat(secret).doesNotExist();
    }
  }
}
