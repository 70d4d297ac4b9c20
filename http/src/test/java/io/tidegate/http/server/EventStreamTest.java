package io.tidegate.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.http.stream.ServerEvent;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams over real connections, with events that the test makes. */
@Timeout(60)
class EventStreamTest {

  private static final Duration LONG = Duration.ofMinutes(10);
  private static final HttpConfig CONFIG = TestServer.CONFIG.streams(3, LONG);

  /** Counts what the server tells of streams. */
  private static final class Heard implements ServerObserver {
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    final AtomicInteger tooSlow = new AtomicInteger();
    final AtomicInteger events = new AtomicInteger();
    final AtomicInteger answered = new AtomicInteger();
    final AtomicInteger connectionsClosed = new AtomicInteger();

    @Override
    public void streamOpened() {
      opened.incrementAndGet();
    }

    @Override
    public void streamClosed() {
      closed.incrementAndGet();
    }

    @Override
    public void streamRefused() {
      refused.incrementAndGet();
    }

    @Override
    public void streamTooSlow() {
      tooSlow.incrementAndGet();
    }

    @Override
    public void eventSent() {
      events.incrementAndGet();
    }

    @Override
    public void closed() {
      connectionsClosed.incrementAndGet();
    }

    @Override
    public void answered(Exchange exchange, int status, long bytes, long durationNs) {
      if (exchange.route().equals("/events") && status == 200) answered.incrementAndGet();
    }
  }

  private final Heard heard = new Heard();
  private volatile ServerEvent newest = event(1);
  private volatile boolean broken;
  private volatile WeakReference<byte[]> requestBytes = new WeakReference<>(null);
  private HttpServer server = start(CONFIG, true);

  @AfterEach
  void stop() {
    server.stop(Duration.ofMillis(100));
  }

