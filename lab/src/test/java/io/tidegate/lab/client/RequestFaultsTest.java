package io.tidegate.lab.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.lab.client.fault.Fault;
import io.tidegate.testkit.ScriptedServer;
import io.tidegate.testkit.Wait;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Requests that come to nothing, and what a script is told of them. */
class RequestFaultsTest extends ClientFixture {

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
}
