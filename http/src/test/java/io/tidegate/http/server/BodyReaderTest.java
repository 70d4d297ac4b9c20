package io.tidegate.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.Wait;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are taken while they arrive. */
@Timeout(60)
class BodyReaderTest {

  private static final Duration NEVER = Duration.ofMinutes(1);

  /** Takes bodies, and answers at the end with what it got, or as its path says. */
  private static final class Taking implements Handler {

    final AtomicLong taken = new AtomicLong();
    final AtomicInteger ended = new AtomicInteger();
    final AtomicInteger broken = new AtomicInteger();
    final AtomicInteger gone = new AtomicInteger();
    volatile @Nullable Exchange latest;

    @Override
    public @Nullable BodyReader body(Exchange exchange) {
      if (exchange.path().equals("/whole")) return null;
      if (exchange.path().equals("/throws")) throw new IllegalStateException("no reader");
      latest = exchange;
      return new Reader(exchange);
    }

    @Override
    public void handle(Exchange exchange) {
      exchange.whenGone(gone::incrementAndGet);
      switch (exchange.path()) {
        case "/whole" -> exchange.reply(TestServer.text(200, "" + exchange.bodyLength()));
        case "/early" -> exchange.reply(TestServer.text(403, "early"));
        case "/paused" -> exchange.pauseBody(true);
        case "/asked" -> exchange.sendContinue();
        case "/fixed" -> exchange.reply(TestServer.text(200, "fixed"));
        default -> {}
      }
    }

    private final class Reader implements BodyReader {

      private final Exchange exchange;
      private final ByteArrayOutputStream got = new ByteArrayOutputStream();

      Reader(Exchange exchange) {
        this.exchange = exchange;
      }

      @Override
      public void data(ByteBuf bytes) {
        byte[] more = new byte[bytes.readableBytes()];
        bytes.readBytes(more).release();
        taken.addAndGet(more.length);
        if (exchange.path().equals("/fails")) throw new IllegalStateException("no room");
        if (!exchange.path().equals("/paused")) got.writeBytes(more);
      }

      @Override
      public void end() {
        ended.incrementAndGet();
        exchange.reply(Response.of(200, "text/plain", got.toByteArray()));
      }

      @Override
      public void broken() {
        broken.incrementAndGet();
      }
    }
  }

  private final Taking taking = new Taking();

  private HttpServer start(HttpConfig config) throws IOException {
    return HttpServer.start(config, taking, ServerObserver.NONE);
  }