  private HttpServer start(HttpConfig config, boolean epoll) {
    Router router =
        Router.builder()
            .get("/events", this::stream)
            .get("/fixed", exchange -> exchange.reply(TestServer.text(200, "fixed")))
            .build();
    try {
      return HttpServer.start(config, router, heard, epoll);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void stream(Exchange exchange) {
    requestBytes = new WeakReference<>(exchange.headBytes());
    exchange.reply(Response.events(this::newest));
  }

  private void restart(HttpConfig config, boolean epoll) {
    server.stop(Duration.ZERO);
    server = start(config, epoll);
  }

  private ServerEvent newest(long nowNs) {
    if (broken) throw new IllegalStateException("no event");
    return newest;
  }

  private static ServerEvent event(int number) {
    return event(number, "{\"n\":" + number + "}");
  }

  private static ServerEvent event(int number, String data) {
    return ServerEvent.of("status", "v" + number, data.getBytes(UTF_8));
  }

  private static String text(int number) {
    return "event: status\nid: v" + number + "\ndata: {\"n\":" + number + "}";
  }

  private RawClient open(String... headers) throws IOException {
    return open(0, headers);
  }

  private RawClient open(int receiveBytes, String... headers) throws IOException {
    RawClient client = new RawClient(server.port(), receiveBytes);
    client.events("/events", headers).is(200);
    return client;
  }

  // ---- what a client gets ----

  @Test
  void a_client_of_http_1_0_gets_the_same_without_chunks_until_the_end() throws Exception {
    restart(CONFIG.streams(10, Duration.ofMillis(10)), true);
    String got;
    try (RawClient client = new RawClient(server.port())) {
      client.send("GET /events HTTP/1.0\r\n\r\n");
      Wait.until(() -> heard.events.get() == 1);
      newest = event(2);
      Wait.until(() -> heard.events.get() == 2);
      server.stop(Duration.ZERO);
      got = client.rest();
    }
    assertThat(got).contains("Connection: close\r\n").doesNotContain("Transfer-Encoding");
    String[] messages = got.substring(got.indexOf("\r\n\r\n") + 4).split("\n\n", -1);
    assertThat(messages[0]).matches("retry: \\d{4}");
    assertThat(List.of(messages).subList(1, messages.length))
        .filteredOn(message -> !message.equals(":")) // heartbeats come in between
        .containsExactly(text(1), text(2), "");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_stream_begins_with_the_newest_event_and_tells_each_change(boolean epoll) throws Exception {
    restart(CONFIG, epoll);
    try (RawClient client = new RawClient(server.port())) {
      Reply head = client.events("/events");
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("content-type")).isEqualTo("text/event-stream");
      assertThat(head.header("cache-control")).isEqualTo("no-store");
      assertThat(head.header("x-accel-buffering")).isEqualTo("no");
      assertThat(head.header("transfer-encoding")).isEqualTo("chunked");
      assertThat(head.header("content-length")).isEmpty();
      assertThat(client.message()).matches("retry: [2-5]\\d\\d\\d");
      assertThat(client.message()).isEqualTo(text(1));
      for (int n = 2; n < 5; n++) {
        newest = event(n);
        assertThat(client.message()).isEqualTo(text(n));
      }
    }
    Wait.until(() -> heard.closed.get() == 1);
    assertThat(heard.events).hasValue(4);
    assertThat(heard.opened).hasValue(1);
    assertThat(heard.answered).hasValue(1);
    Wait.until(() -> heard.connectionsClosed.get() == 1);
  }

  @Test
  void who_has_the_newest_event_already_gets_only_the_next_one() throws Exception {
    try (RawClient client = open("Last-Event-ID", "v1");
        RawClient behind = open("Last-Event-ID", "v0")) {
      assertThat(client.message()).startsWith("retry: ");
      behind.message();
      assertThat(behind.message()).isEqualTo(text(1));
      newest = event(2);
      assertThat(client.message()).isEqualTo(text(2));
    }
  }

  @Test
  void a_stream_keeps_nothing_of_its_request() throws Exception {
    try (RawClient client = open()) {
      client.message();
      Wait.until(() -> {
        System.gc();
        return requestBytes.get() == null;
      });
    }
  }

  @Test
  void all_streams_are_told_the_same_bytes() throws Exception {
    try (RawClient one = open();
        RawClient two = open()) {
      newest = event(2, "{\"name\":\"바다\"}");
      for (RawClient client : List.of(one, two)) {
        client.message();
        String last = client.message();
        if (last.contains("v1")) last = client.message();
        assertThat(last).isEqualTo("event: status\nid: v2\ndata: {\"name\":\"바다\"}");
      }
    }
  }

  @Test
  void a_quiet_stream_gets_a_comment_now_and_then() throws Exception {
    restart(CONFIG.streams(3, Duration.ofMillis(50)), true);
    try (RawClient client = open()) {
      client.message();
      client.message();
      for (int i = 0; i < 3; i++) assertThat(client.message()).isEqualTo(":");
      newest = event(2);
      String message = client.message();
      while (message.equals(":")) message = client.message();
      assertThat(message).isEqualTo(text(2));
    }
  }

  @Test
  void clients_are_told_different_times_to_come_back_after() throws Exception {
    String first;
    String second;
    try (RawClient one = open();
        RawClient two = open()) {
      first = one.message();
      second = two.message();
    }
    try (RawClient three = open()) {
      assertThat(List.of(first, second, three.message()).stream().distinct().count())
          .isGreaterThan(1);
    }
  }

  @Test
  void head_tells_the_head_and_opens_no_stream() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      client.send("HEAD /events HTTP/1.1\r\nHost: test\r\n\r\n");
      assertThat(client.reply(false).header("content-type")).isEqualTo("text/event-stream");
      client.get("/fixed");
      assertThat(client.reply().text()).isEqualTo("fixed");
    }
    assertThat(heard.opened).hasValue(0);
  }

