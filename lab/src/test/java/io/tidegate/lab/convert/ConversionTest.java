package io.tidegate.lab.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.lab.K6Runners;
import io.tidegate.lab.TargetServer;
import io.tidegate.lab.TargetServer.Asked;
import io.tidegate.lab.lint.Finding;
import io.tidegate.lab.lint.Linter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans as JMeter 5.6.3 runs them, and a script as nGrinder's wizard writes it. */
class ConversionTest {

  @TempDir private Path folder;

  private static String resource(String name) throws IOException {
    try (InputStream file = ConversionTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Conversion convert(String name, int port) throws IOException {
    String plan = resource(name).replace("18761", String.valueOf(port));
    return Conversion.of(Files.writeString(folder.resolve(name), plan));
  }

  private Path script(Conversion conversion) throws IOException {
    return Files.writeString(folder.resolve("turned.js"), conversion.script());
  }

  private static List<String> texts(List<Asked> asked) {
    return asked.stream().map(Asked::toString).sorted().toList();
  }

  /** What JMeter itself asked for with this plan: 20 times the list, and after each two orders. */
  private static void assertShop(List<Asked> asked) {
    assertThat(asked).hasSize(60);
    assertThat(asked).allMatch(one -> one.header("accept").equals("application/json"));
    List<String> lists =
        asked.stream()
            .filter(one -> one.method().equals("GET"))
            .map(Asked::target)
            .sorted()
            .toList();
    assertThat(lists.subList(0, 10)).containsOnly("/a/list?city=Jeju");
    assertThat(lists.subList(10, 20)).containsOnly("/a/list?city=Seoul");
    List<Asked> orders = asked.stream().filter(one -> one.method().equals("POST")).toList();
    assertThat(orders).hasSize(40).allMatch(one -> one.target().equals("/b/buy"));
    assertThat(orders)
        .filteredOn(one -> one.body().equals("{\"id\": 7, \"who\": \"ann\"}"))
        .hasSize(20);
  }

  @Test
  void a_plan_of_jmeter_asks_for_the_same_in_the_lab() throws IOException {
    Files.writeString(folder.resolve("people.csv"), "ann,Seoul\nbob,Jeju\n");
    try (TargetServer target = new TargetServer()) {
      Conversion conversion = convert("shop.jmx", target.port());
      K6Runners.Ended ended = K6Runners.lab(script(conversion));
      assertThat(ended.code()).as(ended.said()).isZero();
      assertShop(target.asked());
    }
  }

  @Test
  void it_asks_for_the_same_in_real_k6() throws Exception {
    Files.writeString(folder.resolve("people.csv"), "ann,Seoul\nbob,Jeju\n");
    try (TargetServer target = new TargetServer()) {
      K6Runners.Ended ended = K6Runners.k6(script(convert("shop.jmx", target.port())));
      assertThat(ended.code()).as(ended.said()).isZero();
      assertThat(ended.said()).contains("✓ says ok", "✓ is 200", "✓ soon");
      assertShop(target.asked());
    }
  }

  @Test
  void what_cannot_be_turned_is_told_and_stands_in_the_script() throws IOException {
    Conversion conversion = convert("shop.jmx", 18761);
    assertThat(conversion.notes()).containsExactly("BeanShellPostProcessor \"Some script\"");
    assertThat(conversion.script())
        .contains("// NOT TURNED: BeanShellPostProcessor \"Some script\"");
    assertThat(Linter.lint(script(conversion), _ -> "").findings())
        .filteredOn(one -> one.severity() == Finding.Severity.ERROR)
        .isEmpty();
  }

  @Test
  void everything_else_that_is_turned_runs() throws IOException {
    try (TargetServer target = new TargetServer()) {
      Conversion conversion = convert("wide.jmx", target.port());
      K6Runners.Ended ended = K6Runners.lab(script(conversion), "-e", "who=eve");
      assertThat(ended.code()).as(ended.said() + conversion.script()).isZero();
      assertThat(texts(target.asked()))
          .containsExactlyInAnyOrder(
              "GET /once",
              "GET /n?who=eve&a=x%20y&b=c&d",
              "GET /n?who=eve&a=x%20y&b=c&d",
              "POST /form id=b&name=%C3%A4+b",
              "POST /form id=b&name=%C3%A4+b",
              "GET /setup");
      assertThat(conversion.notes())
          .containsExactly(
              "XPathAssertion \"by path\"",
              "ThreadGroup \"Off\" is disabled",
              "ConstantThroughputTimer \"60 a minute\" (for a throughput, use a scenario with an"
                  + " arrival rate)");
    }
  }

  @Test
  void a_group_with_a_scheduler_has_a_ramp_and_a_length() throws IOException {
    String plan =
        """
        <jmeterTestPlan><hashTree><TestPlan testname="p"/><hashTree>
        <ThreadGroup testclass="ThreadGroup" testname="Ramp up!">
          <elementProp name="ThreadGroup.main_controller"><stringProp name="LoopController.loops">-1</stringProp></elementProp>
          <stringProp name="ThreadGroup.num_threads">${__P(users,30)}</stringProp><stringProp name="ThreadGroup.ramp_time">10</stringProp>
          <boolProp name="ThreadGroup.scheduler">true</boolProp><stringProp name="ThreadGroup.duration">60</stringProp>
          <stringProp name="ThreadGroup.delay">5</stringProp>
        </ThreadGroup><hashTree/></hashTree></hashTree></jmeterTestPlan>
        """;
    Conversion conversion = Conversion.of(Files.writeString(folder.resolve("p.jmx"), plan));
    assertThat(conversion.script())
        .contains(
            "'Ramp_up': { executor: 'ramping-vus', startVUs: 0, stages: [{ duration: '10s', target: 30 },"
                + " { duration: '50s', target: 30 }], startTime: '5s', exec: 'rampUp' },");
  }

  @Test
  void nothing_outside_a_plan_is_read() throws IOException {
    String plan =
        "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><jmeterTestPlan><hashTree>"
            + "<TestPlan testname=\"&e;\"/></hashTree></jmeterTestPlan>";
    Path file = Files.writeString(folder.resolve("p.jmx"), plan);
    assertThatThrownBy(() -> Conversion.of(file)).hasMessageContaining("DOCTYPE is disallowed");
    Path other = Files.writeString(folder.resolve("x"), "hello");
    assertThatThrownBy(() -> Conversion.of(other)).hasMessageContaining("is neither a plan");
  }

  /** Texts of a plan end neither a string nor a template of the script. */
  @Test
  void texts_of_a_plan_do_not_become_code() throws IOException {
    String nasty = "'); throw 1; (' ` ${1} \\ */";
    String plan =
        """
        <jmeterTestPlan><hashTree><TestPlan testname="x"/><hashTree>
        <ThreadGroup testclass="ThreadGroup" testname="NASTY"/><hashTree>
        <HTTPSamplerProxy testclass="HTTPSamplerProxy" testname="NASTY">
          <stringProp name="HTTPSampler.domain">127.0.0.1</stringProp><stringProp name="HTTPSampler.port">1</stringProp>
          <stringProp name="HTTPSampler.path">/NASTY</stringProp></HTTPSamplerProxy><hashTree/>
        <Odd testclass="Odd" testname="NASTY"/><hashTree/>
        </hashTree></hashTree></hashTree></jmeterTestPlan>
        """
            .replace("NASTY", nasty);
    Path file = Files.writeString(folder.resolve("p.jmx"), plan);
    assertThat(Linter.lint(script(Conversion.of(file)), _ -> "").findings())
        .noneMatch(one -> one.rule().equals("syntax"));
  }

  // ---- nGrinder ----

  private static void assertGroovy(List<Asked> asked) {
    assertThat(texts(asked))
        .containsExactly(
            "GET /list?city=Seoul&page=1", "POST /orders {\"id\": 7}", "POST /orders {\"id\": 7}");
    assertThat(asked).allMatch(one -> one.header("x-key").equals("k"));
  }

  @Test
  void a_script_of_ngrinder_asks_for_the_same() throws IOException {
    try (TargetServer target = new TargetServer()) {
      Conversion conversion = convert("wizard.groovy", target.port());
      K6Runners.Ended ended = K6Runners.lab(script(conversion), "-i", "1", "-u", "1");
      assertThat(ended.code()).as(ended.said() + conversion.script()).isZero();
      assertGroovy(target.asked());
      assertThat(conversion.notes())
          .containsExactly("def parsed = new JsonSlurper().parseText(response.getBodyText())");
    }
  }

  @Test
  void it_asks_for_the_same_in_real_k6_too() throws Exception {
    try (TargetServer target = new TargetServer()) {
      Path script = script(convert("wizard.groovy", target.port()));
      K6Runners.Ended ended = K6Runners.k6(script, "-i", "1", "-u", "1");
      assertThat(ended.code()).as(ended.said()).isZero();
      assertThat(ended.said()).contains("✓ status is 200", "✓ body containsString \"ok\"");
      assertGroovy(target.asked());
    }
  }
}
