package io.tidegate.gate.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.testkit.ScriptedServer;
import io.tidegate.testkit.Wait;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HealthCheckerTest {

  private static final CheckConfig CONFIG =
      new CheckConfig(
          "/health?deep=1", Duration.ofMillis(100), Duration.ofMillis(300), 2, 3, 200, 299);

  @Test
  void an_endpoint_goes_down_after_three_bad_checks_and_comes_up_after_two_good_ones() {
    CheckRecord checks = new CheckRecord(CONFIG);
    for (int i = 0; i < 2; i++) checks.add("status 500");
    checks.add(null);
    for (int i = 0; i < 2; i++) checks.add("status 500");
    assertThat(checks.down()).isNull();
    checks.add("status 503");
    assertThat(checks.down()).isEqualTo("status 503");
    checks.add(null);
    checks.add("refused");
    checks.add(null);
    assertThat(checks.down()).isEqualTo("refused");
    checks.add(null);
    assertThat(checks.down()).isNull();
  }

  @Test
  void it_asks_for_the_path_again_and_again_and_stops_when_closed() throws Exception {
    AtomicInteger good = new AtomicInteger();
    try (ScriptedServer upstream = ScriptedServer.saying("up")) {
      HealthChecker checker =
          HealthChecker.start(
              CONFIG,
              "models:80",
              address(upstream),
              (succeeded, down) -> {
                if (succeeded && down == null) good.incrementAndGet();
              });
      Wait.until(() -> good.get() >= 3);
      checker.close();
      assertThat(upstream.requests().getFirst())
          .startsWith("GET /health?deep=1 HTTP/1.1\r\nHost: models:80\r\n");
    }
  }

  @Test
  void it_says_what_is_wrong() throws Exception {
    assertThat(check("HTTP/1.1 503 Busy\r\n\r\n")).isEqualTo("status 503");
    assertThat(check("SSH-2.0-OpenSSH")).isEqualTo("no HTTP response");
    assertThat(check("")).isEqualTo("no HTTP response");
    try (ScriptedServer dribbles =
        new ScriptedServer((_, call) -> {
          for (char one : "HTTP/1.1 200 OK".toCharArray()) {
            call.send(String.valueOf(one));
            Thread.sleep(100);
          }
        })) {
      assertThat(new HealthCheck(CONFIG, "a", address(dribbles)).run())
          .isEqualTo("no answer within 300 ms");
    }
    int free;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = gone.getLocalPort();
    }
    InetSocketAddress nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), free);
    assertThat(new HealthCheck(CONFIG, "a", nobody).run()).isEqualTo("Connection refused");
  }

  @Test
  void bounds_are_refused() {
    Duration second = Duration.ofSeconds(1);
    for (String path : List.of("", "health", "/a b", "/a\r\nX: y"))
      assertThatThrownBy(() -> CheckConfig.at(path)).hasMessageContaining("path");
    List<Runnable> outside = new CopyOnWriteArrayList<>();
    outside.add(() -> new CheckConfig("/", Duration.ofMillis(99), second, 1, 1, 200, 200));
    outside.add(() -> new CheckConfig("/", second, Duration.ofMillis(9), 1, 1, 200, 200));
    outside.add(() -> new CheckConfig("/", second, second, 0, 1, 200, 200));
    outside.add(() -> new CheckConfig("/", second, second, 1, 101, 200, 200));
    outside.add(() -> new CheckConfig("/", second, second, 1, 1, 99, 200));
    outside.add(() -> new CheckConfig("/", second, second, 1, 1, 200, 199));
    assertThat(outside)
        .allSatisfy(one -> assertThatThrownBy(one::run).hasMessageContaining("must be in ["));
  }

  private static String check(String response) throws Exception {
    try (ScriptedServer upstream =
        new ScriptedServer((_, call) -> {
          call.send(response);
          call.close();
        })) {
      return String.valueOf(new HealthCheck(CONFIG, "a", address(upstream)).run());
    }
  }

  private static InetSocketAddress address(ScriptedServer upstream) {
    String text = upstream.address();
    int port = Integer.parseInt(text.substring(text.lastIndexOf(':') + 1));
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
