package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testkit.Reply;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real process when the program itself is at fault. */
class ProgramFaultProcessTest {

  @TempDir private Path folder;
  private ServiceProcess service = ServiceProcess.none();

  @AfterEach
  void end() throws InterruptedException {
    service.kill();
  }

  @Test
  void it_ends_with_an_exit_code_of_its_own_says_so_and_nothing_answered_is_lost()
      throws Exception {
    Path data = folder.resolve("data");
    service = ServiceProcess.spoilt(data);
    assertThat(service.coupon(1).status()).isEqualTo(201);

    Reply paused = service.admin("POST", "/sales/2/pause", "");

    assertThat(paused.status()).isEqualTo(503);
    assertThat(paused.text()).contains("/problems/unavailable");
    service.awaitEnd();
    assertThat(service.exitCode()).isEqualTo(Shutdown.PROGRAM_FAILED);
    assertThat(service.output())
        .contains("A fault of the program", "exit code 70", data.toString(), "\tat ")
        .doesNotContain("store failed");
    service = ServiceProcess.up(data);
    assertThat(service.coupon(1).status()).as("kept").isEqualTo(409);
  }
}
