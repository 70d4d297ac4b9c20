package io.tidegate.gate.fallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.gate.GateConfig;
import io.tidegate.gate.GateFixture;
import io.tidegate.gate.cache.CacheConfig;
import io.tidegate.gate.forward.ForwardTimes;
import io.tidegate.gate.limit.LimitConfig;
import io.tidegate.gate.limit.QueueConfig;
import io.tidegate.gate.route.RouteConfig;
import io.tidegate.gate.route.RouteMatch;
import io.tidegate.gate.upstream.UpstreamConfig;
import io.tidegate.gate.upstream.UpstreamPolicy;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.ScriptedServer;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients get whose request gets no response. */
@Timeout(60)
class RouteFallbackTest {

  private static final FallbackConfig PAGE = new FallbackConfig(false, null, 503, null);
  private static final FallbackConfig OTHER = new FallbackConfig(false, "other", null, null);
  private static final String BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";

  private static RouteConfig.Builder to(FallbackConfig fallback) {
    return RouteConfig.of(RouteMatch.path("/")).upstream("u").fallback(fallback);
  }

  private static GateFixture gate(RouteConfig.Builder route, ScriptedServer... upstreams)
      throws IOException {
    return gate(UpstreamPolicy.DEFAULT, route, upstreams);
  }

  /** Before the first, with the second as the other one. */
  private static GateFixture gate(
      UpstreamPolicy policy, RouteConfig.Builder route, ScriptedServer... upstreams)
      throws IOException {
    UpstreamConfig usual = GateFixture.upstream("u", upstreams[0].address());
    UpstreamConfig first =
        new UpstreamConfig("u", usual.endpoints(), Duration.ofMillis(500), policy);
    List<UpstreamConfig> all =
        upstreams.length == 1
            ? List.of(first)
            : List.of(first, GateFixture.upstream("other", upstreams[1].address()));
    GateConfig config = GateFixture.config(all, route.build());
    return GateFixture.of(config);
  }

  private static ScriptedServer gone() throws IOException {
    ScriptedServer gone = ScriptedServer.saying("gone");
    gone.stop();
    return gone;
  }

  private static ScriptedServer breaking() throws IOException {
    return new ScriptedServer((_, call) -> call.close());
  }

  // ---- the page ----

  @Test
  void a_person_gets_a_page_in_their_language_that_comes_again_by_itself() throws Exception {
    try (ScriptedServer gone = gone();
        GateFixture gate = gate(to(PAGE), gone);
        RawClient client = gate.connect()) {
      Reply english = client.ask("GET", "/a?b=1", "", "Accept", BROWSER);
      assertThat(english.status()).isEqualTo(503);
      assertThat(english.text()).contains("<html lang=\"en\">", "Try again in a moment");
      assertThat(english.text()).doesNotContain("<script", "http://", "https://", "src=");
      assertThat(english.header("content-language")).isEqualTo("en");
      assertThat(english.header("content-security-policy"))
          .startsWith("default-src 'none'; style-src 'sha256-")
          .doesNotContain("script-src", "unsafe");
      assertThat(english.header("cache-control")).isEqualTo("no-store");
      int seconds = Integer.parseInt(english.header("retry-after"));
      assertThat(seconds).isBetween(5, 10);
      assertThat(english.header("refresh")).isEqualTo(Integer.toString(seconds));
      assertThat(english.text()).contains(english.header("x-request-id"));

      Reply korean =
          client.ask("GET", "/", "", "Accept", BROWSER, "Accept-Language", "ko,en;q=0.8");
      assertThat(korean.text()).contains("<html lang=\"ko\">", "잠시 후 다시 시도해 주세요");
      assertThat(korean.text().length()).isLessThan(3_000);
    }
  }

  @Test
  void a_program_and_what_a_page_loads_are_told_why_in_json() throws Exception {
    try (ScriptedServer gone = gone();
        GateFixture gate = gate(to(PAGE), gone);
        RawClient client = gate.connect()) {
      assertThat(client.get("/").reply().problem()).isEqualTo("unreachable");
      assertThat(client.ask("GET", "/", "", "Accept", "*/*").problem()).isEqualTo("unreachable");
      assertThat(client.ask("GET", "/", "", "Accept", BROWSER, "Sec-Fetch-Mode", "cors").problem())
          .isEqualTo("unreachable");
    }
  }

