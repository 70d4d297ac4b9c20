package io.tidegate.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
  private static final int STALL_MS = 300;

  private final Set<String> users = ConcurrentHashMap.newKeySet();
  private final AtomicInteger asked = new AtomicInteger();
  private final HttpServer server;
  private volatile int stallAt = -1;

  OpenLoopTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /** One thread for all: a stall holds everybody up. */
  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    users.add(exchange.getRequestURI() + " " + new String(body, StandardCharsets.UTF_8));
    if (asked.incrementAndGet() == stallAt) stall();
    exchange.sendResponseHeaders(201, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void stall() {
    try {
      Thread.sleep(STALL_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void sends_as_many_as_the_rate_says_each_for_a_user_of_its_own() throws IOException {
    OpenLoopResult openLoop = run(1_000, 0.5, 201);

    assertThat(openLoop.outcome().problem()).isEmpty();
    assertThat(openLoop.outcome().requests()).isBetween(499L, 501L);
    assertThat(users).hasSize((int) openLoop.outcome().requests());
    assertThat(users).allMatch(user -> user.matches("/u/(\\d{12}) \\{\"userId\":\\1}"));
  }

  @Test
  void a_stall_counts_for_everyone_who_would_have_asked_meanwhile() throws IOException {
    stallAt = 100;
    OpenLoopResult openLoop = run(1_000, 0.5, 201);

    // 300 of 500 were due during the stall; a closed loop would have four that waited.
    assertThat(openLoop.outcome().problem()).isEmpty();
    assertThat(openLoop.latencyNs().getCountBetweenValues(50_000_000, Long.MAX_VALUE))
        .isGreaterThan(200);
  }

  @Test
  void another_status_than_expected_is_an_error() throws IOException {
    OpenLoopResult openLoop = run(1_000, 0.1, 200);

    assertThat(openLoop.outcome().errors()).isPositive();
    assertThat(openLoop.outcome().problem()).contains("201 instead of 200");
  }

  @Test
  void ends_with_the_last_reply_where_nothing_is_left_to_ask() throws IOException {
    Counted counted = new Counted(50);
    OpenLoopResult openLoop =
        OpenLoop.run(server.getAddress().getPort(), counted, counted, 4, OpenLoop.UNPACED, 60, 201);

    assertThat(openLoop.outcome().requests()).isEqualTo(50);
    assertThat(openLoop.outcome().errors()).isZero();
    assertThat(openLoop.outcome().seconds()).isLessThan(30);
    assertThat(counted.answered.keySet())
        .hasSize(50)
        .allMatch(request -> request >= 0 && request < 50);
    assertThat(counted.answered.values()).containsOnly(201);
  }

  @Test
  void ends_once_no_connection_is_left() throws IOException {
    Counted counted = new Counted(1_000_000);
    counted.at(100, () -> server.stop(0));
    OpenLoopResult openLoop =
        OpenLoop.run(server.getAddress().getPort(), counted, counted, 4, OpenLoop.UNPACED, 60, 201);

    assertThat(openLoop.outcome().seconds()).isLessThan(30);
    assertThat(openLoop.outcome().errors()).isBetween(1L, 4L);
    assertThat(counted.answered).hasSize((int) openLoop.outcome().requests());
  }

  /** So many requests, and the status of each that was answered. */
  private static final class Counted implements RequestSource, ReplyHeads {
    private static final byte[] ASK =
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx"
            .getBytes(StandardCharsets.US_ASCII);

    private final ByteBuffer ask = ByteBuffer.allocateDirect(ASK.length).put(ASK);
    private final Map<Long, Integer> answered = new HashMap<>();
    private int left;
    private int when = -1;
    private Runnable then = () -> {};

    Counted(int count) {
      left = count;
    }

    void at(int answers, Runnable does) {
      when = answers;
      then = does;
    }

    @Override
    public ByteBuffer next() {
      left--;
      return ask.clear();
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public void onHead(ByteBuffer in, int end) {}

    @Override
    public void onReply(long request, int status, long intendedNs) {
      answered.put(request, status);
      if (answered.size() == when) then.run();
    }
  }

  private OpenLoopResult run(double perSecond, double seconds, int expected) throws IOException {
    RequestTemplate ask =
        RequestTemplate.post(
            "/u/" + RequestTemplate.USER, "{\"userId\":" + RequestTemplate.USER + "}");
    return OpenLoop.run(
        server.getAddress().getPort(), List.of(ask), new Users(), 4, perSecond, seconds, expected);
  }
}
