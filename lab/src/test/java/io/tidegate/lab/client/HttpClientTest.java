package io.tidegate.lab.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.lab.client.fault.Fault;
import io.tidegate.testkit.ScriptedServer;
import io.tidegate.testkit.Wait;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpClientTest {

  private final Network network = new Network(ClientConfig.DEFAULT);
  private final HttpClient client = network.client(0);

  @AfterEach
  void close() {
    client.close();
    network.close();
  }

  private static HttpUrl url(ScriptedServer server, String path) throws Fault {
    return HttpUrl.parse("http://" + server.address() + path);
  }

  private HttpReply get(ScriptedServer server) throws Exception {
    return client.send(HttpCall.of("GET", url(server, "/")));
  }

  private static String text(HttpReply reply) {
    byte[] body = reply.body();
    return body == null ? "(none)" : new String(body, StandardCharsets.UTF_8);
  }

  @Test
  void a_reply_comes_with_all_that_it_has() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer((_, call) ->
            call.send(
                "HTTP/1.1 201 Made it\r\nX-One: a\r\nx-one:  b \r\nContent-Length: 4\r\n\r\nhé"
                        .replace("é", "\u00c3\u00a9")
                    + "!"))) {
      HttpReply reply = get(server);
      assertThat(reply.error()).isNull();
      assertThat(reply.status()).isEqualTo(201);
      assertThat(reply.reason()).isEqualTo("Made it");
      assertThat(reply.proto()).isEqualTo("HTTP/1.1");
      assertThat(reply.headers().count()).isEqualTo(3);
      assertThat(reply.headers().name(1)).isEqualTo("x-one");
      assertThat(reply.headers().first("x-One")).isEqualTo("a");
      assertThat(reply.headers().all("X-ONE")).containsExactly("a", "b");
      assertThat(text(reply)).isEqualTo("hé!");
      Peer peer = Objects.requireNonNull(reply.peer());
      assertThat(peer.ip() + ":" + peer.port()).isEqualTo(server.address());
    }
  }

  @Test
  void the_server_sees_the_request_as_the_call_has_it_and_nothing_besides() throws Exception {
    try (ScriptedServer server = ScriptedServer.saying("")) {
      HttpUrl url = url(server, "/a/b%20c?d=é&e=f g#h");
      RequestHeaders headers =
          new RequestHeaders()
              .add("x-Mixed-CASE", "1")
              .add("User-Agent", "k6/1.8.1 (https://k6.io/)")
              .add("Content-Length", "77")
              .add("Cookie", "ключ=1");
      HttpCall call =
          new HttpCall("POST", url, headers, new byte[] {'x', 'y'}, HttpCall.TIMEOUT, true);
      assertThat(client.send(call).status()).isEqualTo(200);
      String bytes =
          new String(
              server.requests().getFirst().getBytes(StandardCharsets.ISO_8859_1),
              StandardCharsets.UTF_8);
      assertThat(bytes)
          .isEqualTo(
              ScriptedServer.lines(
                  """
                  POST /a/b%20c?d=é&e=f g HTTP/1.1
                  Host: SERVER
                  User-Agent: k6/1.8.1 (https://k6.io/)
                  Content-Length: 2
                  x-Mixed-CASE: 1
                  Cookie: ключ=1

                  xy\
                  """
                      .replace("SERVER", server.address())));
    }
  }

  @Test
  void only_methods_that_have_bodies_tell_the_length_of_none() throws Exception {
    try (ScriptedServer server = ScriptedServer.saying("")) {
      for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
        assertThat(client.send(HttpCall.of(method, url(server, "/"))).status()).isEqualTo(200);
      for (String request : server.requests())
        assertThat(request.contains("Content-Length: 0"))
            .as(request)
            .isEqualTo(request.startsWith("P"));
    }
  }

  @Test
  void what_has_no_time_is_not_sent_even_where_a_connection_is_there() throws Exception {
    try (ScriptedServer server = ScriptedServer.saying("hi")) {
      assertThat(text(get(server))).isEqualTo("hi");
      HttpReply reply = client.send(HttpCall.of("GET", url(server, "/")).within(Duration.ZERO));
      assertThat(reply.errorCode()).isEqualTo(Fault.TIMEOUT);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void an_empty_body_goes_out_in_chunks_with_methods_that_have_bodies() throws Exception {
    try (ScriptedServer server = ScriptedServer.saying("")) {
      for (String method : List.of("GET", "POST", "PUT", "DELETE", "QUERY")) {
        try (HttpClient own = network.client(0)) {
          own.send(HttpCall.of(method, url(server, "/")).with(new byte[0]));
        }
      }
      for (String request : server.requests()) {
        boolean chunked = !request.startsWith("GET") && !request.startsWith("DELETE");
        assertThat(request.contains("Transfer-Encoding: chunked")).as(request).isEqualTo(chunked);
        assertThat(request).doesNotContain("Content-Length");
      }
    }
  }

  @Test
  void a_large_body_goes_out_whole_and_comes_back_whole() throws Exception {
    String large = "0123456789abcdef".repeat(100_000);
    try (ScriptedServer server =
        new ScriptedServer(
            (request, call) -> call.ok(request.substring(request.indexOf("\r\n\r\n") + 4)))) {
      for (int length : new int[] {1, 4_000, 5_000, 20_000, 64 * 1024, 1_600_000}) {
        String body = large.substring(0, length);
        HttpReply reply =
            client.send(
                HttpCall.of("POST", url(server, "/")).with(body.getBytes(StandardCharsets.UTF_8)));
        assertThat(text(reply)).isEqualTo(body);
        assertThat(reply.sentBytes()).isBetween((long) length, length + 200L);
        assertThat(reply.receivedBytes()).isBetween((long) length, length + 200L);
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void bytes_are_counted_as_they_cross_the_wire() throws Exception {
    String reply = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n";
    try (ScriptedServer server = new ScriptedServer((_, call) -> call.send(reply))) {
      for (int i = 0; i < 3; i++) {
        HttpReply got = get(server);
        assertThat(got.sentBytes()).isEqualTo(server.requests().get(i).length());
        assertThat(got.receivedBytes()).isEqualTo(reply.length());
      }
    }
  }

  @Test
  void phases_add_up_to_what_the_caller_waited() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer((_, call) -> {
          Thread.sleep(90);
          call.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nh");
          Thread.sleep(60);
          call.send("i");
        })) {
      for (boolean first = true; server.requests().size() < 3; first = false) {
        long startNs = System.nanoTime();
        HttpReply reply = get(server);
        double tookMs = (System.nanoTime() - startNs) / 1e6;
        Timings timings = reply.timings();
        assertThat(timings.sending() + timings.waiting())
            .isBetween(90.0, tookMs - timings.receiving());
        assertThat(timings.duration()).isBetween(150.0, tookMs);
        assertThat(timings.receiving()).isPositive();
        assertThat(timings.duration())
            .isEqualTo(timings.sending() + timings.waiting() + timings.receiving());
        assertThat(timings.blocked() + timings.duration()).isBetween(tookMs - 80, tookMs);
        assertThat(timings.connecting() > 0).isEqualTo(first);
        assertThat(timings.lookingUp() > 0).isEqualTo(first);
        assertThat(timings.blocked())
            .isGreaterThanOrEqualTo(timings.connecting() + timings.lookingUp());
        assertThat(timings.tlsHandshaking()).isZero();
      }
    }
  }

  @Test
  void a_connection_carries_one_request_after_the_other() throws Exception {
    try (ScriptedServer server = ScriptedServer.saying("hi")) {
      for (int i = 0; i < 10; i++) assertThat(text(get(server))).isEqualTo("hi");
      assertThat(server.connections()).isEqualTo(1);
      client.closeIdle();
      get(server);
      assertThat(server.connections()).isEqualTo(2);
      try (HttpClient other = network.client(1)) {
        other.send(HttpCall.of("GET", url(server, "/")));
      }
      assertThat(server.connections()).isEqualTo(3);
    }
  }

  @Test
  void without_reuse_each_request_has_its_connection_and_says_so() throws Exception {
    try (ScriptedServer server = ScriptedServer.saying("hi");
        Network alone = new Network(ClientConfig.DEFAULT.withReuse(false));
        HttpClient user = alone.client(0)) {
      for (int i = 0; i < 3; i++) user.send(HttpCall.of("GET", url(server, "/")));
      assertThat(server.connections()).isEqualTo(3);
      assertThat(server.requests())
          .allMatch(request -> request.contains("\r\nConnection: close\r\n"));
    }
  }

  @Test
  void a_connection_that_the_server_ended_while_it_lay_idle_is_not_noticed() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer((_, call) -> {
          call.ok("hi");
          call.close();
        })) {
      for (int i = 1; i <= 3; i++) {
        HttpReply reply = client.send(HttpCall.of("POST", url(server, "/")).with(new byte[] {'x'}));
        assertThat(text(reply)).isEqualTo("hi");
        assertThat(server.connections()).isEqualTo(i);
        Thread.sleep(20); // until its end has come, which nothing here tells
      }
    }
  }

  @Test
  void a_request_on_a_stale_connection_goes_out_once_more_if_it_may() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer((request, call) -> {
          if (request.contains("/second") && call.number() == 1) call.close();
          else call.ok("hi");
        })) {
      get(server);
      HttpReply reply = client.send(HttpCall.of("GET", url(server, "/second")));
      assertThat(text(reply)).isEqualTo("hi");
      assertThat(server.connections()).isEqualTo(2);
      assertThat(server.requests()).hasSize(3);
      assertThat(reply.timings().connecting()).isPositive();
    }
  }

  @Test
  void a_post_on_a_stale_connection_does_not() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer((request, call) -> {
          if (request.startsWith("POST")) call.close();
          else call.ok("hi");
        })) {
      get(server);
      HttpReply reply = client.send(HttpCall.of("POST", url(server, "/")).with(new byte[] {'x'}));
      assertThat(reply.status()).isZero();
      assertThat(reply.error()).isEqualTo("EOF");
      assertThat(reply.errorCode()).isEqualTo(Fault.GENERIC);
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void a_connection_on_which_more_came_than_was_asked_for_is_closed() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer((_, call) ->
            call.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1 200 evil"))) {
      for (int i = 1; i <= 3; i++) {
        HttpReply reply = get(server);
        assertThat(reply.reason()).isEqualTo("OK");
        assertThat(text(reply)).isEqualTo("hi");
        assertThat(server.connections()).isEqualTo(i);
      }
    }
  }

  @Test
  void what_comes_unasked_while_a_connection_lies_idle_closes_it() throws Exception {
    CountDownLatch more = new CountDownLatch(1);
    CountDownLatch sent = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer((_, call) -> {
          call.ok("hi");
          if (call.number() > 1) return;
          more.await(10, TimeUnit.SECONDS);
          call.send("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
          sent.countDown();
        })) {
      get(server);
      more.countDown();
      assertThat(sent.await(10, TimeUnit.SECONDS)).isTrue();
      Thread.sleep(20);
      assertThat(get(server).status()).isEqualTo(200);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void http_1_0_and_connection_close_end_the_connection() throws Exception {
    for (String head :
        new String[] {"HTTP/1.0 200 OK\r\n", "HTTP/1.1 200 OK\r\nConnection: foo, Close\r\n"}) {
      try (ScriptedServer server =
          new ScriptedServer((_, call) -> call.send(head + "Content-Length: 0\r\n\r\n"))) {
        get(server);
        assertThat(get(server).status()).isEqualTo(200);
        assertThat(server.connections()).isEqualTo(2);
      }
    }
  }

  @Test
  void a_timeout_ends_a_request_in_each_phase() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    for (String part :
        new String[] {"", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi"}) {
      try (ScriptedServer server =
          new ScriptedServer((_, call) -> {
            call.send(part);
            over.await(20, TimeUnit.SECONDS);
          })) {
        long startNs = System.nanoTime();
        HttpReply reply =
            client.send(HttpCall.of("GET", url(server, "/")).within(Duration.ofMillis(80)));
        double tookMs = (System.nanoTime() - startNs) / 1e6;
        assertThat(reply.status()).isZero();
        assertThat(reply.errorCode()).isEqualTo(Fault.TIMEOUT);
        assertThat(reply.error()).isEqualTo("request timeout");
        assertThat(tookMs).isBetween(80.0, 5_000.0);
        assertThat(reply.timings().blocked() + reply.timings().duration()).isBetween(79.0, tookMs);
      }
    }
    over.countDown();
  }

  @Test
  void a_timeout_ends_a_request_that_the_server_does_not_take() throws Exception {
    try (ServerSocket listener = new ServerSocket(0)) {
      HttpUrl url = HttpUrl.parse("http://127.0.0.1:" + listener.getLocalPort() + "/");
      HttpReply reply =
          client.send(
              HttpCall.of("POST", url).with(new byte[32_000_000]).within(Duration.ofMillis(100)));
      assertThat(reply.errorCode()).isEqualTo(Fault.TIMEOUT);
      assertThat(reply.timings().sending()).isBetween(50.0, 5_000.0);
      assertThat(reply.timings().waiting()).isZero();
      assertThat(reply.sentBytes()).isPositive();
    }
  }

  @Test
  void nobody_there_is_told() throws Exception {
    int port;
    try (ServerSocket listener = new ServerSocket(0)) {
      port = listener.getLocalPort();
    }
    HttpReply reply = client.send(HttpCall.of("GET", HttpUrl.parse("http://127.0.0.1:" + port)));
    assertThat(reply.errorCode()).isEqualTo(Fault.REFUSED);
    assertThat(reply.error()).isEqualTo("dial: connection refused");
    assertThat(reply.timings().blocked()).isPositive();
    assertThat(reply.timings().duration()).isZero();
  }

  @Test
  void a_reset_is_told() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer((_, call) -> {
          call.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi");
          call.socket().setSoLinger(true, 0);
          call.close();
        })) {
      HttpReply reply = get(server);
      assertThat(reply.errorCode()).isEqualTo(Fault.RESET);
      assertThat(reply.error()).isEqualTo("read: connection reset by peer");
    }
  }

  @Test
  void a_reply_that_is_cut_off_is_none() throws Exception {
    for (String part :
        new String[] {
          "",
          "HTTP/1.1 2",
          "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhi"
        }) {
      try (ScriptedServer server =
          new ScriptedServer((_, call) -> {
            call.send(part);
            call.close();
          })) {
        HttpReply reply = get(server);
        assertThat(reply.status()).isZero();
        assertThat(reply.errorCode()).isEqualTo(Fault.GENERIC);
        assertThat(reply.error()).isEqualTo(part.isEmpty() ? "EOF" : "unexpected EOF");
        boolean begun = part.contains("hi");
        assertThat(reply.body()).isEqualTo(begun ? new byte[] {'h', 'i'} : null);
      }
    }
  }

  @Test
  void what_is_no_http_is_told() throws Exception {
    for (String part :
        new String[] {
          "SSH-2.0-OpenSSH\r\n\r\n",
          "HTTP/1.1 20x OK\r\n\r\n",
          "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nhi",
          "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nhi",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nhi",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi!!\r\n",
          "HTTP/1.1 101 Switching Protocols\r\n\r\n"
        }) {
      try (ScriptedServer server = new ScriptedServer((_, call) -> call.send(part))) {
        HttpReply reply = get(server);
        assertThat(reply.status()).as(part).isZero();
        assertThat(reply.errorCode()).isEqualTo(Fault.GENERIC);
        assertThat(reply.error()).isNotBlank();
        assertThat(reply.timings().receiving()).isLessThan(5_000);
      }
    }
  }

  @Test
  void what_k6_understands_is_understood() throws Exception {
    for (String whole :
        new String[] {
          "HTTP/1.1 299 Own\nX: a\nContent-Length: 2\n\nhi",
          "HTTP/1.1 299 Own\r\nX: a\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nhi",
          "HTTP/1.1 299 Own\r\nX: a\r\nContent-Length: 7\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nhi\r\n0\r\nT: u\r\n\r\n",
          "HTTP/1.1 299 Own\r\nX:\r\n a\r\nContent-Length: 2\r\n\r\nhi"
        }) {
      try (ScriptedServer server = new ScriptedServer((_, call) -> call.send(whole))) {
        for (int i = 0; i < 2; i++) {
          HttpReply reply = get(server);
          assertThat(reply.error()).isNull();
          assertThat(reply.status()).isEqualTo(299);
          assertThat(reply.reason()).isEqualTo("Own");
          assertThat(reply.headers().first("x")).isEqualTo("a");
          assertThat(text(reply)).isEqualTo("hi");
        }
        assertThat(server.connections()).isEqualTo(1);
      }
    }
  }

  @Test
  void a_status_of_any_three_digits_is_one_and_has_k6s_code() throws Exception {
    for (int status : new int[] {200, 302, 404, 503, 999}) {
      try (ScriptedServer server =
          new ScriptedServer((_, call) ->
              call.send("HTTP/1.1 " + status + "\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n"))) {
        HttpReply reply = get(server);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.reason()).isEmpty();
        assertThat(reply.errorCode()).isEqualTo(status < 400 ? 0 : 1000 + status);
        assertThat(reply.headers().first("location")).isEqualTo("/x");
        assertThat(server.requests()).hasSize(1);
      }
    }
  }

  @Test
  void what_has_no_body_by_its_kind_has_none() throws Exception {
    for (String head :
        new String[] {
          "200 OK\r\nContent-Length: 9", "204 No Content", "304 Not Modified\r\nContent-Length: 9"
        }) {
      try (ScriptedServer server =
          new ScriptedServer((_, call) -> call.send("HTTP/1.1 " + head + "\r\n\r\n"))) {
        for (int i = 0; i < 2; i++) {
          HttpReply reply =
              client.send(HttpCall.of("HEAD", url(server, "/")).within(Duration.ofSeconds(5)));
          assertThat(reply.error()).isNull();
          assertThat(reply.body()).isEqualTo(head.startsWith("200") ? new byte[0] : null);
        }
        assertThat(server.connections()).isEqualTo(1);
      }
    }
  }

  @Test
  void replies_before_the_reply_are_passed_over() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer((_, call) ->
            call.send(
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                    + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"))) {
      HttpReply reply = get(server);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.headers().count()).isEqualTo(1);
      assertThat(text(reply)).isEqualTo("hi");
    }
  }

  @Test
  void endless_replies_before_the_reply_are_not() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer((_, call) -> {
          while (true) call.send("HTTP/1.1 100 Continue\r\n\r\n");
        })) {
      assertThat(get(server).errorCode()).isEqualTo(Fault.GENERIC);
    }
  }

  @Test
  void a_head_too_large_and_a_body_too_large_are_told() throws Exception {
    try (Network small = new Network(ClientConfig.DEFAULT.withBounds(8_000, 1_000));
        HttpClient user = small.client(0);
        ScriptedServer server =
            new ScriptedServer((request, call) -> {
              String field = "X: " + "y".repeat(100) + "\r\n";
              int fields = request.contains("/head") ? 90 : 50;
              int bytes = request.contains("/body") ? 1_001 : 1_000;
              call.send(
                  "HTTP/1.1 200 OK\r\n"
                      + field.repeat(fields)
                      + "Content-Length: "
                      + bytes
                      + "\r\n\r\n"
                      + "z".repeat(bytes));
            })) {
      assertThat(user.send(HttpCall.of("GET", url(server, "/"))).status()).isEqualTo(200);
      assertThat(user.send(HttpCall.of("GET", url(server, "/head"))).error())
          .contains("exceeded 8000 bytes");
      HttpReply body = user.send(HttpCall.of("GET", url(server, "/body")));
      assertThat(body.error()).contains("more than 1000 bytes");
      HttpReply dropped = user.send(HttpCall.of("GET", url(server, "/body")).droppingBody());
      assertThat(dropped.status()).isEqualTo(200);
    }
  }

  @Test
  void a_body_that_ends_with_the_connection_is_whole() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer((_, call) -> {
          call.send("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(200_000));
          call.close();
        })) {
      assertThat(text(get(server))).hasSize(200_000);
      assertThat(get(server).status()).isEqualTo(200);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void a_body_that_is_dropped_is_read_and_counted() throws Exception {
    String body = "x".repeat(500_000);
    for (String framed :
        new String[] {
          "Content-Length: 500000\r\n\r\n" + body,
          "Transfer-Encoding: chunked\r\n\r\n7A120\r\n" + body + "\r\n0\r\n\r\n"
        }) {
      String reply = "HTTP/1.1 200 OK\r\n" + framed;
      try (ScriptedServer server = new ScriptedServer((_, call) -> call.send(reply))) {
        for (int i = 0; i < 3; i++) {
          HttpReply got = client.send(HttpCall.of("GET", url(server, "/")).droppingBody());
          assertThat(got.status()).isEqualTo(200);
          assertThat(got.body()).isNull();
          assertThat(got.receivedBytes()).isEqualTo(reply.length());
        }
        assertThat(server.connections()).isEqualTo(1);
      }
    }
  }

  @Test
  void a_reply_in_single_bytes_is_read_alike() throws Exception {
    String reply =
        "HTTP/1.1 200 OK\r\nX: a\r\n b\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n1\r\n!\r\n0\r\n\r\n";
    try (ScriptedServer server =
        new ScriptedServer((_, call) -> {
          for (int i = 0; i < reply.length(); i++) {
            call.send(reply.substring(i, i + 1));
            Thread.onSpinWait();
          }
        })) {
      for (int i = 0; i < 20; i++) {
        HttpReply got = get(server);
        assertThat(text(got)).isEqualTo("hi!");
        assertThat(got.headers().first("X")).isEqualTo("a   b");
      }
    }
  }

  @Test
  void an_interruption_ends_a_request_at_once() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer((_, _) -> {
          asked.countDown();
          Thread.sleep(20_000);
        })) {
      AtomicReference<Object> outcome = new AtomicReference<>();
      HttpUrl url = url(server, "/");
      Thread user =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  outcome.set(client.send(HttpCall.of("GET", url)));
                } catch (InterruptedException e) {
                  outcome.set(e);
                }
              });
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
      user.interrupt();
      assertThat(user.join(Duration.ofSeconds(5))).isTrue();
      assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
      Wait.until(() -> server.requests().size() == 1);
    }
  }

  @Test
  void what_cannot_be_sent_is_told() throws Exception {
    try (ScriptedServer server = ScriptedServer.saying("")) {
      for (RequestHeaders headers :
          new RequestHeaders[] {
            new RequestHeaders().add("X", "a\r\nEvil: b"), new RequestHeaders().add("X Y", "a")
          }) {
        HttpReply reply =
            client.send(
                new HttpCall("GET", url(server, "/"), headers, null, HttpCall.TIMEOUT, true));
        assertThat(reply.errorCode()).isEqualTo(Fault.GENERIC);
        assertThat(reply.error()).startsWith("net/http: invalid header field");
      }
      assertThat(client.send(HttpCall.of("GET /", url(server, "/"))).error())
          .isEqualTo("net/http: invalid method \"GET /\"");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void parallel_requests_of_one_user_have_a_connection_each_and_some_of_them_are_kept()
      throws Exception {
    CountDownLatch all = new CountDownLatch(10);
    try (ScriptedServer server =
        new ScriptedServer((request, call) -> {
          all.countDown();
          all.await(10, TimeUnit.SECONDS);
          call.ok(request.substring(5, 6).toLowerCase(Locale.ROOT));
        })) {
      Thread[] users = new Thread[10];
      AtomicReference<Throwable> wrong = new AtomicReference<>();
      for (int i = 0; i < users.length; i++) {
        String name = String.valueOf((char) ('A' + i));
        HttpUrl url = url(server, "/" + name);
        users[i] =
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    assertThat(text(client.send(HttpCall.of("GET", url))))
                        .isEqualTo(name.toLowerCase(Locale.ROOT));
                  } catch (Throwable e) {
                    wrong.set(e);
                  }
                });
      }
      for (Thread user : users) user.join();
      assertThat(wrong.get()).isNull();
      assertThat(server.connections()).isEqualTo(10);
      for (int i = 0; i < 10; i++) get(server);
      assertThat(server.connections()).isEqualTo(10);
    }
  }
}
