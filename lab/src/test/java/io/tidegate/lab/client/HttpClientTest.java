package io.tidegate.lab.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testkit.ScriptedServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What goes out as a request, and what comes of its reply. */
class HttpClientTest extends ClientFixture {

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
}
