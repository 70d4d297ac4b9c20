package io.tidegate.gate.strict;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.gate.GateFixture;
import io.tidegate.gate.route.RouteConfig;
import io.tidegate.gate.route.RouteMatch;
import io.tidegate.gate.strict.WireCases.WireCase;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.ScriptedServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of {@code requests.txt}. */
class StrictRequestsTest {

  private static final Pattern FORWARDED = Pattern.compile("\\{forwarded ?([^}]*)}");

  private static ScriptedServer upstream;
  private static GateFixture gate;

  static Stream<WireCase> cases() throws IOException {
    return WireCases.stream("requests.txt");
  }

  @BeforeAll
  static void start() throws IOException {
    upstream = ScriptedServer.saying("ok");
    gate =
        GateFixture.of(
            GateFixture.config(
                List.of(GateFixture.upstream("upstream", upstream.address())),
                route("/admin"),
                route("/")));
  }

  static RouteConfig route(String path) {
    return RouteConfig.of(RouteMatch.path(path)).upstream("upstream").build();
  }

  @AfterAll
  static void stop() throws IOException {
    gate.close();
    upstream.close();
  }

  @Test
  void no_two_cases_have_one_name() throws IOException {
    assertThat(cases().map(WireCase::name)).doesNotHaveDuplicates().hasSizeGreaterThan(300);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void is_refused_or_has_one_meaning(WireCase wire) throws Exception {
    int before = upstream.requests().size();
    List<String> expected = new ArrayList<>(Arrays.asList(wire.words('<').split(" ")));
    boolean closes = expected.remove("close");
    try (RawClient client = gate.connect()) {
      client.send(wire.text('>'));
      if (expected.remove("end")) client.shutdownOutput();
      for (String status : expected)
        assertThat(client.reply().status()).isEqualTo(Integer.parseInt(status));
      if (closes) assertThat(client.isClosed()).isTrue();
      else assertThat(client.get("/end").reply().status()).isEqualTo(200);
    }
    if (closes) {
      try (RawClient other = gate.connect()) {
        assertThat(other.get("/end").reply().status()).isEqualTo(200);
      }
    }
    List<String> seen = upstream.requests();
    assertThat(seen.getLast()).startsWith("GET /end HTTP/1.1\r\n");
    assertThat(seen.subList(before, seen.size() - 1).stream().map(StrictRequestsTest::normal))
        .containsExactlyElementsOf(seen(wire));
  }

  private static String normal(String request) {
    return WireCases.withoutChunks(request)
        .replaceAll("X-Request-Id: \\S+", "X-Request-Id: {id}")
        .replaceAll("traceparent: 00-[0-9a-f]{32}-[0-9a-f]{16}-00\r\n", "") // made by the gate
        .replace(upstream.address(), "{upstream}");
  }

  private static List<String> seen(WireCase wire) {
    return WireCases.requests(wire).stream().map(StrictRequestsTest::withWhatTheGateSays).toList();
  }

  private static String withWhatTheGateSays(String request) {
    Matcher found = FORWARDED.matcher(request);
    return found.replaceAll(forwarded -> {
      String host = forwarded.group(1);
      String asked = host.isEmpty() ? "" : "X-Forwarded-Host: " + host + "\r\n";
      return "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\n"
          + asked
          + "X-Request-Id: {id}";
    });
  }
}
