package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testkit.Reply;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real process when a write fails, and when one never ends. */
class BadDiskProcessTest {
  private static final int BLOCK = 4096;

  /** Units of {@code ulimit -f} in a POSIX shell. */
  private static final int LIMIT_UNIT = 512;

  @TempDir private Path folder;
  private ServiceProcess service = ServiceProcess.none();

  @AfterEach
  void end() throws InterruptedException {
    service.kill();
  }

  @Test
  void a_write_that_fails_ends_the_process_with_its_own_exit_code_and_nothing_answered_is_lost()
      throws Exception {
    Path data = folder.resolve("data");
    service = ServiceProcess.up(data);
    service.terminate();
    long limit = usedBytes(data.resolve("journal-00000001.seg")) + 20L * BLOCK;
    service = ServiceProcess.upWithin("-f " + limit / LIMIT_UNIT, data);

    List<Long> issued = new ArrayList<>();
    String refused = "";
    for (long user = 1; refused.isEmpty() && user < 100; user++) {
      Reply reply = service.coupon(user);
      if (reply.status() == 201) issued.add(user);
      else refused = reply.status() + reply.text();
    }

    assertThat(refused).startsWith("503").contains("/problems/unavailable");
    service.awaitEnd();
    assertThat(service.exitCode()).isEqualTo(Shutdown.STORE_FAILED);
    assertThat(service.output()).contains("exit code 74", "File too large");
    assertThat(issued).hasSizeGreaterThan(5);
    service = ServiceProcess.up(data);
    assertThat(service.output()).contains("recovered after a crash");
    for (long user : issued) assertThat(service.coupon(user).status()).isEqualTo(409);
  }

  private static long usedBytes(Path segment) throws IOException {
    byte[] bytes = Files.readAllBytes(segment);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) end--;
    return (end + BLOCK - 1L) / BLOCK * BLOCK;
  }

  @Test
  void a_log_file_whose_disk_never_answers_does_not_keep_the_process_from_ending()
      throws Exception {
    Path fifo = folder.resolve("access.log");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    Path config = folder.resolve("t.yaml");
    Files.writeString(
        config, "access-log: {on: true, file: \"" + fifo + "\"}\nengine: {stop-ms: 1000}\n");
    // Holds the pipe open and never reads: behind 64 KiB every write waits for ever.
    try (RandomAccessFile _ = new RandomAccessFile(fifo.toFile(), "rw")) {
      service = ServiceProcess.up(folder.resolve("data"), "--config", config.toString(), "--empty");
      for (int i = 0; i < 2_000; i++) service.get("/concerts/" + "x".repeat(200));
      long startNs = System.nanoTime();
      service.terminate();
      assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(Duration.ofSeconds(30));
      assertThat(service.output()).contains("not waiting for it");
    }
  }
}