  private static HttpConfig config() {
    return TestServer.CONFIG.limits(100, 1_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void bodies_arrive_as_they_were_sent_however_they_are_cut(long seed) throws Exception {
    Random random = new Random(seed);
    try (HttpServer server = start(config());
        RawClient client = new RawClient(server.port())) {
      StringBuilder sent = new StringBuilder();
      String[] bodies = new String[20];
      for (int i = 0; i < bodies.length; i++) {
        bodies[i] = Integer.toString(i).repeat(1 + random.nextInt(30_000));
        sent.append(random.nextBoolean() ? chunked(bodies[i], random) : whole(bodies[i]));
      }
      Thread sender = Thread.ofVirtual().start(() -> sendCut(client, sent.toString(), random));
      for (String body : bodies) assertThat(client.reply().text()).isEqualTo(body);
      sender.join();
      assertThat(taking.ended).hasValue(bodies.length);
      assertThat(taking.broken).hasValue(0);
    }
  }

  private static String whole(String body) {
    return "PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static String chunked(String body, Random random) {
    StringBuilder text =
        new StringBuilder("PUT /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int at = 0; at < body.length(); ) {
      int length = Math.min(body.length() - at, 1 + random.nextInt(9_000));
      text.append(Integer.toHexString(length)).append("\r\n");
      text.append(body, at, at + length).append("\r\n");
      at += length;
    }
    return text.append("0\r\n\r\n").toString();
  }

  private static void sendCut(RawClient client, String text, Random random) {
    try {
      for (int at = 0; at < text.length(); ) {
        int length = Math.min(text.length() - at, 1 + random.nextInt(20_000));
        client.send(text.substring(at, at + length));
        at += length;
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_reader_takes_more_than_the_server_collects_and_others_are_still_bounded()
      throws Exception {
    try (HttpServer server = start(config());
        RawClient client = new RawClient(server.port())) {
      assertThat(client.send(whole("x".repeat(100_000))).reply().text()).hasSize(100_000);
      client.send(whole("x".repeat(1_000)).replace("/x", "/whole"));
      assertThat(client.reply().text()).isEqualTo("1000");
      client.send(whole("x".repeat(1_001)).replace("/x", "/whole"));
      assertThat(client.reply().status()).isEqualTo(413);
    }
  }

  @Test
  void a_paused_body_waits_with_its_client_and_goes_on() throws Exception {
    try (HttpServer server = start(config());
        RawClient client = new RawClient(server.port())) {
      int length = 64 << 20;
      client.send("PUT /paused HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n");
      byte[] part = new byte[1 << 16];
      Thread sender =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (int i = 0; i < length / part.length; i++) client.send(part);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      Wait.until(() -> taking.latest != null);
      Exchange exchange = Objects.requireNonNull(taking.latest);
      LockSupport.parkNanos(200_000_000); // had it not been paused, all would be here by now
      assertThat(sender.isAlive()).isTrue();
      assertThat(taking.taken.get()).isLessThan(1 << 20);
      exchange.loop().execute(() -> exchange.pauseBody(false));
      assertThat(client.reply().status()).isEqualTo(200);
      sender.join();
      assertThat(taking.taken).hasValue(length);
    }
  }

  @Test
  void a_reply_before_the_body_is_whole_reaches_a_client_that_goes_on_sending() throws Exception {
    try (HttpServer server = start(config());
        RawClient client = new RawClient(server.port())) {
      client.send("PUT /early HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
      client.send("x".repeat(500_000));
      Reply reply = client.reply();
      assertThat(reply.status()).isEqualTo(403);
      assertThat(reply.header("connection")).isEqualTo("close");
      assertThat(client.isClosed()).isTrue();
      assertThat(taking.ended).hasValue(0);
    }
  }

  @Test
  void a_client_is_told_to_send_when_the_handler_says_so() throws Exception {
    try (HttpServer server = start(config());
        RawClient client = new RawClient(server.port())) {
      String expect = "Host: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n";
      client.send("PUT /asked HTTP/1.1\r\n" + expect);
      assertThat(client.reply().status()).isEqualTo(100);
      assertThat(client.send("abc").reply().text()).isEqualTo("abc");
      client.send("PUT /early HTTP/1.1\r\n" + expect);
      assertThat(client.reply().status()).isEqualTo(403);
    }
  }

  @Test
  void a_body_that_is_no_body_is_refused_and_its_reader_told() throws Exception {
    try (HttpServer server = start(config());
        RawClient client = new RawClient(server.port())) {
      client.send(
          "PUT /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nx\r\n");
      assertThat(client.reply().status()).isEqualTo(400);
      assertThat(client.isClosed()).isTrue();
      assertThat(taking.broken).hasValue(1);
      assertThat(taking.ended).hasValue(0);
    }
  }

  @Test
  void a_client_that_goes_away_breaks_its_body() throws Exception {
    try (HttpServer server = start(config())) {
      try (RawClient client = new RawClient(server.port())) {
        client.send("PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc");
        Wait.until(() -> taking.taken.get() == 3);
        client.reset();
      }
      Wait.until(() -> taking.broken.get() == 1 && taking.gone.get() == 1);
    }
  }

  @Test
  void a_body_that_stops_coming_is_late_unless_the_reader_paused_it() throws Exception {
    try (HttpServer server = start(config().times(NEVER, Duration.ofMillis(50), NEVER, NEVER));
        RawClient paused = new RawClient(server.port());
        RawClient slow = new RawClient(server.port())) {
      paused.send("PUT /paused HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc");
      Wait.until(() -> taking.latest != null);
      Exchange exchange = Objects.requireNonNull(taking.latest);
      slow.send("PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc");
      assertThat(slow.reply().status()).isEqualTo(408);
      assertThat(taking.broken).hasValue(1);
      exchange.loop().execute(() -> exchange.pauseBody(false));
      assertThat(paused.send("defghi").reply().status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/throws", "/fails"})
  void a_fault_of_the_reader_is_a_500(String path) throws Exception {
    try (HttpServer server = start(config());
        RawClient client = new RawClient(server.port())) {
      client.send("PUT " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc");
      Reply reply = client.reply();
      assertThat(reply.status()).isEqualTo(500);
      assertThat(reply.text()).doesNotContain("no r");
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void a_request_without_a_body_has_no_reader() throws Exception {
    try (HttpServer server = start(config());
        RawClient client = new RawClient(server.port())) {
      assertThat(client.get("/fixed").reply().text()).isEqualTo("fixed");
      String empty = "PUT /fixed HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n";
      assertThat(client.send(empty).reply().text()).isEqualTo("fixed");
      assertThat(taking.latest).isNull();
    }
  }
}