  @Test
  void who_sent_a_form_is_told_whether_it_may_have_been_carried_out() throws Exception {
    try (ScriptedServer gone = gone();
        ScriptedServer breaking = breaking();
        GateFixture before = gate(to(PAGE), gone);
        GateFixture within = gate(to(PAGE), breaking);
        RawClient first = before.connect();
        RawClient second = within.connect()) {
      Reply notSent = first.ask("POST", "/", "x", "Accept", BROWSER);
      assertThat(notSent.status()).isEqualTo(503);
      assertThat(notSent.text()).contains("What you sent was not carried out");
      assertThat(notSent.header("refresh")).isEmpty(); // it would become a GET
      assertThat(second.ask("POST", "/", "x", "Accept", BROWSER).text())
          .contains("It is not known whether what you sent was carried out");
      assertThat(breaking.requests()).hasSize(1);
    }
  }

  @Test
  void the_page_may_have_another_status_and_a_reply_is_for_everybody_else() throws Exception {
    FallbackConfig both =
        new FallbackConfig(
            false, null, 200, new FallbackConfig.Reply(503, "application/json", "[]"));
    try (ScriptedServer gone = gone();
        GateFixture gate = gate(to(both), gone);
        RawClient client = gate.connect()) {
      assertThat(client.ask("GET", "/", "", "Accept", BROWSER).status()).isEqualTo(200);
      Reply program = client.get("/").reply();
      assertThat(program.status()).isEqualTo(503);
      assertThat(program.text()).isEqualTo("[]");
      assertThat(program.mediaType()).isEqualTo("application/json");
      assertThat(Integer.parseInt(program.header("retry-after"))).isBetween(5, 10);
    }
  }

  // ---- another upstream ----

  @Test
  void what_nobody_can_have_taken_goes_to_the_other_upstream_whole() throws Exception {
    try (ScriptedServer gone = gone();
        ScriptedServer other = ScriptedServer.saying("other");
        GateFixture gate = gate(to(OTHER), gone, other);
        RawClient client = gate.connect()) {
      assertThat(client.get("/a").reply().text()).isEqualTo("other");
      assertThat(client.ask("POST", "/b", "whole").text()).isEqualTo("other");
      assertThat(other.requests().get(1)).startsWith("POST /b ").endsWith("\r\n\r\nwhole");
    }
  }

  @Test
  void what_an_upstream_may_have_taken_goes_to_the_other_one_only_if_it_changes_nothing()
      throws Exception {
    try (ScriptedServer breaking = breaking();
        ScriptedServer other = ScriptedServer.saying("other");
        GateFixture gate = gate(to(OTHER), breaking, other);
        RawClient client = gate.connect()) {
      assertThat(client.ask("POST", "/", "x").problem()).isEqualTo("bad-response");
      assertThat(client.ask("POST", "/", "x", "Idempotency-Key", "k").problem())
          .isEqualTo("bad-response");
      assertThat(client.ask("PUT", "/", "x").problem()).isEqualTo("bad-response");
      assertThat(other.requests()).isEmpty();
      assertThat(client.get("/").reply().text()).isEqualTo("other");
    }
  }

