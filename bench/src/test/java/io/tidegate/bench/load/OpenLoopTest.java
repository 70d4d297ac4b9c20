package io.tidegate.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

  private OpenLoopResult run(double perSecond, double seconds, int expected) throws IOException {
    RequestTemplate ask =
        RequestTemplate.post(
            "/u/" + RequestTemplate.USER, "{\"userId\":" + RequestTemplate.USER + "}");
    return OpenLoop.run(
        server.getAddress().getPort(), List.of(ask), new Users(), 4, perSecond, seconds, expected);
  }
}
