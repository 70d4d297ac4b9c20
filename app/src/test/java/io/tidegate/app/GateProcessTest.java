package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.ScriptedServer;
import io.tidegate.testkit.Trust;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./tidegate gate} as a process of its own: how it starts, reads its file anew, and ends.
 */
@Timeout(180)
class GateProcessTest {

  private static final String TO = "routes: [{path: /, upstream: \"%s\"}]\n";

  @TempDir private Path folder;
  private GateProcess gate = GateProcess.none();

  @AfterEach
  void end() throws InterruptedException {
    gate.kill();
  }

  @Test
  void a_stop_refuses_the_next_and_answers_what_is_under_way() throws Exception {
    Semaphore may = new Semaphore(0);
    try (ScriptedServer slow =
        new ScriptedServer((_, call) -> {
          may.acquire();
          call.ok("at last");
        })) {
      gate = GateProcess.open(GateProcess.file(folder, TO.formatted(slow.address())));
      try (RawClient asks = gate.connect();
          RawClient sends = gate.connect()) {
        asks.get("/");
        sends.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\na");
        Wait.until(() -> slow.connections() == 2 && slow.requests().size() == 1);
        gate.signal("TERM");
        Wait.until(() -> !listens(gate.port()));
        may.release(2);
        assertThat(asks.reply().is(200).text()).isEqualTo("at last");
        sends.send("b"); // half of it had come before the signal
        assertThat(sends.reply().is(200).text()).isEqualTo("at last");
      }
      gate.awaitEnd();
      assertThat(gate.exitCode()).as(gate.output()).isZero();
      assertThat(gate.output()).doesNotContain("\tat ");
    }
  }

  @Test
  void a_port_that_is_taken_is_named_in_one_line() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = "" + taken.getLocalPort();
      gate = GateProcess.run(file("127.0.0.1:1"), "--port", port);
      assertThat(gate.exitCode()).isEqualTo(1);
      assertThat(gate.complaints()).singleElement().asString().contains(port).contains("in use");
      assertThat(gate.output()).doesNotContain("\tat ");
    }
  }

  @Test
  void a_file_that_is_not_there_and_one_that_is_wrong_are_told_with_line_and_nearest_key()
      throws Exception {
    gate = GateProcess.run(folder.resolve("nothing.yaml"));
    assertThat(gate.exitCode()).isEqualTo(2);
    assertThat(gate.output()).contains("nothing.yaml").doesNotContain("\tat ");
    gate = GateProcess.run(GateProcess.file(folder, "routes:\n  - paht: /\n    upstream: a:x\n"));
    assertThat(gate.exitCode()).isEqualTo(2);
    assertThat(gate.output())
        .contains("gate.yaml:3: ", "paht is not a key; the nearest is path")
        .contains("gate.yaml:4: ", "a:x")
        .doesNotContain("\tat ");
  }

  @Test
  void a_check_says_of_each_endpoint_whether_it_is_fine() throws Exception {
    try (ScriptedServer here = ScriptedServer.saying("ok")) {
      String gone = "127.0.0.1:" + portOfNobody();
      Path file = file(here.address());
      gate = GateProcess.run(file, "--check");
      assertThat(gate.exitCode()).isZero();
      assertThat(gate.output().lines().map(line -> line.replaceFirst("^\\S+ (?=1)", "u ")))
          .containsExactly(file + " is right.", "u " + here.address() + ": fine");
      gate = GateProcess.run(file(here.address() + ", " + gone), "--check");
      assertThat(gate.exitCode()).isEqualTo(3);
      assertThat(gate.output())
          .contains(here.address() + ": fine", gone + ": refused: nothing listens there");
    }
  }

  @Test
  void a_changed_file_holds_by_itself_or_on_sighup_and_a_wrong_one_changes_nothing()
      throws Exception {
    try (ScriptedServer first = ScriptedServer.saying("first");
        ScriptedServer second = ScriptedServer.saying("second");
        ScriptedServer third = ScriptedServer.saying("third")) {
      gate = GateProcess.open(file(first.address()));
      try (SteadyLoad load = new SteadyLoad(4, gate.port(), "GET")) {
        assertThat(answer()).isEqualTo("first");
        file(second.address());
        Wait.until(() -> answer().equals("second"));
        // The route would be new, the upstream is wrong: nothing of it may hold.
        GateProcess.file(folder, "routes: [{path: /new, upstream: \"a:x\"}]\n");
        Wait.until(() -> gate.output().contains("what held before still holds"));
        assertThat(gate.output()).contains("gate.yaml:2: ");
        assertThat(answer()).isEqualTo("second");
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Path link = folder.resolve("gate.yaml");
        Files.delete(link);
        Files.createSymbolicLink(link, GateProcess.file(elsewhere, TO.formatted(third.address())));
        gate.signal("HUP");
        Wait.until(() -> answer().equals("third"));
        load.awaitMore(100);
        assertThat(load.end()).isEmpty();
      }
      assertThat(gate.output()).doesNotContain("\tat ");
    }
  }

  @Test
  void over_tls_the_cookies_of_a_room_hold_for_this_host_alone() throws Exception {
    try (ScriptedServer upstream = ScriptedServer.saying("inside")) {
      Path file =
          GateProcess.file(
              folder, "routes: [{upstream: \"%s\", room: a}]\n".formatted(upstream.address()));
      gate = GateProcess.open(file, "--port", "0", "--dev-tls");
      SSLContext trusting = Trust.in(folder.resolve(".dev-tls/localhost.pem"));
      try (HttpClient client = HttpClient.newBuilder().sslContext(trusting).build()) {
        HttpRequest.Builder page =
            HttpRequest.newBuilder(URI.create("https://localhost:" + gate.port() + "/"))
                .header("Sec-Fetch-Mode", "navigate");
        HttpResponse<String> in = client.send(page.build(), BodyHandlers.ofString());
        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(in.version()).isEqualTo(HttpClient.Version.HTTP_2);
        List<String> cookies = in.headers().allValues("set-cookie");
        assertThat(cookies)
            .hasSize(2)
            .allMatch(one -> one.startsWith("__Host-tidegate-"))
            .allMatch(one -> one.contains("; Path=/;") && one.contains("; Secure"))
            .allMatch(one -> one.contains("; HttpOnly") && !one.contains("Domain"));
        for (String cookie : cookies) page.header("Cookie", cookie.split(";", 2)[0]);
        assertThat(client.send(page.build(), BodyHandlers.ofString()).body()).isEqualTo("inside");
      }
    }
  }

  private Path file(String addresses) throws IOException {
    return GateProcess.file(folder, "routes: [{path: /, upstream: [" + quoted(addresses) + "]}]\n");
  }

  private static String quoted(String addresses) {
    return "\"" + String.join("\", \"", List.of(addresses.split(", ", -1))) + "\"";
  }

  private String answer() throws IOException {
    try (RawClient client = gate.connect()) {
      return client.get("/").reply().is(200).text();
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  private static int portOfNobody() throws IOException {
    try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return nobody.getLocalPort();
    }
  }
}