  @Test
  void an_upstream_that_is_full_or_late_or_has_no_endpoint_is_stood_in_for() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    ForwardTimes times =
        new ForwardTimes(Duration.ofMillis(300), Duration.ofMinutes(1), Duration.ofMinutes(1));
    UpstreamPolicy one =
        UpstreamPolicy.DEFAULT.limited(
            LimitConfig.MOST, LimitConfig.fixed(1), new QueueConfig(0, Duration.ofMillis(10)));
    try (ScriptedServer slow = new ScriptedServer((_, _) -> go.await());
        ScriptedServer other = ScriptedServer.saying("other");
        GateFixture gate = gate(one, to(OTHER).times(times), slow, other);
        RawClient late = gate.connect();
        RawClient client = gate.connect()) {
      late.get("/late");
      Wait.until(() -> slow.requests().size() == 1);
      assertThat(client.get("/full").reply().text()).isEqualTo("other");
      assertThat(late.reply().text()).isEqualTo("other");
      gate.gate().order("u", slow.address(), true, null);
      assertThat(client.ask("POST", "/none", "x").text()).isEqualTo("other");
      assertThat(slow.requests()).hasSize(1);
      go.countDown();
    }
  }

  @Test
  void where_the_other_upstream_fails_too_the_page_is_left_and_nobody_is_asked_twice()
      throws Exception {
    FallbackConfig both = new FallbackConfig(false, "other", 503, null);
    try (ScriptedServer gone = gone();
        ScriptedServer other = breaking();
        GateFixture gate = gate(to(both), gone, other);
        RawClient client = gate.connect()) {
      Reply reply = client.ask("POST", "/", "x", "Accept", BROWSER);
      assertThat(reply.text()).contains("It is not known whether what you sent was carried out");
      assertThat(other.requests()).hasSize(1);
    }
  }

  @Test
  void a_response_that_has_begun_is_cut_off_and_nothing_stands_in_for_the_rest() throws Exception {
    try (ScriptedServer half =
            new ScriptedServer((_, call) -> {
              call.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
              call.close();
            });
        ScriptedServer other = ScriptedServer.saying("other");
        GateFixture gate = gate(to(OTHER), half, other);
        RawClient client = gate.connect()) {
      client.get("/");
      assertThatThrownBy(client::reply).isInstanceOf(IOException.class);
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void what_the_upstream_says_is_passed_on_also_where_it_is_an_error() throws Exception {
    try (ScriptedServer failing =
            new ScriptedServer(
                (_, call) -> call.send("HTTP/1.1 500 No\r\nContent-Length: 2\r\n\r\nno"));
        ScriptedServer other = ScriptedServer.saying("other");
        GateFixture gate = gate(to(OTHER), failing, other);
        RawClient client = gate.connect()) {
      assertThat(client.get("/").reply().text()).isEqualTo("no");
    }
  }

  // ---- what is stale ----

  @Test
  void what_the_cache_still_has_goes_out_however_old_and_the_rest_gets_what_follows()
      throws Exception {
    FallbackConfig both = new FallbackConfig(true, null, 503, null);
    CacheConfig cache =
        new CacheConfig(1 << 20, 1 << 16, Duration.ofMillis(1), Duration.ZERO, Duration.ZERO);
    ScriptedServer upstream = ScriptedServer.saying("kept");
    try (upstream;
        GateFixture gate = gate(to(both).cache(cache), upstream);
        RawClient client = gate.connect()) {
      assertThat(client.get("/kept").reply().text()).isEqualTo("kept");
      upstream.stop();
      Wait.until(() -> client.get("/kept").reply().header("cache-status").contains("fallback"));
      Reply stale = client.ask("GET", "/kept", "", "Accept", BROWSER);
      assertThat(stale.status()).isEqualTo(200);
      assertThat(stale.text()).isEqualTo("kept");
      assertThat(stale.header("cache-status")).isEqualTo("tidegate; hit; detail=fallback");
      assertThat(stale.header("age")).isNotEmpty();
      assertThat(client.ask("GET", "/else", "", "Accept", BROWSER).status()).isEqualTo(503);
      assertThat(client.ask("GET", "/kept", "", "Authorization", "x").problem())
          .isEqualTo("unreachable");
      assertThat(client.ask("GET", "/kept", "", "Cookie", "a=b").problem())
          .isEqualTo("unreachable");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"must-revalidate", "proxy-revalidate"})
  void what_must_not_go_out_stale_does_not(String control) throws Exception {
    FallbackConfig stale = new FallbackConfig(true, null, null, null);
    ScriptedServer upstream =
        new ScriptedServer((_, call) ->
            call.send(
                "HTTP/1.1 200 OK\r\nCache-Control: max-age=1, "
                    + control
                    + "\r\nContent-Length: 2\r\n\r\nok"));
    try (upstream;
        GateFixture gate = gate(to(stale).cache(CacheConfig.DEFAULT), upstream);
        RawClient client = gate.connect()) {
      assertThat(client.get("/").reply().text()).isEqualTo("ok");
      upstream.stop();
      Wait.until(() -> client.get("/").reply().status() == 502);
    }
  }
}
