package io.tidegate.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a client that breaks the rules, or is slow on purpose, gets: a clear answer, an end, and
 * nobody else is hurt.
 */
@Timeout(60)
class BadClientsTest {

  private static final String HOST = "Host: a\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        // request line
        "GET /fixed HTTP/1.1\nHost: a\r\n\r\n",
        "GET /fixed HTTP/1.1\rHost: a\r\n\r\n",
        "GET  /fixed HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /fixed  HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET\t/fixed HTTP/1.1\r\nHost: a\r\n\r\n",
        " GET /fixed HTTP/1.1\r\nHost: a\r\n\r\n",
        "G(T /fixed HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /fixed\r\nHost: a\r\n\r\n",
        "GET /fixed http/1.1\r\nHost: a\r\n\r\n",
        "GET /fixed HTTP/1.1 \r\nHost: a\r\n\r\n",
        "GET /fixed HTTP/1.10\r\nHost: a\r\n\r\n",
        "GET /fixed HTTP/x.1\r\nHost: a\r\n\r\n",
        "GET fixed HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET https://a/fixed HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http:///fixed HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http:// HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://b/fixed HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://a:80/fixed HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://a@b/fixed HTTP/1.1\r\nHost: a\r\n\r\n",
        "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /fixed#part HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /fi\\xed HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /fi\u0000xed HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /fi\u00fcxed HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /% HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /%4 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /%ff HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /%c0%af HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /fixed?a=%0d%0a HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /fixed?a=%f HTTP/1.1\r\nHost: a\r\n\r\n",
        "\r\n\r\nGET /fixed HTTP/1.1\r\nHost: a\r\n\r\n",
        "\rGET /fixed HTTP/1.1\r\nHost: a\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001",
        // header lines
        "GET /fixed HTTP/1.1\r\nHost: a\n\r\n",
        "GET /fixed HTTP/1.1\r\nHost: a\r\n\n",
        "GET /fixed HTTP/1.1\r\nHost: a\r\n\rX",
        "GET /fixed HTTP/1.1\r\nHost: a\rX: b\r\n\r\n",
        "GET /fixed HTTP/1.1\r\nHost: a\r\nX: a\r\n folded\r\n\r\n",
        "GET /fixed HTTP/1.1\r\n Host: a\r\n\r\n",
        "GET /fixed HTTP/1.1\r\nHost : a\r\n\r\n",
        "GET /fixed HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n",
        "GET /fixed HTTP/1.1\r\nHost: a\r\nX\r\n\r\n",
        "GET /fixed HTTP/1.1\r\nHost: a\r\nX(: b\r\n\r\n",
        "GET /fixed HTTP/1.1\r\nHost: a\r\nX: a\u0000b\r\n\r\n",
        "GET /fixed HTTP/1.1\r\nHost: a\r\nX: a\u007fb\r\n\r\n",
        "GET /fixed HTTP/1.1\r\nHost: a\r\nX: a\u001bb\r\n\r\n",
        // host
        "GET /fixed HTTP/1.1\r\n\r\n",
        "GET /fixed HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
        "GET /fixed HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /fixed HTTP/1.1\r\nHost:\r\n\r\n",
        "GET /fixed HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET /fixed HTTP/1.1\r\nHost: a/b\r\n\r\n",
        "GET /fixed HTTP/1.1\r\nHost: a,b\r\n\r\n",
        "GET /fixed HTTP/1.1\r\nHost: a:b\r\n\r\n",
        "GET /fixed HTTP/1.1\r\nHost: a:1:2\r\n\r\n",
        "GET /fixed HTTP/1.1\r\nHost: [::1\r\n\r\n",
        "GET /fixed HTTP/1.1\r\nHost: [::1].evil.example\r\n\r\n",
        "GET /fixed HTTP/1.1\r\nHost: ::1\r\n\r\n",
        // framing
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\nx",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\nx",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\nx",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 0x1\r\n\r\nx",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1 1\r\n\r\nx",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1e1\r\n\r\nx",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\nx",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n\r\n",
        "POST /echo HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        // chunks
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n 1\r\nx\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1 \r\nx\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0x1\r\nx\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nx\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\nx\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxy\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;a=\nb\r\nx\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nno trailer\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nT: t\n\r\n",
      })
  void what_can_be_read_in_two_ways_is_malformed_and_ends_the_connection(String request)
      throws Exception {
    try (TestServer server = new TestServer();
        RawClient client = server.connect()) {
      Reply reply = client.send(request).reply();
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
      assertThat(reply.header("connection")).isEqualTo("close");
      assertThat(reply.header("x-request-id")).isNotEmpty();
      assertThat(reply.text())
          .startsWith("{\"type\":\"/problems/malformed\"")
          .contains("\"status\":400");
      assertThat(client.isClosed()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "505, version-not-supported, GET /fixed HTTP/2.0",
    "505, version-not-supported, GET /fixed HTTP/0.9",
  })
  void what_is_not_spoken_here_is_said_so(int status, String type, String line) throws Exception {
    refused(line + "\r\n" + HOST + "\r\n", status, type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRACE", "get", "PROPFIND", "X-1!"})
  void a_method_that_no_route_knows_is_501_and_ends_nothing(String method) throws Exception {
    try (TestServer server = new TestServer();
        RawClient client = server.connect()) {
      client.send(method + " /fixed HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
      Reply reply = client.reply();
      assertThat(reply.status()).isEqualTo(501);
      assertThat(reply.text()).startsWith("{\"type\":\"/problems/not-implemented\"");
      assertThat(client.get("/fixed").reply().text()).isEqualTo("fixed");
    }
  }

  @Test
  void an_unknown_expectation_is_417() throws Exception {
    refused(
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nExpect: 200-ok\r\n\r\n",
        417,
        "expectation-failed");
  }

  @Test
  void a_request_line_that_is_too_long_is_414_before_it_ends() throws Exception {
    refused("GET /" + "x".repeat(TestServer.CONFIG.maxRequestLineBytes()), 414, "uri-too-long");
    refused("X".repeat(TestServer.CONFIG.maxRequestLineBytes()), 414, "uri-too-long");
  }

  @Test
  void a_head_that_is_too_large_is_431_before_it_ends() throws Exception {
    int most = TestServer.CONFIG.maxHeadBytes();
    refused("GET /fixed HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(most), 431, "head-too-large");
    refused(
        "GET /fixed HTTP/1.1\r\nHost: a\r\n" + "a:b\r\n".repeat(100) + "\r\n",
        431,
        "head-too-large");
  }

  @Test
  void a_head_as_large_as_allowed_is_taken() throws Exception {
    String head = "GET /fixed HTTP/1.1\r\nHost: a\r\nX: \r\n\r\n";
    String padding = "x".repeat(TestServer.CONFIG.maxHeadBytes() - head.length());
    try (TestServer server = new TestServer();
        RawClient client = server.connect()) {
      assertThat(client.send(head.replace("X: ", "X: " + padding)).reply().status()).isEqualTo(200);
      assertThat(client.send(head.replace("X: ", "X: x" + padding)).reply().status())
          .isEqualTo(431);
    }
  }

  @Test
  void a_body_declared_too_large_is_413_at_once_without_100_continue() throws Exception {
    int tooMuch = TestServer.CONFIG.maxBodyBytes() + 1;
    refused(
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " + tooMuch + "\r\n\r\n",
        413,
        "body-too-large");
    refused(
        "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: "
            + tooMuch
            + "\r\n\r\n",
        413,
        "body-too-large");
    refused(
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999999\r\n\r\n",
        413,
        "body-too-large");
  }

  @Test
  void a_chunked_body_is_413_when_it_passes_the_bound() throws Exception {
    String head = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    String most = Integer.toHexString(TestServer.CONFIG.maxBodyBytes());
    refused(head + "ffffffffffffffffff\r\n", 413, "body-too-large");
    refused(
        head + most + "\r\n" + "x".repeat(TestServer.CONFIG.maxBodyBytes()) + "\r\n1\r\n",
        413,
        "body-too-large");
  }

  @Test
  void the_refusal_reaches_a_client_that_goes_on_sending() throws Exception {
    try (TestServer server = new TestServer()) {
      try (RawClient client = server.connect()) {
        String head = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n";
        client.send(head + "x".repeat(500_000));
        assertThat(client.reply().status()).isEqualTo(413);
        assertThat(client.isClosed()).isTrue();
        for (int i = 0; i < 10; i++) client.send("still sending"); // a reset would be an error here
      }
      waitUntilOpen(server, 0);
    }
  }

  @Test
  void a_slow_head_is_408() throws Exception {
    Duration never = Duration.ofMinutes(1);
    try (TestServer server =
            new TestServer(TestServer.CONFIG.times(Duration.ofMillis(50), never, never, never));
        RawClient client = server.connect()) {
      assertThat(client.send("GET /fixed HTTP/1.1\r\nHo").reply().status()).isEqualTo(408);
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void a_head_that_never_ends_is_408_however_often_a_byte_comes() throws Exception {
    Duration never = Duration.ofMinutes(1);
    try (TestServer server =
            new TestServer(TestServer.CONFIG.times(Duration.ofMillis(100), never, never, never));
        RawClient client = server.connect()) {
      client.send("GET /fixed HTTP/1.1\r\nHost: a\r\nX: ");
      Thread drip = Thread.ofVirtual().start(() -> drip(client));
      assertThat(client.reply().status()).isEqualTo(408);
      drip.interrupt();
      drip.join();
    }
  }

  /** A byte every few milliseconds, so that the connection is never idle. */
  private static void drip(RawClient client) {
    try {
      while (!Thread.interrupted()) {
        client.send("x");
        LockSupport.parkNanos(5_000_000);
      }
    } catch (IOException _) {
      // closed: what the test waits for
    }
  }

  @Test
  void a_slow_body_is_408() throws Exception {
    Duration never = Duration.ofMinutes(1);
    try (TestServer server =
        new TestServer(TestServer.CONFIG.times(never, Duration.ofMillis(50), never, never))) {
      for (String body :
          List.of("Content-Length: 10\r\n\r\nhalf", "Transfer-Encoding: chunked\r\n\r\n4\r\nha")) {
        try (RawClient client = server.connect()) {
          Reply reply = client.send("POST /echo HTTP/1.1\r\nHost: a\r\n" + body).reply();
          assertThat(reply.status()).isEqualTo(408);
          assertThat(reply.text()).contains("/problems/timeout");
          assertThat(client.isClosed()).isTrue();
        }
      }
    }
  }

  @Test
  void an_idle_connection_is_closed_without_a_word() throws Exception {
    Duration never = Duration.ofMinutes(1);
    try (TestServer server =
            new TestServer(TestServer.CONFIG.times(never, never, Duration.ofMillis(50), never));
        RawClient fresh = server.connect();
        RawClient used = server.connect()) {
      assertThat(used.get("/fixed").reply().text()).isEqualTo("fixed");
      assertThat(used.isClosed()).isTrue();
      assertThat(fresh.rest()).isEmpty();
    }
  }

  @Test
  void a_request_at_its_handler_is_not_hurried() throws Exception {
    Duration shortest = Duration.ofMillis(10);
    try (TestServer server =
            new TestServer(TestServer.CONFIG.times(shortest, shortest, shortest, shortest));
        RawClient client = server.connect();
        RawClient idle = server.connect()) {
      client.get("/later");
      Exchange exchange = server.nextHeld();
      assertThat(idle.isClosed()).isTrue(); // so the time has passed
      TestServer.answer(exchange, "patient");
      assertThat(client.reply().text()).isEqualTo("patient");
    }
  }

  @Test
  void a_client_that_does_not_take_its_reply_is_closed() throws Exception {
    Duration never = Duration.ofMinutes(1);
    try (TestServer server =
            new TestServer(TestServer.CONFIG.times(never, never, never, Duration.ofMillis(100)));
        RawClient slow = new RawClient(server.server.port(), 4_096)) {
      slow.get("/big");
      try (RawClient other = server.connect()) {
        assertThat(other.get("/fixed").reply().text()).isEqualTo("fixed");
        other.get("/later");
        Exchange exchange = server.nextHeld();
        waitUntilOpen(server, 1);
        TestServer.answer(exchange, "others are served");
        assertThat(other.reply().text()).isEqualTo("others are served");
      }
    }
  }

  @Test
  void a_client_that_takes_its_reply_late_but_in_time_gets_it_and_the_next() throws Exception {
    try (TestServer server = new TestServer();
        RawClient client = new RawClient(server.server.port(), 4_096)) {
      client.get("/big").get("/fixed");
      assertThat(client.reply().text()).hasSize(8 * 1024 * 1024);
      assertThat(client.reply().text()).isEqualTo("fixed");
    }
  }

  @Test
  void what_is_sent_ahead_is_bounded_and_answered_once_there_is_room() throws Exception {
    int requests = 100_000;
    AtomicInteger sent = new AtomicInteger();
    try (TestServer server = new TestServer();
        RawClient client = server.connect()) {
      client.get("/later");
      Exchange exchange = server.nextHeld();
      Thread sender = Thread.ofVirtual().start(() -> sendAhead(client, requests, sent));
      Wait.until(() -> sent.get() > 96 * 1024);
      assertThat(bytesHeld(exchange)).isLessThanOrEqualTo(64 * 1024);
      TestServer.answer(exchange, "first");
      assertThat(client.reply().text()).isEqualTo("first");
      for (int i = 0; i < requests; i++) client.reply();
      sender.join();
    }
  }

  private static void sendAhead(RawClient client, int requests, AtomicInteger sent) {
    String thousand = "GET /fixed HTTP/1.1\r\nHost: a\r\n\r\n".repeat(1_000);
    try {
      for (int i = 0; i < requests / 1_000; i++) {
        client.send(thousand);
        sent.addAndGet(thousand.length());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Bytes the server has taken in for that exchange's connection, after its loop has been round.
   */
  private static int bytesHeld(Exchange exchange) throws Exception {
    int held = 0;
    for (int round = 0; round < 20; round++) {
      CompletableFuture<Integer> bytes = new CompletableFuture<>();
      exchange.loop().execute(() -> bytes.complete(exchange.body().length));
      held = bytes.get(10, TimeUnit.SECONDS);
    }
    return held;
  }

  @Test
  void one_connection_too_many_is_told_503_and_the_others_go_on() throws Exception {
    AtomicInteger refused = new AtomicInteger();
    ServerObserver observer =
        new ServerObserver() {
          @Override
          public void refused() {
            refused.incrementAndGet();
          }
        };
    try (TestServer server = new TestServer(TestServer.CONFIG.limits(3, 100), observer, true)) {
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        clients.add(server.connect());
        clients.getLast().get("/fixed").reply();
      }
      for (int i = 0; i < 10; i++) {
        try (RawClient tooMany = server.connect()) {
          Reply reply = tooMany.get("/fixed").reply();
          assertThat(reply.status()).isEqualTo(503);
          assertThat(reply.header("retry-after")).isEqualTo("1");
          assertThat(reply.text()).contains("/problems/too-many-connections");
          assertThat(tooMany.isClosed()).isTrue();
        }
      }
      for (RawClient client : clients)
        assertThat(client.get("/fixed").reply().text()).isEqualTo("fixed");
      assertThat(refused).hasValue(10);
      clients.getFirst().close();
      waitUntilOpen(server, 2);
      try (RawClient next = server.connect()) {
        assertThat(next.get("/fixed").reply().text()).isEqualTo("fixed");
      }
      for (RawClient client : clients) client.close();
    }
  }

  @Test
  void clients_that_vanish_in_the_middle_leave_nothing_behind() throws Exception {
    try (TestServer server = new TestServer()) {
      for (int i = 0; i < 50; i++) {
        server.connect().send("GET /fixed HTT").reset();
        server
            .connect()
            .send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nx")
            .reset();
        server.connect().get("/big").reset();
        server.connect().reset();
      }
      waitUntilOpen(server, 0);
      try (RawClient client = server.connect()) {
        assertThat(client.get("/fixed").reply().text()).isEqualTo("fixed");
      }
    }
  }

  private static void refused(String request, int status, String type) throws Exception {
    try (TestServer server = new TestServer();
        RawClient client = server.connect()) {
      Reply reply = client.send(request).reply();
      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.text()).contains("\"/problems/" + type + "\"");
      assertThat(reply.header("connection")).isEqualTo("close");
      assertThat(client.isClosed()).isTrue();
    }
  }

  private static void waitUntilOpen(TestServer server, int connections) {
    Wait.until(() -> server.server.connections() == connections);
  }
}
