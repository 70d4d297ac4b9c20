package io.tidegate.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.http.stream.ServerEvent;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.Wait;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same server behind TLS: whatever it asks of a connection must hold where its bytes are not
 * those of the socket.
 */
@Timeout(60)
class TlsTest {

  @TempDir static Path folder;
  private static TlsTransport tls;

  @BeforeAll
  static void makeCertificate() throws Exception {
    tls = new TlsTransport(folder);
  }

  @Test
  void requests_are_answered_in_order_and_the_connection_is_kept() throws Exception {
    try (TestServer server = new TestServer(TestServer.CONFIG, tls);
        RawClient client = tls.connect(server.server.port(), 0)) {
      String body = "b".repeat(50_000);
      String post = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 50000\r\n\r\n" + body;
      client.send(post + post + "GET /fixed HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.reply().text()).isEqualTo(body);
      assertThat(client.reply().text()).isEqualTo(body);
      assertThat(client.reply().text()).isEqualTo("fixed");
      assertThat(client.get("/fixed").reply().text()).isEqualTo("fixed");
    }
  }

  @Test
  void a_slow_reader_gets_all_and_is_asked_for_nothing_more_meanwhile() throws Exception {
    try (TestServer server = new TestServer(TestServer.CONFIG, tls);
        RawClient client = tls.connect(server.server.port(), 4_096)) {
      client.get("/big").get("/later");
      try (RawClient other = tls.connect(server.server.port(), 0);
          RawClient another = tls.connect(server.server.port(), 0)) {
        other.get("/fixed").reply();
        another.get("/fixed").reply();
      }
      assertThat(server.held).isEmpty();
      assertThat(client.reply().text()).hasSize(8 * 1024 * 1024);
      TestServer.answer(server.nextHeld(), "then");
      assertThat(client.reply().text()).isEqualTo("then");
    }
  }

  @Test
  void a_reader_that_takes_nothing_is_closed() throws Exception {
    Duration never = Duration.ofMinutes(1);
    HttpConfig config = TestServer.CONFIG.times(never, never, never, Duration.ofMillis(200));
    try (TestServer server = new TestServer(config, tls);
        RawClient client = tls.connect(server.server.port(), 4_096)) {
      client.get("/big");
      Wait.until(() -> server.server.connections() == 1);
      Wait.until(() -> server.server.connections() == 0);
    }
  }

  @Test
  void the_refusal_reaches_a_client_that_goes_on_sending() throws Exception {
    try (TestServer server = new TestServer(TestServer.CONFIG, tls)) {
      try (RawClient client = tls.connect(server.server.port(), 0)) {
        String head = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n";
        client.send(head + "x".repeat(200_000));
        assertThat(client.reply().status()).isEqualTo(413);
        assertThat(client.isClosed()).isTrue();
      }
      Wait.until(() -> server.server.connections() == 0);
    }
  }

  @Test
  void one_connection_too_many_is_told_so() throws Exception {
    try (TestServer server = new TestServer(TestServer.CONFIG.limits(1, 100), tls);
        RawClient one = tls.connect(server.server.port(), 0)) {
      assertThat(one.get("/fixed").reply().text()).isEqualTo("fixed");
      try (RawClient two = tls.connect(server.server.port(), 0)) {
        Reply reply = two.get("/fixed").reply();
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("retry-after")).isEqualTo("1");
        assertThat(two.isClosed()).isTrue();
      }
      assertThat(one.get("/fixed").reply().text()).isEqualTo("fixed");
    }
  }

  @Test
  void a_stream_skips_what_its_reader_does_not_take_and_ends_with_it() throws Exception {
    AtomicInteger number = new AtomicInteger();
    AtomicInteger closed = new AtomicInteger();
    AtomicInteger sent = new AtomicInteger();
    ServerObserver observer =
        new ServerObserver() {
          @Override
          public void streamClosed() {
            closed.incrementAndGet();
          }

          @Override
          public void eventSent() {
            sent.incrementAndGet();
          }
        };
    byte[] filling = ("\"" + "x".repeat(100_000) + "\"").getBytes(StandardCharsets.US_ASCII);
    Handler handler =
        exchange ->
            exchange.reply(
                Response.events(
                    _ -> ServerEvent.of("status", "v" + number.incrementAndGet(), filling)));
    try (HttpServer server = HttpServer.start(TestServer.CONFIG, handler, observer, tls)) {
      try (RawClient stuck = tls.connect(server.port(), 4_096);
          RawClient quick = tls.connect(server.port(), 0)) {
        stuck.get("/events");
        assertThat(quick.get("/events").reply(false).status()).isEqualTo(200);
        quick.readUntil("id: v200\n");
        // Both are asked for as often; the one who takes nothing is not even looked up for.
        assertThat(sent.get()).isLessThan(250);
      }
      Wait.until(() -> closed.get() == 2);
    }
  }
}
