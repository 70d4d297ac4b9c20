package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.ScriptedServer;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gate that is killed under a line and started again. */
@Timeout(180)
class GateKillTest {

  private static final int WAITING = 200;
  private static final int KILLS = 3;

  @TempDir private Path folder;
  private GateProcess gate = GateProcess.none();

  @AfterEach
  void end() throws InterruptedException {
    gate.kill();
  }

  @Test
  void everybody_in_line_keeps_their_place_and_passes_still_open() throws Exception {
    try (ScriptedServer upstream =
        new ScriptedServer((request, call) -> {
          boolean leaves = request.startsWith("GET /leave ");
          call.send("HTTP/1.1 200 OK\r\n" + (leaves ? "Tidegate-Visit: end\r\n" : ""));
          call.send("Content-Length: 6\r\n\r\ninside");
        })) {
      Path file = GateProcess.file(folder, yaml(upstream.address()));
      gate = GateProcess.open(file);
      String pass;
      List<String> tickets = new ArrayList<>();
      try (RawClient client = gate.connect()) {
        String first = ask(client, "/", "").header("tidegate-ticket");
        pass = ask(client, "/", ticket(first)).is(200).header("tidegate-pass");
        assertThat(pass).isNotEmpty();
        for (int i = 0; i < WAITING; i++) {
          Reply waits = ask(client, "/", "").is(429);
          assertThat(waits.number("ahead")).isEqualTo(i);
          tickets.add(waits.header("tidegate-ticket"));
        }
      }
      for (int kill = 0; kill < KILLS; kill++) {
        gate.kill();
        gate = GateProcess.open(file);
        try (RawClient client = gate.connect()) {
          for (int i = 0; i < WAITING; i++)
            assertThat(ask(client, "/", ticket(tickets.get(i))).is(429).number("ahead"))
                .as("kill %d, person %d", kill, i)
                .isEqualTo(i);
          assertThat(ask(client, "/", pass(pass)).is(200).text()).isEqualTo("inside");
          assertThat(ask(client, "/", "").is(429).number("ahead")).isEqualTo(WAITING + kill);
        }
      }
      try (RawClient client = gate.connect()) {
        String next = tickets.getFirst();
        ask(client, "/leave", pass(pass)).is(200);
        Wait.until(() -> ask(client, "/", ticket(next)).status() == 200);
        assertThat(ask(client, "/", ticket(tickets.get(1))).is(429).number("ahead")).isZero();
      }
    }
  }

  /** Room for one, whose visit ends only when the upstream says so. */
  private static String yaml(String address) {
    return """
    routes:
      - path: /
        upstream: "%s"
        room: {name: sale, people: 1, every-ms: 100, inside-max: 1, visit-ms: 3600000, joins-per-minute: 1000}
    """
        .formatted(address);
  }

  private static String ticket(String ticket) {
    return "Tidegate-Ticket: " + ticket + "\r\n";
  }

  private static String pass(String pass) {
    return "Tidegate-Pass: " + pass + "\r\n";
  }

  private static Reply ask(RawClient client, String path, String fields) throws IOException {
    String head = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
    return client.send(head).reply("GET", path);
  }
}
