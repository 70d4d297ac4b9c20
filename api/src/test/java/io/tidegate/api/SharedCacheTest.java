package io.tidegate.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.fixture.ServiceFixture;
import io.tidegate.testkit.Needs;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real nginx in front that keeps whatever it is not told to forget, as an operator's may: {@code
 * proxy_cache_valid 200 10s} for every path. Where there is no nginx it says so and goes on.
 */
@Timeout(60)
class SharedCacheTest {

  @TempDir Path folder;
  private @Nullable ServiceFixture service;
  private @Nullable Process nginx;
  private int port;

  @BeforeEach
  void start() throws Exception {
    Path program = Needs.program("nginx");
    ServiceFixture started = new ServiceFixture(folder);
    service = started;
    started.room("default", 9, 1);
    started.coupon(started.openSale(), 9);
    started.concert("Moonrise Choir");
    port = freePort();
    Path config = folder.resolve("nginx.conf");
    Files.writeString(config, config(started.server.port()));
    nginx =
        new ProcessBuilder(program.toString(), "-c", config.toString(), "-p", folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    awaitUp();
  }

  @AfterEach
  void stop() throws Exception {
    if (nginx != null) nginx.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    if (service != null) service.close();
  }

  private String config(int service) {
    return """
    daemon off;
    master_process off;
    pid %1$s/nginx.pid;
    error_log %1$s/error.log;
    events {}
    http {
      access_log off;
      client_body_temp_path %1$s/body;
      proxy_temp_path %1$s/proxy;
      fastcgi_temp_path %1$s/fastcgi;
      uwsgi_temp_path %1$s/uwsgi;
      scgi_temp_path %1$s/scgi;
      proxy_cache_path %1$s/cache keys_zone=all:1m;
      server {
        listen 127.0.0.1:%2$d;
        location / {
          proxy_pass http://127.0.0.1:%3$d;
          proxy_cache all;
          proxy_cache_valid any 10s;
          add_header X-Cache $upstream_cache_status always;
        }
      }
    }
    """
        .formatted(folder, port, service);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitUp() throws IOException {
    long deadlineNs = System.nanoTime() + 10_000_000_000L;
    while (true) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        if (System.nanoTime() > deadlineNs)
          throw new AssertionError(Files.readString(folder.resolve("said")), e);
        LockSupport.parkNanos(5_000_000);
      }
    }
  }

  @Test
  void nobody_is_told_what_somebody_else_was_told() throws Exception {
    try (RawClient client = new RawClient(port)) {
      client.ask("PATCH", "/api/v1/pay/charge?amount=500", "", "X-User-Id", "1").is(200);
      for (int i = 0; i < 2; i++) {
        assertThat(client.ask("GET", "/api/v1/pay/query", "", "X-User-Id", "1").number("amount"))
            .isEqualTo(500);
        assertThat(client.ask("GET", "/api/v1/pay/query", "", "X-User-Id", "2").number("amount"))
            .isZero();
      }
      client.ask("POST", "/api/v1/coupon/issue", "{\"userId\":1}").is(201);
      assertThat(client.ask("GET", "/api/v1/claims", "", "X-User-Id", "1").text())
          .contains("\"claimId\":1");
      assertThat(client.ask("GET", "/api/v1/claims", "", "X-User-Id", "2").text()).isEqualTo("[]");
      client.ask("GET", "/api/v1/claims/1", "", "X-User-Id", "1").is(200);
      client.ask("GET", "/api/v1/claims/1", "", "X-User-Id", "2").is(404);
      client.ask("GET", "/api/v1/claims/1", "", "X-User-Id", "1").is(200);
      String[] places = new String[2];
      for (int user = 1; user <= 2; user++) {
        String ticket =
            client
                .ask("POST", "/api/v1/user/" + user + "/queue/token/issue", "")
                .is(200)
                .word("waitingToken");
        places[user - 1] =
            client.ask("GET", "/api/v1/user/queue/token/query", "", "waitingToken", ticket).text();
      }
      assertThat(places[1]).isNotEqualTo(places[0]);
    }
  }

  @Test
  void a_refusal_lasts_no_longer_than_what_causes_it() throws Exception {
    try (RawClient client = new RawClient(port)) {
      client.ask("GET", "/api/v1/offers/2", "").is(404);
      ServiceFixture behind = Objects.requireNonNull(service);
      behind.coupon(behind.openSale(), 9);
      client.ask("GET", "/api/v1/offers/2", "").is(200);
    }
  }

  @Test
  void what_everybody_may_see_is_kept_as_long_as_it_says() throws Exception {
    try (RawClient client = new RawClient(port)) {
      Reply first = client.ask("GET", "/api/v1/rooms/default/status", "").is(200);
      Reply again = client.ask("GET", "/api/v1/rooms/default/status", "").is(200);
      assertThat(first.header("x-cache")).isEqualTo("MISS");
      assertThat(again.header("x-cache")).isEqualTo("HIT");
    }
  }
}
