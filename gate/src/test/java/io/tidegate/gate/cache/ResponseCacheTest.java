package io.tidegate.gate.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.gate.GateConfig;
import io.tidegate.gate.GateFixture;
import io.tidegate.gate.route.RouteConfig;
import io.tidegate.gate.route.RouteMatch;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.ScriptedServer;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseCacheTest {

  private static final CacheConfig SAID_ONLY = CacheConfig.DEFAULT;
  private static final CacheConfig TEN_SECONDS =
      new CacheConfig(1 << 20, 1 << 16, Duration.ofSeconds(10), Duration.ZERO, Duration.ZERO);

  @Test
  void what_is_fresh_is_asked_for_once() throws Exception {
    try (ScriptedServer upstream = saying("Cache-Control: max-age=60");
        GateFixture gate = before(upstream, SAID_ONLY);
        RawClient client = gate.connect()) {
      Reply first = client.get("/a").reply();
      Reply second = client.get("/a").reply();
      assertThat(first.text()).isEqualTo("1");
      assertThat(first.header("cache-status")).isEqualTo("tidegate; fwd=miss; stored");
      assertThat(second.text()).isEqualTo("1");
      assertThat(second.header("cache-status")).isEqualTo("tidegate; hit");
      assertThat(second.header("age")).isEqualTo("0");
      assertThat(client.get("/b").reply().text()).isEqualTo("2");
      assertThat(
              client
                  .send("HEAD /a HTTP/1.1\r\nHost: localhost\r\n\r\n")
                  .reply(false)
                  .header("content-length"))
          .isEqualTo("1");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cache-Control: private, max-age=60",
        "Cache-Control: no-store",
        "Cache-Control: no-cache, max-age=60",
        "Cache-Control: max-age=0",
        "Cache-Control: max-age=60\r\nSet-Cookie: a=b",
        "Cache-Control: max-age=60\r\nVary: *",
        "Cache-Control: max-age=60\r\nVary: Cookie",
        "Cache-Control: max-age=60\r\nAge: 61",
        "Expires: Thu, 01 Jan 1970 00:00:00 GMT",
        "Expires: 0",
      })
  void what_is_not_for_others_or_not_fresh_is_not_kept(String field) throws Exception {
    try (ScriptedServer upstream = saying(field);
        GateFixture gate = before(upstream, TEN_SECONDS);
        RawClient client = gate.connect()) {
      for (int i = 1; i <= 3; i++) assertThat(client.get("/").reply().text()).isEqualTo("" + i);
    }
  }

  @Test
  void a_route_may_say_for_how_long_what_does_not_say_it_is_fresh() throws Exception {
    try (ScriptedServer upstream = saying("X-Nothing: said");
        GateFixture kept = before(upstream, TEN_SECONDS);
        GateFixture passed = before(upstream, SAID_ONLY);
        RawClient keeps = kept.connect();
        RawClient passes = passed.connect()) {
      assertThat(keeps.get("/").reply().text()).isEqualTo("1");
      assertThat(keeps.get("/").reply().text()).isEqualTo("1");
      assertThat(passes.get("/").reply().text()).isEqualTo("2");
      assertThat(passes.get("/").reply().text()).isEqualTo("3");
    }
  }

  @Test
  void nobody_gets_what_was_said_to_somebody_else() throws Exception {
    try (ScriptedServer upstream = saying("Cache-Control: max-age=60");
        GateFixture gate = before(upstream, TEN_SECONDS);
        RawClient client = gate.connect()) {
      assertThat(ask(client, "Authorization: Bearer x").text()).isEqualTo("1");
      assertThat(ask(client, "Cookie: session=1").text()).isEqualTo("2");
      assertThat(ask(client, "Accept: */*").text()).isEqualTo("3");
      assertThat(ask(client, "Authorization: Bearer x").text()).isEqualTo("4");
      assertThat(ask(client, "Cookie: session=1").text()).isEqualTo("5");
      assertThat(ask(client, "Accept: */*").text()).isEqualTo("3");
    }
    try (ScriptedServer upstream = saying("Cache-Control: public, max-age=60");
        GateFixture gate = before(upstream, TEN_SECONDS);
        RawClient client = gate.connect()) {
      assertThat(ask(client, "Accept: */*").text()).isEqualTo("1");
      assertThat(ask(client, "Cookie: session=1").text()).isEqualTo("1");
      assertThat(upstream.requests().getFirst()).doesNotContain("Cookie");
    }
  }

  @Test
  void who_says_who_they_are_in_a_field_that_the_route_keeps_goes_past_it() throws Exception {
    try (ScriptedServer upstream = saying("Cache-Control: public, max-age=60");
        GateFixture gate = before(upstream, TEN_SECONDS, "X-User-Id");
        RawClient client = gate.connect()) {
      assertThat(ask(client, "X-User-Id: 7").text()).isEqualTo("1");
      assertThat(ask(client, "Accept: */*").text()).isEqualTo("2");
      assertThat(ask(client, "X-User-Id: 8").text()).isEqualTo("3");
      assertThat(ask(client, "Accept: */*").text()).isEqualTo("2");
    }
  }

  @Test
  void each_way_of_asking_has_a_response_of_its_own() throws Exception {
    try (ScriptedServer upstream =
            saying("Cache-Control: max-age=60\r\nVary: Accept-Language, Accept-Encoding");
        GateFixture gate = before(upstream, SAID_ONLY);
        RawClient client = gate.connect()) {
      assertThat(ask(client, "Accept-Language: ko").text()).isEqualTo("1");
      assertThat(ask(client, "Accept-Language: en").text()).isEqualTo("2");
      assertThat(ask(client, "Accept-Language: ko").text()).isEqualTo("1");
      assertThat(ask(client, "Accept-Language: en").text()).isEqualTo("2");
      assertThat(ask(client, "X-Other: y").text()).isEqualTo("3");
    }
  }

  @Test
  void a_client_that_has_it_gets_304() throws Exception {
    try (ScriptedServer upstream = saying("Cache-Control: max-age=60\r\nETag: W/\"v\"");
        GateFixture gate = before(upstream, SAID_ONLY);
        RawClient client = gate.connect()) {
      assertThat(ask(client, "If-None-Match: \"v\"").status()).isEqualTo(200);
      assertThat(ask(client, "If-None-Match: \"x\", \"v\"").status()).isEqualTo(304);
      assertThat(ask(client, "If-None-Match: \"x\"").status()).isEqualTo(200);
      assertThat(upstream.requests()).hasSize(1);
      assertThat(upstream.requests().getFirst()).doesNotContain("If-None-Match");
    }
  }

  @Test
  void what_has_grown_old_is_asked_for_with_its_version_and_kept_on_a_304() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (ScriptedServer upstream =
            new ScriptedServer((request, call) -> {
              asked.incrementAndGet();
              if (request.contains("If-None-Match: \"v\""))
                call.send("HTTP/1.1 304 Not Modified\r\nETag: \"v\"\r\n\r\n");
              else call.send("HTTP/1.1 200 OK\r\nETag: \"v\"\r\nContent-Length: 3\r\n\r\nold");
            });
        GateFixture gate = before(upstream, ttl(300));
        RawClient client = gate.connect()) {
      assertThat(client.get("/").reply().text()).isEqualTo("old");
      Wait.until(() -> {
        assertThat(client.get("/").reply().text()).isEqualTo("old");
        return asked.get() == 2;
      });
      assertThat(client.get("/").reply().header("cache-status")).isEqualTo("tidegate; hit");
      assertThat(asked).hasValue(2);
    }
  }

  @Test
  void many_who_ask_at_once_cause_one_request() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (ScriptedServer upstream =
            new ScriptedServer((_, call) -> {
              boolean _ = release.await(20, TimeUnit.SECONDS);
              call.ok("slow");
            });
        GateFixture gate = before(upstream, TEN_SECONDS)) {
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 50; i++) clients.add(gate.connect().get("/"));
      Wait.until(() -> !upstream.requests().isEmpty());
      Thread.sleep(100);
      release.countDown();
      for (RawClient client : clients) {
        assertThat(client.reply().text()).isEqualTo("slow");
        client.close();
      }
      assertThat(upstream.requests()).hasSize(1);
    }
  }

  @Test
  void who_waited_for_what_is_not_for_a_cache_asks_for_themselves() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    try (ScriptedServer upstream =
            new ScriptedServer((_, call) -> {
              int number = asked.incrementAndGet();
              boolean _ = release.await(20, TimeUnit.SECONDS);
              call.send(
                  "HTTP/1.1 200 OK\r\nCache-Control: private\r\nContent-Length: 2\r\n\r\n"
                      + (number + 10));
            });
        GateFixture gate = before(upstream, TEN_SECONDS)) {
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 20; i++) clients.add(gate.connect().get("/"));
      Wait.until(() -> asked.get() == 1);
      Thread.sleep(100);
      release.countDown();
      List<String> bodies = new ArrayList<>();
      for (RawClient client : clients) {
        bodies.add(client.reply().text());
        client.close();
      }
      assertThat(bodies).doesNotHaveDuplicates();
    }
  }

  @Test
  void the_first_who_asked_may_leave_and_the_others_get_it_all_the_same() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (ScriptedServer upstream =
            new ScriptedServer((_, call) -> {
              boolean _ = release.await(20, TimeUnit.SECONDS);
              call.ok("slow");
            });
        GateFixture gate = before(upstream, TEN_SECONDS);
        RawClient second = gate.connect()) {
      RawClient first = gate.connect().get("/");
      Wait.until(() -> !upstream.requests().isEmpty());
      second.get("/");
      Thread.sleep(100);
      first.reset();
      Thread.sleep(100);
      release.countDown();
      assertThat(second.reply().text()).isEqualTo("slow");
      assertThat(upstream.requests()).hasSize(1);
    }
  }

  @Test
  void what_is_stale_goes_out_while_it_is_fetched_anew() throws Exception {
    CacheConfig config =
        new CacheConfig(
            1 << 20, 1 << 16, Duration.ofMillis(200), Duration.ofMinutes(1), Duration.ZERO);
    try (ScriptedServer upstream = saying("X: y");
        GateFixture gate = before(upstream, config);
        RawClient client = gate.connect()) {
      assertThat(client.get("/").reply().text()).isEqualTo("1");
      Wait.until(() -> {
        Reply reply = client.get("/").reply();
        assertThat(reply.text()).isEqualTo("1");
        return reply.header("cache-status").contains("stale");
      });
      Wait.until(() -> upstream.requests().size() == 2);
      Wait.until(() -> client.get("/").reply().text().equals("2"));
    }
  }

  @Test
  void what_is_stale_goes_out_where_the_upstream_fails() throws Exception {
    CacheConfig config =
        new CacheConfig(
            1 << 20, 1 << 16, Duration.ofMillis(100), Duration.ZERO, Duration.ofMinutes(1));
    AtomicInteger asked = new AtomicInteger();
    try (ScriptedServer upstream =
            new ScriptedServer((_, call) -> {
              switch (asked.incrementAndGet()) {
                case 1 -> call.ok("good");
                case 2 -> call.send("HTTP/1.1 500 No\r\nContent-Length: 3\r\n\r\nbad");
                default -> call.close();
              }
            });
        GateFixture gate = before(upstream, config);
        RawClient client = gate.connect()) {
      assertThat(client.get("/").reply().text()).isEqualTo("good");
      for (int i = 2; i <= 3; i++) {
        int fails = i;
        Wait.until(() -> {
          Reply reply = client.get("/").reply();
          assertThat(reply.text()).isEqualTo("good");
          return asked.get() >= fails && reply.header("cache-status").contains("stale-if-error");
        });
      }
    }
  }

  @Test
  void a_change_forgets_what_is_kept_of_that_address() throws Exception {
    try (ScriptedServer upstream = saying("Cache-Control: max-age=60");
        GateFixture gate = before(upstream, SAID_ONLY);
        RawClient client = gate.connect()) {
      assertThat(client.get("/").reply().text()).isEqualTo("1");
      assertThat(client.ask("POST", "/", "x").text()).isEqualTo("2");
      assertThat(client.get("/").reply().text()).isEqualTo("3");
    }
  }

  @Test
  void what_is_too_large_is_passed_on_and_not_kept_and_all_together_stay_within_the_bound()
      throws Exception {
    String large = "x".repeat(70_000);
    CacheConfig small =
        new CacheConfig(
            CacheConfig.BYTES_LEAST, 20_000, Duration.ofMinutes(1), Duration.ZERO, Duration.ZERO);
    try (ScriptedServer upstream =
            new ScriptedServer((request, call) -> {
              if (request.startsWith("GET /large")) call.ok(large);
              else if (request.startsWith("GET /chunks"))
                call.send(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + Integer.toHexString(large.length())
                        + "\r\n"
                        + large
                        + "\r\n0\r\n\r\n");
              else call.ok(large.substring(60_000));
            });
        GateFixture gate = before(upstream, small);
        RawClient client = gate.connect()) {
      for (String path : new String[] {"/large", "/chunks", "/large", "/chunks"})
        assertThat(client.get(path).reply().text()).isEqualTo(large);
      assertThat(upstream.requests()).hasSize(4);
      for (int i = 0; i < 50; i++) assertThat(client.get("/" + i).reply().text()).hasSize(10_000);
      int kept = 0;
      for (int i = 0; i < 50; i++) {
        client.send("HEAD /" + i + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        if (client.reply(false).header("cache-status").contains("hit")) kept++;
      }
      assertThat(kept).isBetween(1, CacheConfig.BYTES_LEAST / 10_000);
    }
  }

  @Test
  void each_host_that_a_route_keeps_has_its_own_and_is_asked_for_by_its_name() throws Exception {
    try (ScriptedServer upstream = saying("Cache-Control: max-age=60");
        GateFixture gate = before(upstream, CacheConfig.DEFAULT, "Host");
        RawClient client = gate.connect()) {
      for (String host : List.of("a", "a", "b"))
        client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").reply();
      assertThat(upstream.requests()).hasSize(2);
      assertThat(upstream.requests().get(0)).contains("\r\nHost: a\r\n");
      assertThat(upstream.requests().get(1)).contains("\r\nHost: b\r\n");
    }
  }

  private static ScriptedServer saying(String field) throws IOException {
    AtomicInteger number = new AtomicInteger();
    return new ScriptedServer((_, call) -> {
      String body = Integer.toString(number.incrementAndGet());
      call.send(
          "HTTP/1.1 200 OK\r\n"
              + field
              + "\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body);
    });
  }

  private static CacheConfig ttl(int ms) {
    return new CacheConfig(1 << 20, 1 << 16, Duration.ofMillis(ms), Duration.ZERO, Duration.ZERO);
  }

  private static Reply ask(RawClient client, String field) throws IOException {
    return client.send("GET / HTTP/1.1\r\nHost: localhost\r\n" + field + "\r\n\r\n").reply();
  }

  private static GateFixture before(ScriptedServer upstream, CacheConfig cache, String... keeps)
      throws IOException {
    RouteConfig route =
        RouteConfig.of(RouteMatch.path("/"))
            .upstream("u")
            .keeps(List.of(keeps))
            .cache(cache)
            .build();
    GateConfig config =
        GateFixture.config(List.of(GateFixture.upstream("u", upstream.address())), route);
    return GateFixture.of(config);
  }
}
