package io.tidegate.app.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.app.config.ConfigException;
import io.tidegate.gate.EntryConfig;
import io.tidegate.gate.GateConfig;
import io.tidegate.gate.balance.Affinity;
import io.tidegate.gate.balance.Affinity.By;
import io.tidegate.gate.balance.Balance;
import io.tidegate.gate.breaker.BreakerConfig;
import io.tidegate.gate.discovery.DnsConfig;
import io.tidegate.gate.discovery.EurekaConfig;
import io.tidegate.gate.discovery.KubernetesConfig;
import io.tidegate.gate.fallback.FallbackConfig;
import io.tidegate.gate.forward.ForwardTimes;
import io.tidegate.gate.health.CheckConfig;
import io.tidegate.gate.health.EjectionConfig;
import io.tidegate.gate.limit.LimitConfig;
import io.tidegate.gate.limit.QueueConfig;
import io.tidegate.gate.limit.RateLimitConfig;
import io.tidegate.gate.limit.RetryConfig;
import io.tidegate.gate.room.RoomMessage;
import io.tidegate.gate.route.RateRule;
import io.tidegate.gate.route.RouteAction.FixedReply;
import io.tidegate.gate.route.RouteAction.Redirect;
import io.tidegate.gate.route.RouteConfig;
import io.tidegate.gate.sight.LogFormat;
import io.tidegate.gate.sight.SightConfig;
import io.tidegate.gate.sight.SightConfig.DoorConfig;
import io.tidegate.gate.sight.SightConfig.LogConfig;
import io.tidegate.gate.upstream.UpstreamConfig;
import io.tidegate.gate.upstream.UpstreamPolicy;
import io.tidegate.http.h2.Http2Config;
import io.tidegate.http.tls.CertificateFiles;
import io.tidegate.http.tls.DevCertificate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateFileTest {

  @TempDir Path folder;

  @Test
  void five_lines_are_enough() throws IOException {
    GateConfig config =
        read(
            """
            routes:
              - path: /
                upstream: [127.0.0.1:9001, 127.0.0.1:9002]
            """);
    assertThat(config.host()).isEqualTo("127.0.0.1");
    assertThat(config.port()).isEqualTo(8080);
    RouteConfig route = config.routes().getFirst();
    String upstream = route.upstreams().keySet().iterator().next();
    assertThat(config.upstreams().getFirst().name()).isEqualTo(upstream);
    assertThat(config.upstreams().getFirst().endpoints())
        .extracting(UpstreamConfig.EndpointConfig::text)
        .containsExactly("127.0.0.1:9001", "127.0.0.1:9002");
  }

  @Test
  void what_people_who_wait_are_told_is_one_text_or_one_for_each_language() throws IOException {
    GateConfig config =
        read(
            """
            routes:
              - {path: /a, upstream: 127.0.0.1:9001, room: {name: a, message: Back at 20:30.}}
              - {path: /b, upstream: 127.0.0.1:9001, room: {name: b, message: {en: Soon., ko: 곧.}}}
              - {path: /c, upstream: 127.0.0.1:9001, room: c}
            """);
    assertThat(config.messages())
        .isEqualTo(
            Map.of(
                "a", new RoomMessage("Back at 20:30.", "Back at 20:30."),
                "b", new RoomMessage("Soon.", "곧.")));
    String twice =
        """
        routes:
          - {path: /a, upstream: 127.0.0.1:9001, room: {name: a, message: One.}}
          - {path: /b, upstream: 127.0.0.1:9001, room: {name: a, message: Another.}}
          - {path: /c, upstream: 127.0.0.1:9001, room: {name: c, message: {en: "LONG"}}}
        """;
    assertThat(problems(twice.replace("LONG", "x".repeat(501))))
        .anyMatch(one -> one.contains("is another one than that of the room before another route"))
        .anyMatch(one -> one.contains("a message has at most 500 characters"));
  }

  @Test
  void what_clients_may_speak_is_read_with_files_from_beside_the_gates_own() throws IOException {
    CertificateFiles made = DevCertificate.in(folder);
    GateConfig config =
        read(
            """
            tls:
              certificate: localhost.pem
              key: localhost.key
            http2: {clear: true, max-streams: 7, stream-window-bytes: 100_000,
              connection-window-bytes: 200_000, max-frame-bytes: 20_000, max-resets: 8,
              max-control-frames: 11}
            proxy-protocol: [10.0.0.0/8, "::1"]
            routes: [{reply: {}}]
            """);
    assertThat(config.entry())
        .isEqualTo(
            new EntryConfig(
                List.of(made),
                new Http2Config(7, 100_000, 200_000, 20_000, 8, 11),
                true,
                List.of("10.0.0.0/8", "::1")));
    GateConfig hosts =
        read(
            """
            tls:
              - {certificate: localhost.pem, key: localhost.key}
              - {host: [a.example, "*.b.example"], certificate: localhost.pem, key: localhost.key}
            routes: [{reply: {}}]
            """);
    assertThat(read("proxy-protocol: true\nroutes: [{reply: {}}]").entry().proxies())
        .contains("10.0.0.0/8", "127.0.0.0/8");
    assertThat(read("proxy-protocol: false\nroutes: [{reply: {}}]").entry().proxies()).isEmpty();
    assertThat(problems("proxy-protocol: 10.0.0.0/33\nroutes: [{reply: {}}]"))
        .containsExactly(
            ":1: proxy-protocol must be true or networks of proxies: \"10.0.0.0/33\" must have"
                + " bits in [0, 32]");
    assertThat(hosts.entry().certificates().get(1).hosts())
        .containsExactly("a.example", "*.b.example");
  }

  @Test
  void certificates_that_cannot_be_used_are_told_with_their_line() throws IOException {
    DevCertificate.in(folder);
    assertThat(
            problems(
                """
                tls:
                  - {certificate: localhost.pem}
                  - {certificate: localhost.key, key: localhost.key}
                routes: [{reply: {}}]
                """))
        .hasSize(2)
        .allMatch(problem -> problem.startsWith(":"))
        .anyMatch(problem -> problem.contains("needs a certificate and a key"))
        .anyMatch(problem -> problem.contains("localhost.key: is no certificate in PEM"));
  }

  @Test
  void every_key_reaches_the_configuration() throws IOException {
    GateConfig config =
        read(
            """
            listen: 0.0.0.0:80
            upstreams:
              old: {endpoints: "[::1]:9001", connect-ms: 100}
              new: {endpoints: [models.internal:9002]}
            routes:
              - path: /api
                name: the api
                host: [Shop.example, "*.shop.example"]
                methods: [GET, HEAD]
                headers: {X-Beta: "1"}
                upstream: {old: 9, new: 1}
                rewrite: /v2
                keeps: [X-User-Id]
                rate-limit: {per-second: 5, burst: 9, clients: 64, header: X-Key}
                times: {response-ms: 1000, stall-ms: 2000, quiet-ms: 3000}
              - path: /moved
                redirect: {to: /new, status: 302}
              - path: /gone
                redirect: /elsewhere
              - path: /ping
                reply: {status: 201, text: pong, type: text/html}
              - upstream: new
            """);
    assertThat(config.port()).isEqualTo(80);
    assertThat(config.host()).isEqualTo("0.0.0.0");
    assertThat(config.upstreams().getFirst().connect()).hasMillis(100);
    RouteConfig api = config.routes().getFirst();
    assertThat(api.name()).isEqualTo("the api");
    assertThat(api.match().hosts()).containsExactly("shop.example", "*.shop.example");
    assertThat(api.match().methods()).containsExactlyInAnyOrder("GET", "HEAD");
    assertThat(api.match().headers()).isEqualTo(Map.of("X-Beta", "1"));
    assertThat(api.upstreams()).isEqualTo(Map.of("old", 9, "new", 1));
    assertThat(api.rewrite()).isEqualTo("/v2");
    assertThat(api.rate()).isEqualTo(new RateRule(new RateLimitConfig(5, 9, 64), "X-Key"));
    assertThat(api.keeps()).containsExactly("x-user-id");
    assertThat(api.times())
        .isEqualTo(
            new ForwardTimes(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3)));
    assertThat(config.routes().get(1).answer()).isEqualTo(new Redirect(302, "/new"));
    assertThat(config.routes().get(2).answer()).isEqualTo(new Redirect(308, "/elsewhere"));
    assertThat(config.routes().get(3).answer()).isEqualTo(new FixedReply(201, "text/html", "pong"));
    assertThat(config.routes().get(4).upstreams()).isEqualTo(Map.of("new", 1));
  }

  @Test
  void every_key_of_an_upstream_reaches_its_policy() throws IOException {
    UpstreamPolicy policy =
        read("""
        upstreams:
          models:
            endpoints: {127.0.0.1:9001: 9, 127.0.0.1:9002: 1}
            balance: peak-ewma
            slow-start-ms: 1000
            max-in-flight: 8
            limit: {initial: 5, least: 2, most: 50}
            queue: {places: 7, deadline-ms: 100}
            retry: {percent: 10, least: 1}
            ejection: {faults: 4, statuses: 6, first-ms: 2000, longest-ms: 9000}
            breaker:
              sliding-window-type: count-based
              sliding-window-size: 50
              minimum-number-of-calls: 10
              failure-rate-threshold: 40
              slow-call-rate-threshold: 80
              slow-call-duration-threshold-ms: 500
              wait-duration-in-open-state-ms: 3000
              permitted-number-of-calls-in-half-open-state: 2
            check: {path: /health, interval-ms: 500, timeout-ms: 200, rise: 1, fall: 2, status-from: 200, status-to: 204}
        routes:
          - upstream: models
        """)
            .upstreams()
            .getFirst()
            .policy();
    assertThat(policy)
        .isEqualTo(
            new UpstreamPolicy(
                Balance.PEAK_EWMA,
                Affinity.ADDRESS,
                Duration.ofSeconds(1),
                8,
                new LimitConfig(true, 5, 2, 50),
                new QueueConfig(7, Duration.ofMillis(100)),
                new RetryConfig(10, 1),
                new EjectionConfig(4, 6, Duration.ofSeconds(2), Duration.ofSeconds(9)),
                new BreakerConfig(
                    BreakerConfig.WindowType.COUNT_BASED,
                    50,
                    10,
                    40,
                    80,
                    Duration.ofMillis(500),
                    Duration.ofSeconds(3),
                    2),
                new CheckConfig(
                    "/health", Duration.ofMillis(500), Duration.ofMillis(200), 1, 2, 200, 204)));
  }

  @Test
  void a_route_has_a_breaker_and_what_stands_in_where_no_response_comes() throws IOException {
    GateConfig config =
        read(
            """
            upstreams: {shop: {endpoints: 127.0.0.1:9001}, old: {endpoints: 127.0.0.1:9002}}
            routes:
              - upstream: shop
                cache: {}
                breaker: {failure-rate-threshold: 40}
                fallback: {stale: true, upstream: old, page: {status: 200}, reply: {status: 429, type: a/b, text: no}}
              - upstream: shop
                fallback: {upstream: ["127.0.0.1:9003"], page: true, reply: {}}
            """);
    assertThat(config.routes().getFirst().breaker())
        .extracting(BreakerConfig::failureRateThreshold)
        .isEqualTo(40.0);
    assertThat(config.routes().getFirst().fallback())
        .isEqualTo(
            new FallbackConfig(true, "old", 200, new FallbackConfig.Reply(429, "a/b", "no")));
    assertThat(config.routes().get(1).fallback())
        .isEqualTo(
            new FallbackConfig(
                false,
                "/ fallback",
                503,
                new FallbackConfig.Reply(503, "text/plain; charset=utf-8", "")));
    assertThat(config.upstreams().getLast().name()).isEqualTo("/ fallback");
  }

  @Test
  void what_is_wrong_of_a_fallback_is_told_with_its_line() throws IOException {
    assertThat(
            problems(
                """
                upstreams: {a: {endpoints: 127.0.0.1:9001}, b: {endpoints: 127.0.0.1:9002}}
                routes:
                  - upstream: a
                    fallback: {}
                  - upstream: a
                    fallback: {stale: true}
                  - upstream: a
                    fallback: {upstream: {a: 1, b: 1}}
                  - upstream: a
                    fallback: {upstream: c, page: 9, replay: {}}
                  - reply: {}
                    fallback: {page: true}
                """))
        .containsExactlyInAnyOrder(
            ":4: routes[1].fallback has none of stale, upstream, page and reply",
            ":6: routes[2].fallback.stale needs a cache of the route",
            ":8: routes[3].fallback.upstream must be one upstream, or its addresses",
            ":10: routes[4].fallback.upstream names no upstream \"c\"; the nearest is a",
            ":10: routes[4].fallback.page must be true or false, not \"9\"",
            ":10: routes[4].fallback.replay is not a key; the nearest is reply",
            ":12: routes[5].fallback needs an upstream of the route");
  }

  @Test
  void endpoints_may_be_what_a_name_leads_to() throws IOException {
    GateConfig config =
        read(
            """
            upstreams:
              models: {dns: "models.internal:8000"}
              feed: {dns: {name: _http._tcp.feed.internal, every-ms: 1000}}
            routes:
              - upstream: {models: 1, feed: 1}
            """);
    assertThat(config.discovered())
        .isEqualTo(
            Map.of(
                "models", new DnsConfig("models.internal", 8000, DnsConfig.EVERY),
                "feed", new DnsConfig("_http._tcp.feed.internal", 0, Duration.ofSeconds(1))));
    assertThat(problems("upstreams: {a: {dns: models}}\nroutes: [{upstream: a}]"))
        .first()
        .asString()
        .contains("dns must be a name with a port, such as models.internal:8000");
  }

  @Test
  void endpoints_may_be_instances_that_register() throws IOException {
    GateConfig config = read("upstreams: {shop: {eureka: shop}}\nroutes: [{upstream: shop}]");
    assertThat(config.discovered()).isEqualTo(Map.of("shop", new EurekaConfig("SHOP")));
    assertThat(
            problems(
                """
                admin: {listen: none}
                upstreams:
                  shop: {eureka: shop}
                  pay: {eureka: the shop}
                routes: [{upstream: shop}]
                """))
        .containsExactlyInAnyOrder(
            ":1: the file has an upstream with eureka, and no second door (admin.listen) to register at",
            ":4: upstreams.pay eureka must be the name of an application, such as SHOP, not \"THE SHOP\"");
  }

  @Test
  void endpoints_may_be_those_of_a_service_of_kubernetes() throws IOException {
    GateConfig config =
        read(
            """
            upstreams:
              models: {kubernetes: "default/models:http"}
              search:
                kubernetes:
                  service: team-a/search
                  api: https://10.0.0.1:6443
                  token-file: search.token
                  ca-file: /etc/cluster.pem
            routes:
              - upstream: {models: 1, search: 1}
            """);
    assertThat(config.discovered())
        .isEqualTo(
            Map.of(
                "models", new KubernetesConfig("default", "models", "http", null, null, null),
                "search",
                    new KubernetesConfig(
                        "team-a",
                        "search",
                        "",
                        URI.create("https://10.0.0.1:6443"),
                        folder.toAbsolutePath().resolve("search.token"),
                        Path.of("/etc/cluster.pem"))));
    assertThat(problems("upstreams: {a: {kubernetes: models}}\nroutes: [{upstream: a}]"))
        .first()
        .asString()
        .contains("kubernetes must be namespace/service:port, such as default/models:http");
    assertThat(
            problems(
                """
                upstreams:
                  a: {kubernetes: {service: default/a, api: "10.0.0.1:6443"}}
                  b: {kubernetes: default/b, dns: "b:80"}
                routes: [{upstream: {a: 1, b: 1}}]
                """))
        .contains(
            ":2: upstreams.a api must be an address such as https://10.0.0.1:6443, not \"10.0.0.1:6443\"",
            ":3: upstreams.b must have exactly one of endpoints, dns, eureka and kubernetes");
  }

  @Test
  void requests_belong_together_by_the_address_a_header_or_a_cookie() throws IOException {
    GateConfig config =
        read(
            """
            upstreams:
              a: {endpoints: 127.0.0.1:9001, balance: hash}
              b: {endpoints: 127.0.0.1:9001, balance: {hash: {header: X-Tenant}}}
              c: {endpoints: 127.0.0.1:9001, balance: {hash: {cookie: session}}}
            routes: [{upstream: a}]
            """);
    assertThat(config.upstreams())
        .extracting(UpstreamConfig::policy)
        .containsExactly(
            UpstreamPolicy.DEFAULT.hashed(Affinity.ADDRESS),
            UpstreamPolicy.DEFAULT.hashed(new Affinity(By.HEADER, "X-Tenant")),
            UpstreamPolicy.DEFAULT.hashed(new Affinity(By.COOKIE, "session")));
    assertThat(
            problems(
                """
                upstreams:
                  a: {endpoints: 127.0.0.1:9001, balance: {hash: {}}}
                  b: {endpoints: 127.0.0.1:9001, balance: {hesh: {header: X, cookie: y}}}
                routes: [{upstream: a}]
                """))
        .containsExactly(
            ":2: upstreams.a.balance.hash must have a header or a cookie",
            ":3: upstreams.b.balance.hesh is not a key; the nearest is hash",
            ":3: upstreams.b.balance.hash must have a header or a cookie");
  }

  @Test
  void short_forms_of_an_upstream_mean_the_usual() throws IOException {
    UpstreamPolicy policy =
        read("""
        upstreams:
          models: {endpoints: 127.0.0.1:9001, limit: adaptive, ejection: none, check: /health, breaker: {}}
        routes:
          - upstream: models
        """)
            .upstreams()
            .getFirst()
            .policy();
    assertThat(policy.limit()).isEqualTo(LimitConfig.ADAPTIVE);
    assertThat(policy.ejection()).isEqualTo(EjectionConfig.NONE);
    assertThat(policy.check()).isEqualTo(CheckConfig.at("/health"));
    assertThat(policy.breaker()).isEqualTo(BreakerConfig.DEFAULT);
    assertThat(
            problems(
                """
                upstreams:
                  models:
                    endpoints: 127.0.0.1:9001
                    limit: 0
                    balance: fair
                    queue: {places: -1}
                routes: [{upstream: models}]
                """))
        .containsExactly(
            ":5: upstreams.models.balance must be round-robin or least-in-flight or peak-ewma or hash, not \"fair\"",
            ":3: upstreams.models is out of bounds: limit.initial must be in [1, 1000000], not 0",
            ":6: upstreams.models.queue is out of bounds: queue.places must be in [0, 100000], not -1");
  }

  @Test
  void what_an_operator_sees_is_set_there_too() throws IOException {
    String routes = "routes: [{reply: {}}]\n";
    assertThat(read(routes).sight()).isEqualTo(SightConfig.DEFAULT);
    SightConfig sight =
        read(routes
                + """
                admin: {listen: "[::1]:0", hosts: [gate.internal]}
                access-log: {file: logs/a.log, format: json, max-bytes: 8388608}
                server-timing: true
                """)
            .sight();
    assertThat(sight.door()).isEqualTo(new DoorConfig("::1", 0, List.of("gate.internal")));
    assertThat(sight.accessLog())
        .isEqualTo(new LogConfig(folder.resolve("logs/a.log"), LogFormat.JSON, 8_388_608));
    assertThat(sight.serverTiming()).isTrue();
    assertThat(read(routes + "admin: {listen: none}").sight().door()).isNull();
    assertThat(read(routes + "access-log: {file: \"-\"}").sight().accessLog())
        .isEqualTo(new LogConfig(null, LogFormat.COMBINED, LogConfig.MAX_BYTES));
  }

  @Test
  void what_is_wrong_of_that_is_told_with_its_line() throws IOException {
    assertThat(
            problems(
                """
                routes: [{reply: {}}]
                admin: {listen: here}
                access-log: {format: xml, max-bytes: 1}
                server-timing: yes
                """))
        .containsExactlyInAnyOrder(
            ":2: admin.listen must be none, a port or an address with one, such as 127.0.0.1:9901",
            ":3: access-log needs a file, or \"-\"",
            ":3: access-log.format must be combined or json, not \"xml\"",
            ":3: access-log.max-bytes must be a whole number in [8388608, 1099511627776], not \"1\"",
            ":4: server-timing must be true or false, not \"yes\"");
  }

  @Test
  void what_is_wrong_is_told_all_at_once_with_its_line_and_the_nearest_key() throws IOException {
    assertThat(
            problems(
                """
                lissten: 80
                upstreams:
                  models: {endpoints: 127.0.0.1, conect-ms: 5}
                routes:
                  - path: api
                    upstream: model
                  - path: /x
                    upstream: http://127.0.0.1:1
                  - path: /y
                    pth: /z
                    reply: {status: 1000}
                    keeps: [Accept]
                  - path: /nothing
                  - path: /twice
                    path: /again
                    upstream: [127.0.0.1:1, 127.0.0.1:1]
                """))
        .containsExactlyInAnyOrder(
            ":1: lissten is not a key; the nearest is listen",
            ":3: upstreams.models.endpoints \"127.0.0.1\" must be an address with a port, such as 127.0.0.1:9001",
            ":3: upstreams.models must have exactly one of endpoints, dns, eureka and kubernetes",
            ":3: upstreams.models.conect-ms is not a key; the nearest is connect-ms",
            ":5: routes[1].path must begin with a slash, not \"api\"",
            ":6: routes[1].upstream names no upstream \"model\"; the nearest is models",
            ":8: routes[2].upstream \"http://127.0.0.1:1\" must be an address such as 127.0.0.1:9001, not a URL",
            ":10: routes[3].pth is not a key; the nearest is path",
            ":11: routes[3].reply.status must be a whole number in [200, 599], not \"1000\"",
            ":12: routes[3].keeps \"accept\" cannot be kept, only X-User-Id, X-Real-IP and Host",
            ":13: routes[4] must have exactly one of upstream, redirect and reply",
            ":15: routes[5].path stands already at FILE:14",
            ":16: routes[5].upstream names 127.0.0.1:1 twice");
  }

  @Test
  void a_file_that_is_none_or_has_no_routes_says_so() throws IOException {
    assertThat(problems("")).containsExactly(": the file has no routes: begin with \"routes:\"");
    assertThat(problems("a: [")).hasSize(1);
    assertThat(problems("listen: x\nroutes: []"))
        .containsExactly(":1: listen must be a port or an address with one, such as 0.0.0.0:8080");
    Path missing = folder.resolve("missing.yaml");
    assertThatThrownBy(() -> GateFile.read(missing))
        .hasMessage(missing + ": there is no such file");
  }

  @Test
  void an_upstream_without_a_port_in_a_file_without_upstreams_says_what_it_may_be()
      throws IOException {
    assertThat(problems("routes: [{path: /, upstream: localhost}]"))
        .containsExactly(
            ":1: routes[1].upstream \"localhost\" must be an address with a port, such as"
                + " 127.0.0.1:9001, or one of upstreams, of which the file has none");
  }

  @Test
  void what_is_no_yaml_is_told_with_what_the_cause_mostly_is() throws IOException {
    for (String indented :
        List.of(
            "- path: /\n   upstream: a:1",
            "- path: /\n      upstream: a:1",
            "- path:/\n    reply: {}"))
      assertThat(problems("routes:\n  " + indented))
          .singleElement()
          .asString()
          .startsWith(":3: ")
          .endsWith("; is it indented as the lines beside it, with a space behind each colon?");
    for (String star : List.of("*.shop.example", "*shop"))
      assertThat(problems("routes:\n  - path: /\n    host: " + star))
          .singleElement()
          .asString()
          .startsWith(":3: ")
          .endsWith("; a value that begins with * or & must stand in quotes");
  }

  @Test
  void a_room_is_not_switched_on_and_off() throws IOException {
    for (String word : List.of("true", "false"))
      assertThat(problems("routes: [{path: /, upstream: 127.0.0.1:1, room: " + word + "}]"))
          .containsExactly(":1: routes[1].room must be the name of a room, not \"" + word + "\"");
  }

  @Test
  void a_mark_that_says_only_that_it_is_utf_8_is_no_part_of_the_file() throws IOException {
    assertThat(read("\uFEFFroutes: []").routes()).isEmpty();
  }

  private GateConfig read(String text) throws IOException {
    return GateFile.read(Files.writeString(folder.resolve("gate.yaml"), text));
  }

  private List<String> problems(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("gate.yaml"), text);
    ConfigException wrong = catchThrowableOfType(ConfigException.class, () -> GateFile.read(file));
    return wrong.problems().stream()
        .map(
            problem -> problem.substring(file.toString().length()).replace(file.toString(), "FILE"))
        .toList();
  }
}
