package io.tidegate.lab.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.lab.RealK6;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
 * <p>Where real k6 can be had ({@link RealK6}), it is run again. With {@code
 * -Dtidegate.rewrite=true} its runs are recorded anew, and what the lab does by now leaves {@code
 * not-yet.txt}. {@code -Dtidegate.script=REGEX} narrows the scripts.
 */
class DifferentialTest {

  private static final boolean REWRITE = Boolean.getBoolean("tidegate.rewrite");
  private static final String NAMES = System.getProperty("tidegate.script", ".*");

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
    return K6Script.all().stream().filter(script -> script.name().matches(NAMES)).toList();
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void real_k6_does_what_is_recorded(K6Script script) throws Exception {
    Runner realK6 = ProcessRunner.realK6(RealK6.binary());
    Map<String, Object> observed = Observation.of(script, realK6, server, folder);
    if (REWRITE) Observation.write(script.recorded(), observed);
    Map<String, String> differences = differences(script, observed);
    // On a busy machine k6 can be too late for its own script.
    for (int more = 0; more < 2 && !differences.isEmpty(); more++)
      differences = differences(script, Observation.of(script, realK6, server, folder));
    assertThat(differences).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void the_lab_does_what_real_k6_did(K6Script script) throws Exception {
    Map<String, Object> observed = Observation.of(script, new LabRunner(), server, folder);
    Map<String, String> differences = differences(script, observed);
    if (REWRITE) NotYet.shrink(script, differences.keySet());
    assertThat(differences.keySet())
        .as(() -> "differs in " + differences + "\nlog: " + Differences.log(observed))
        .isEqualTo(NotYet.aspects(script));
  }

  @Test
  void what_the_lab_does_not_do_yet_is_a_script() throws IOException {
    assertThat(K6Script.all()).extracting(K6Script::name).containsAll(NotYet.names());
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void a_script_names_what_the_log_of_real_k6_has(K6Script script) throws Exception {
    List<String> log = Differences.log(Observation.read(script.recorded()));
    assertThat(script.logs().isEmpty()).as(log::toString).isEqualTo(log.isEmpty());
  }

  @Test
  void every_record_has_its_script() throws IOException {
    try (Stream<Path> records = Files.list(K6Script.FOLDER.resolve("recorded"))) {
      assertThat(records.sorted())
          .containsExactlyElementsOf(K6Script.all().stream().map(K6Script::recorded).toList());
    }
  }

  private static Map<String, String> differences(K6Script script, Map<String, Object> observed)
      throws IOException {
    return Differences.between(script, Observation.read(script.recorded()), observed);
  }
}
