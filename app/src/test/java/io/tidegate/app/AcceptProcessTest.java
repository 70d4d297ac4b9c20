package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testkit.Needs;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.Wait;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real process where no further file may be open, so that no connection can be accepted. */
class AcceptProcessTest {

  private static final Pattern FAILURES =
      Pattern.compile("(?m)^tidegate_http_accept_failures_total (\\d+)\\.0$");

  @TempDir private Path folder;
  private ServiceProcess service = ServiceProcess.none();

  @AfterEach
  void end() throws InterruptedException {
    service.kill();
  }

  @Test
  void the_listener_survives_says_so_once_and_goes_on_when_it_can() throws Exception {
    Path prlimit = Needs.program("prlimit");
    service = ServiceProcess.up(folder.resolve("data"));
    try (RawClient open = service.connect()) {
      assertThat(failures(open)).isZero();
      limitFiles(prlimit, 10);
      try (RawClient waits = service.connect()) {
        waits.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Wait.until(() -> failures(open) >= 4);
        assertThat(service.output().lines().filter(line -> line.contains("be accepted")))
            .singleElement()
            .asString()
            .contains("ulimit -n");
        assertThat(service.output()).doesNotContain("\tat ");
        limitFiles(prlimit, 4_096);
        assertThat(waits.rest()).startsWith("HTTP/1.1 200");
      }
    }
  }

  private static long failures(RawClient client) throws Exception {
    Reply metrics = client.ask("GET", "/metrics", "");
    Matcher failures = FAILURES.matcher(metrics.is(200).text());
    assertThat(failures.find()).isTrue();
    return Long.parseLong(failures.group(1));
  }

  private void limitFiles(Path prlimit, int most) throws Exception {
    String[] command = {prlimit.toString(), "--pid=" + service.pid(), "--nofile=" + most + ":"};
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
