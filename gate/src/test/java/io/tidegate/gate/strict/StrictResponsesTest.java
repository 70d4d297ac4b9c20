package io.tidegate.gate.strict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.gate.GateFixture;
import io.tidegate.gate.strict.WireCases.WireCase;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.ScriptedServer;
import io.tidegate.testkit.ScriptedServer.Call;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of {@code responses.txt}. */
@Timeout(60)
class StrictResponsesTest {

  private static final int MOMENT_MS = 5;

  static Stream<WireCase> cases() throws IOException {
    return WireCases.stream("responses.txt");
  }

  @Test
  void no_two_cases_have_one_name() throws IOException {
    assertThat(cases().map(WireCase::name)).doesNotHaveDuplicates().hasSizeGreaterThan(100);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void never_becomes_the_answer_to_another_request(WireCase wire) throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    boolean same = wire.words('+').equals("same");
    try (ScriptedServer upstream =
            new ScriptedServer((request, call) -> {
              if (request.contains(" /next ")) {
                call.ok("next");
                return;
              }
              answer(wire, call);
              if (!same) awaitEnd(call);
              over.countDown();
            });
        GateFixture gate = GateFixture.before(upstream.address());
        RawClient client = gate.connect()) {
      boolean cut = ask(client, wire);
      assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
      if (cut) {
        try (RawClient other = gate.connect()) {
          assertThat(other.get("/next").reply().text()).isEqualTo("next");
        }
      } else {
        assertThat(client.get("/next").reply().text()).isEqualTo("next");
      }
      int attempts = (int) upstream.requests().stream().filter(r -> !r.contains("/next")).count();
      assertThat(upstream.connections()).isEqualTo(same ? 1 : attempts + 1);
    }
  }

  @Test
  void a_response_before_the_request_is_whole_is_passed_on_and_ends_both_connections()
      throws Exception {
    try (ServerSocket upstream = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        GateFixture gate = GateFixture.before("127.0.0.1:" + upstream.getLocalPort());
        RawClient client = gate.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
      try (Socket socket = upstream.accept()) {
        String response = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood";
        socket.getOutputStream().write((response + response).getBytes(StandardCharsets.US_ASCII));
        assertThat(client.reply().text()).isEqualTo("good");
        client.send("more! GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(client.isClosed()).isTrue();
        String seen = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(seen).endsWith("\r\n\r\nhalf");
      }
    }
  }

  /** Asks, and looks at what comes; true if it is cut off. */
  private static boolean ask(RawClient client, WireCase wire) throws IOException {
    String method = wire.words('?').isEmpty() ? "GET" : wire.words('?');
    client.send(method + " /case HTTP/1.1\r\nHost: a\r\n\r\n");
    List<String> expected = new ArrayList<>(Arrays.asList(wire.words('<').split(" ")));
    if (expected.equals(List.of("cut"))) {
      assertThatThrownBy(client::reply).isInstanceOf(IOException.class);
      return true;
    }
    String body = Character.isDigit(expected.getLast().charAt(0)) ? "" : expected.removeLast();
    for (String status : expected) {
      Reply reply = client.reply(!method.equals("HEAD"));
      assertThat(reply.status()).isEqualTo(Integer.parseInt(status));
      if (!body.isEmpty() && status.equals(expected.getLast()))
        assertThat(reply.text()).isEqualTo(body);
      assertThat(reply.headers()).doesNotContainKeys("set-cookie", "t");
    }
    return false;
  }

  private static void answer(WireCase wire, Call call) throws IOException, InterruptedException {
    StringBuilder text = new StringBuilder();
    for (String line : wire.lines()) {
      if (line.charAt(0) != '>') continue;
      if (line.length() != 2 || line.charAt(1) == '|') {
        text.append(WireCases.wire(line));
        continue;
      }
      call.send(text.toString());
      text.setLength(0);
      switch (line.charAt(1)) {
        case '~' -> Thread.sleep(MOMENT_MS);
        case '!' -> call.socket().setSoLinger(true, 0);
        default -> {}
      }
      if (line.charAt(1) != '~') call.close();
    }
    if (!text.isEmpty()) call.send(text.toString());
  }

  /** The gate ends a connection of which it does not know where it is. */
  private static void awaitEnd(Call call) {
    try {
      while (call.in().read() >= 0) {}
    } catch (IOException _) {
      // by a reset, or by the case itself
    }
  }
}
