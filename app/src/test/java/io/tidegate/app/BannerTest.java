package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code up} says once it is up: true, and good for being tried. */
class BannerTest {

  @TempDir private Path folder;
  private ServiceProcess service = ServiceProcess.none();

  @AfterEach
  void end() throws InterruptedException {
    service.kill();
  }

  enum Found {
    DEMO,
    DEMO_TRIED_BEFORE,
    SEEDED_BY_HAND,
    EMPTY
  }

  @ParameterizedTest
  @EnumSource
  void what_it_suggests_works_on_what_is_there(Found found) throws Exception {
    // A name that a shell must be told about.
    Path data = folder.resolve("it's data");
    switch (found) {
      case DEMO -> service = ServiceProcess.up(data);
      case DEMO_TRIED_BEFORE -> {
        service = ServiceProcess.up(data);
        tryAll();
        service.terminate();
        service = ServiceProcess.up(data);
      }
      case SEEDED_BY_HAND -> {
        ServiceProcess.run("seed", "--concerts", "3", "--data", data.toString());
        service = ServiceProcess.up(data);
      }
      case EMPTY -> service = ServiceProcess.up(data, "--empty");
    }

    assertThat(tryAll()).hasSizeGreaterThan(1);
  }

  @Test
  void lost_signing_keys_are_said_to_make_tickets_void_and_a_lost_admin_key_is_not()
      throws Exception {
    Path data = folder.resolve("data");
    service = ServiceProcess.up(data);
    assertThat(service.output()).contains("made just now").doesNotContain("void");
    tryAll();
    service.terminate();

    Files.delete(data.resolve("signing.keys"));
    service = ServiceProcess.up(data);
    assertThat(service.output())
        .containsPattern("signing +\\S+signing.keys \\(made just now.*tickets .* are void now")
        .containsPattern("WARN.*signing.keys was not there.*everybody in a room has to join again")
        .containsPattern("admin key +\\S+admin.key\\R");
    service.terminate();

    Files.delete(data.resolve("admin.key"));
    service = ServiceProcess.up(data);
    assertThat(service.output())
        .containsPattern("admin key +\\S+admin.key \\(made just now")
        .doesNotContain("void");
  }

  /** Sends what is suggested, in order, each of which must succeed. */
  private List<String> tryAll() throws IOException, InterruptedException {
    List<String> calls =
        service
            .output()
            .lines()
            .dropWhile(line -> !line.equals("Try:"))
            .skip(1)
            .takeWhile(line -> line.startsWith("  "))
            .toList();
    for (String call : calls) {
      Process shell =
          new ProcessBuilder("bash", "-c", call.replace("curl -s ", "curl -sS --fail-with-body "))
              .redirectErrorStream(true)
              .start();
      String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(shell.exitValue()).as(call + "\n" + said).isZero();
    }
    return calls;
  }
}