  @Test
  void replies_before_a_stream_on_its_connection_come_before_it() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      String host = " HTTP/1.1\r\nHost: a\r\n\r\n";
      client.send("GET /fixed" + host + "GET /events" + host);
      assertThat(client.reply().is(200).text()).isEqualTo("fixed");
      client.reply(false).is(200);
      assertThat(client.message()).startsWith("retry: ");
      assertThat(client.message()).isEqualTo(text(1));
    }
  }

  // ---- how it ends ----

  @Test
  void a_client_that_ends_its_side_gets_the_last_chunk() throws Exception {
    try (RawClient client = open()) {
      client.message();
      client.message();
      client.shutdownOutput();
      assertThat(client.message()).isEmpty();
      assertThat(client.isClosed()).isTrue();
    }
    Wait.until(() -> heard.closed.get() == 1);
  }

  @Test
  void a_client_that_had_ended_its_side_before_gets_the_newest_and_the_end() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      client.get("/events").shutdownOutput();
      assertThat(client.rest()).contains(text(1)).endsWith("\r\n0\r\n\r\n");
    }
    Wait.until(() -> heard.closed.get() == 1);
  }

  @Test
  void streams_end_with_the_server_which_does_not_wait_for_them() throws Exception {
    try (RawClient one = open();
        RawClient two = open()) {
      long beginNs = System.nanoTime();
      server.stop(Duration.ofSeconds(30));
      assertThat(System.nanoTime() - beginNs).isLessThan(Duration.ofSeconds(10).toNanos());
      for (RawClient client : List.of(one, two)) {
        client.message();
        client.message();
        assertThat(client.message()).isEmpty();
        assertThat(client.isClosed()).isTrue();
      }
    }
    assertThat(heard.closed).hasValue(2);
  }

  @Test
  void what_a_client_says_on_a_stream_is_ignored_within_a_bound() throws Exception {
    try (RawClient client = open()) {
      client.message();
      client.message();
      client.send("x".repeat(10_000));
      newest = event(2);
      assertThat(client.message()).isEqualTo(text(2));
      client.send("x".repeat(10_000));
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void a_stream_whose_source_fails_ends_and_harms_nobody() throws Exception {
    try (RawClient client = open()) {
      client.message();
      client.message();
      broken = true;
      assertThat(client.message()).isEmpty();
    }
    broken = false;
    try (RawClient client = open()) {
      client.message();
      assertThat(client.message()).isEqualTo(text(1));
    }
  }

  @Test
  void a_client_that_crashes_frees_its_place() throws Exception {
    for (int i = 0; i < 8; i++) {
      int before = i;
      Wait.until(() -> heard.closed.get() == before);
      open().reset();
      Wait.until(() -> heard.opened.get() == before + 1);
    }
    assertThat(heard.refused).hasValue(0);
  }

  // ---- bounds ----

  @Test
  void beyond_their_bound_one_is_told_when_to_come_back_until_one_has_ended() throws Exception {
    try (RawClient one = open();
        RawClient _ = open();
        RawClient _ = open()) {
      try (RawClient four = new RawClient(server.port())) {
        Reply full = four.get("/events").reply();
        assertThat(full.status()).isEqualTo(200);
        assertThat(full.header("content-type")).isEqualTo("text/event-stream");
        assertThat(full.text()).matches("retry: 1\\d{4}\nevent: full\ndata: \\{}\n\n");
        assertThat(four.get("/fixed").reply().text()).isEqualTo("fixed");
        one.reset();
        Wait.until(() -> heard.closed.get() == 1);
        assertThat(four.get("/events").reply(false).status()).isEqualTo(200);
      }
    }
    assertThat(heard.refused).hasValue(1);
  }

  @Test
  void a_slow_reader_skips_to_the_newest_and_finds_no_event_cut() throws Exception {
    String filling = "x".repeat(60_000);
    try (RawClient slow = open(2_048);
        RawClient quick = open()) {
      int last = 60;
      for (int n = 2; n <= last; n++) {
        newest = event(n, filling);
        String id = "id: v" + n + "\n";
        String message = quick.message();
        while (!message.contains(id)) message = quick.message();
      }
      int told = 0;
      String message = slow.message();
      for (; !message.contains("id: v" + last + "\n"); message = slow.message()) told++;
      assertThat(message).endsWith(filling);
      assertThat(told).isLessThan(last - 10);
    }
  }

  @Test
  void a_reader_that_takes_nothing_is_closed_after_its_time_and_others_go_on() throws Exception {
    Duration write = Duration.ofMillis(300);
    restart(CONFIG.times(LONG, LONG, Duration.ofMinutes(1), write), true);
    String filling = "x".repeat(60_000);
    try (RawClient _ = open(2_048);
        RawClient quick = open()) {
      for (int n = 2; heard.tooSlow.get() == 0; n++) {
        newest = event(n, filling);
        String id = "id: v" + n + "\n";
        String message = quick.message();
        while (!message.contains(id)) message = quick.message();
      }
      Wait.until(() -> heard.closed.get() == 1);
      assertThat(heard.tooSlow).hasValue(1);
    }
  }

  @Test
  void an_event_is_lines_of_its_own() {
    assertThatThrownBy(() -> event(1, "two\nlines")).isInstanceOf(IllegalArgumentException.class);
    byte[] data = {};
    for (String word : List.of("", "two words", "a\nb", "é")) {
      assertThatThrownBy(() -> ServerEvent.of(word, "1", data))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> ServerEvent.of("status", word, data))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
