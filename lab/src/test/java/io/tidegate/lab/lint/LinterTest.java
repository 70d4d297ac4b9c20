package io.tidegate.lab.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinterTest {

  private static Linter.Result lint(String script) throws IOException {
    return Linter.lint(script, option -> option.equals("executor") ? "it belongs elsewhere" : "");
  }

  private static Linter.Result file(String name) throws IOException {
    try (InputStream file = LinterTest.class.getResourceAsStream(name)) {
      return lint(
          new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static List<String> rules(Linter.Result result) {
    return result.findings().stream()
        .map(one -> "%d:%d %s".formatted(one.line(), one.column(), one.rule()))
        .toList();
  }

  @Test
  void a_reservation_with_ramps_alone_and_options_at_the_wrong_place() throws IOException {
    Linter.Result result = file("concert.js");
    assertThat(rules(result))
        .containsExactly(
            "5:22 no-thresholds",
            "6:3 unknown-option",
            "7:3 unknown-option",
            "8:11 no-plateau",
            "13:15 ext-influxdb",
            "19:29 url-as-name",
            "21:37 reference");
    Finding reference = result.findings().getLast();
    assertThat(reference.severity()).isEqualTo(Finding.Severity.ERROR);
    assertThat(reference.text())
        .isEqualTo(
            "responseBodystatus is defined nowhere, so this line throws a ReferenceError when it runs,"
                + " just when it should say what failed; did you mean response.body?");
    assertThat(result.findings().get(2).text()).isEqualTo("it belongs elsewhere");
    assertThat(result.scenarios().getFirst().load().usersMost()).isEqualTo(12_000);
  }

  @Test
  void a_breakpoint_test_that_runs_as_a_closed_model() throws IOException {
    Linter.Result result = file("breakpoint.js");
    assertThat(rules(result))
        .containsExactly(
            "5:24 no-thresholds", "6:3 unknown-option", "7:11 no-plateau", "12:3 no-checks");
    assertThat(result.scenarios().getFirst().load().executor()).isEqualTo("ramping-vus");
  }

  @Test
  void a_rush_with_too_few_users_and_thresholds_that_cannot_fail() throws IOException {
    Linter.Result result = file("coupon.js");
    assertThat(rules(result))
        .containsExactly(
            "14:24 few-users",
            "19:23 threshold-always-holds",
            "20:5 no-samples",
            "21:5 no-samples",
            "27:3 no-checks",
            "27:13 url-as-name",
            "28:3 sleep-in-open-model");
    assertThat(result.findings().getFirst().text())
        .startsWith(
            "100 users bear 1000 iterations a second only while each takes less than 100 ms, and it"
                + " sleeps 1000 ms");
  }

  @Test
  void bodies_that_are_dropped_and_read_and_signs_the_wrong_way() throws IOException {
    assertThat(rules(file("restaurants.js")))
        .containsExactly(
            "10:25 threshold-upside-down",
            "11:14 threshold-upside-down",
            "12:24 threshold-always-holds",
            "18:33 discarded-body",
            "19:17 discarded-body");
  }

  @Test
  void a_script_written_as_for_a_browser() throws IOException {
    assertThat(rules(file("orders.js")))
        .containsExactly(
            "7:15 reference",
            "11:76 no-exec",
            "15:3 threshold",
            "15:17 no-metric",
            "18:15 request-in-init");
  }

  /** Each is right, or cannot be known to be wrong. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "const b = __ENV.B; http.get(`${b}/a`)",
        "const p = { tags: { name: 'a' } }; http.get(`/${__VU}`, p)",
        "const p = make(); function make() {} http.get(`/${__VU}`, p)",
        "http.get(http.url`/${__VU}`)",
        "const { a, b: [c], ...d } = {}; let e = ({ a }) => a + c; d; e; typeof nothing",
        "for (const [k, v] of Object.entries({})) k + v; try { b() } catch (x) { x } function b() {}",
        "class A { #x = 1; y() { return this.#x } } new A(); label: for (;;) break label;",
        "const u = 'http://a/' + (__ENV.X ? 'b' : 'c'); http.get(u)",
      })
  void what_is_right_is_not_named(String code) throws IOException {
    String script =
        """
        import http from 'k6/http'; import { check } from 'k6';
        export const options = { thresholds: { http_req_failed: ['rate<0.01'] } };
        export default function () { %s; check(http.get('/'), {}); }
        """
            .formatted(code);
    assertThat(rules(lint(script))).isEmpty();
  }

  @Test
  void a_syntax_error_has_its_line_and_column() throws IOException {
    assertThat(
            rules(lint("import http from 'k6/http';\nexport default function () {\n  if (;\n}\n")))
        .containsExactly("3:7 syntax");
    assertThat(rules(lint("with (Math) { exports.options = {}; }\nmodule.exports = () => {};")))
        .as("an old script, which is no module")
        .containsExactly("1:33 no-thresholds");
  }

  @Test
  void options_are_read_as_by_a_run_as_far_as_they_are_known() throws IOException {
    String script =
        """
        const n = Number(__ENV.N || 20); const shared = { tags: { a: 'b' } };
        export const options = { ...shared, vus: n * 2, duration: `${30}s`, iterations: __ENV.I,
          noConnectionReuse: __ENV.C, thresholds: { checks: ['rate>0.9'] } };
        export default function () {}
        """;
    Linter.Result result = lint(script);
    assertThat(result.scenarios().getFirst().load().usersMost()).isEqualTo(40);
    assertThat(rules(lint("export const options = { vus: 'many' }; export default () => {}")))
        .contains("1:26 option");
  }

  static Stream<Path> our_own() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("scripts"))) {
      return all.toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("our_own")
  void our_own_scripts_have_no_findings(Path script) throws IOException {
    assertThat(Linter.lint(script, _ -> "").findings()).isEmpty();
  }
}
