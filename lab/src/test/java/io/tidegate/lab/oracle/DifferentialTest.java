package io.tidegate.lab.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testkit.Json;
import io.tidegate.testkit.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each script of {@code src/test/k6} against what real k6 did with it, which is recorded beside it.
 *
 * <p>Real k6 comes with {@code go install go.k6.io/k6@v1.8.1}; {@code K6} names the binary, or it
 * is on the path. With {@code -Dtidegate.rewrite=true} its runs are recorded anew.
 */
class DifferentialTest {

  private static final boolean REWRITE = Boolean.getBoolean("tidegate.rewrite");

  @TempDir static Path folder;
  private static RecordingServer server;

  @BeforeAll
  static void serve() throws IOException {
    server = new RecordingServer(SelfSigned.in(folder));
  }

  @AfterAll
  static void close() throws IOException {
    server.close();
  }

  static List<K6Script> scripts() {
    return K6Script.all();
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void real_k6_does_what_is_recorded(K6Script script) throws Exception {
    Map<String, Object> observed = Observation.of(script, realK6(), server, folder);
    if (REWRITE) Observation.write(script.recorded(), observed);
    assertSame(script, observed);
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void a_script_names_what_the_log_of_real_k6_has(K6Script script) throws Exception {
    List<Object> log = log(Observation.read(script.recorded()));
    assertThat(script.logs().isEmpty()).as(() -> "log: " + log).isEqualTo(log.isEmpty());
    assertLogged(script, log);
  }

  @Test
  void every_record_has_its_script() throws IOException {
    try (Stream<Path> records = Files.list(K6Script.FOLDER.resolve("recorded"))) {
      assertThat(records.sorted())
          .containsExactlyElementsOf(K6Script.all().stream().map(K6Script::recorded).toList());
    }
  }

  private static Runner realK6() {
    String named = System.getenv("K6");
    return Runner.realK6(named != null ? Path.of(named) : Needs.program("k6"));
  }

  private static void assertSame(K6Script script, Map<String, Object> observed) throws IOException {
    Map<String, Object> recorded = Observation.read(script.recorded());
    Set<String> aspects = new LinkedHashSet<>(recorded.keySet());
    aspects.addAll(observed.keySet());
    aspects.removeAll(List.of(Observation.LOG, Observation.COMMAND));
    for (String aspect : aspects)
      assertThat(JsonText.pretty(observed.get(aspect)))
          .as(() -> aspect + ", log: " + log(observed))
          .isEqualTo(JsonText.pretty(recorded.get(aspect)));
    assertLogged(script, log(observed));
  }

  /** What the script names is there; where it names nothing, there are no warnings. */
  private static void assertLogged(K6Script script, List<Object> log) {
    if (script.logs().isEmpty()) assertThat(log).isEmpty();
    for (String expected : script.logs())
      assertThat(log)
          .as(expected)
          .anySatisfy(line ->
              assertThat((String) line).startsWith(level(expected)).contains(words(expected)));
  }

  private static String level(String expected) {
    return expected.replaceFirst(":.*", "");
  }

  private static String words(String expected) {
    return expected.contains(": ") ? expected.substring(expected.indexOf(": ") + 2) : "";
  }

  private static List<Object> log(Map<String, Object> observed) {
    return List.copyOf(Json.array(observed.get(Observation.LOG)));
  }
}
