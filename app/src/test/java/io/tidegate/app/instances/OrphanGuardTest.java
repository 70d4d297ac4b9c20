package io.tidegate.app.instances;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What ends instances whose supervisor is gone; a supervisor's death is in UpInstancesProcessTest.
 */
final class OrphanGuardTest {

  @TempDir private Path folder;
  private Process instance = none();

  @BeforeEach
  void begin() throws IOException {
    instance = new ProcessBuilder("sleep", "60").start();
  }

  @AfterEach
  void end() {
    instance.destroyForcibly();
  }

  private static Process none() {
    try {
      return new ProcessBuilder("true").start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void after_a_stop_in_good_order_it_touches_nothing_and_is_gone() throws Exception {
    OrphanGuard guard = OrphanGuard.start(folder.resolve("postmaster.pid"));
    long id = guard.processId();
    guard.watch(instance.pid());
    guard.close();
    Wait.until(() -> ProcessHandle.of(id).filter(ProcessHandle::isAlive).isEmpty());
    assertThat(instance.isAlive()).isTrue();
  }
}
