package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Signals to a run of the lab that is a process of its own; SIGTERM, since a shell has what it runs
 * in the background ignore Ctrl-C, which does the same.
 */
@Timeout(120)
class LabSignalsProcessTest {

  private static final int INTERRUPTED = 105;
  private static final int BY_SIGNAL = 143;

  private static final String SCRIPT =
      """
      import { sleep } from 'k6';
      export const options = { duration: '10m' };
      export default function () { console.log('at work'); sleep(600); }
      export function teardown() { console.log('tears down'); sleep(Number(__ENV.SECONDS)); }
      """;

  @TempDir private Path folder;

  private ProgramProcess begin(String script, String... more) throws Exception {
    Path file = Files.writeString(folder.resolve("script.js"), script);
    Path said = ProgramProcess.said();
    List<String> arguments =
        Stream.of(Stream.of("lab", "run", "-q", "--address=", "" + file), Stream.of(more))
            .flatMap(part -> part)
            .toList();
    return new ProgramProcess(ProgramProcess.start(Main.class, List.of(), arguments, said), said);
  }

  @Test
  void the_first_ends_the_run_in_order() throws Exception {
    ProgramProcess run = begin(SCRIPT, "-e", "SECONDS=0");
    run.awaitSaid(Pattern.compile("at work"));
    run.signal("TERM");
    run.awaitEnd();
    assertThat(run.exitCode()).isEqualTo(INTERRUPTED);
    assertThat(run.output()).contains("tears down", "TOTAL RESULTS");
  }

  @Test
  void the_second_ends_it_at_once() throws Exception {
    ProgramProcess run = begin(SCRIPT, "-e", "SECONDS=600");
    run.awaitSaid(Pattern.compile("at work"));
    run.signal("TERM");
    run.awaitSaid(Pattern.compile("tears down"));
    run.signal("TERM");
    run.awaitEnd();
    assertThat(run.exitCode()).isEqualTo(INTERRUPTED);
    assertThat(run.output()).doesNotContain("TOTAL RESULTS");
  }

  @Test
  void a_script_that_is_never_read_to_its_end_can_be_interrupted() throws Exception {
    ProgramProcess run = begin("console.log('reads'); for (;;); export default () => {}");
    run.awaitSaid(Pattern.compile("reads"));
    run.signal("TERM");
    run.awaitEnd();
    assertThat(run.exitCode()).isEqualTo(BY_SIGNAL);
  }
}
