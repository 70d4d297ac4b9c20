package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testkit.Needs;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as a process of its own: how it starts, stops, and refuses to start. */
class ServiceProcessTest {

  @TempDir private Path folder;
  private ServiceProcess service = ServiceProcess.none();

  @AfterEach
  void end() throws InterruptedException {
    service.kill();
  }

  @Test
  void what_was_claimed_before_a_kill_is_there_after_it_and_the_auditor_agrees() throws Exception {
    service = ServiceProcess.up(folder.resolve("data"));
    assertThat(service.coupon(7).status()).isEqualTo(201);
    service.kill();
    service = ServiceProcess.up(folder.resolve("data"));
    assertThat(service.coupon(7).status()).isEqualTo(409);
    assertThat(service.coupon(8).text()).contains("\"claimId\":2");
    ServiceProcess audit = ServiceProcess.run("audit", "--data", folder.resolve("data").toString());
    assertThat(audit.exitCode()).as(audit.output()).isZero();
    assertThat(audit.output()).contains("SOUND").contains("claims    2");
  }

  @Test
  void a_stop_is_clean_and_a_later_start_says_so() throws Exception {
    service = ServiceProcess.up(folder.resolve("data"));
    service.coupon(7);
    service.terminate();
    assertThat(service.exitCode()).isZero();
    assertThat(service.output()).contains("everything accepted is finished and on disk");
    service = ServiceProcess.up(folder.resolve("data"));
    assertThat(service.output()).contains("stopped cleanly");
  }

  @Test
  void ctrl_c_stops_it_as_cleanly() throws Exception {
    Needs.that(!ignoresInterrupts(), "what is started here ignores SIGINT, as behind nohup");
    service = ServiceProcess.up(folder.resolve("data"), "--empty");
    service.signal("INT");
    service.awaitEnd();
    assertThat(service.exitCode()).isZero();
    assertThat(service.output()).contains("everything accepted is finished and on disk");
  }

  /** A process begins with the signals that its parent ignored; the JVM leaves it so. */
  private static boolean ignoresInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) return false;
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("SigIgn:"))
          .anyMatch(line -> (Long.parseUnsignedLong(line.split("\\s+", -1)[1], 16) & 1 << 1) != 0);
    }
  }

  @Test
  void the_log_has_time_and_level_and_is_json_lines_if_that_is_wanted() throws Exception {
    service = ServiceProcess.up(folder.resolve("data"), "--empty");
    service.terminate();
    assertThat(service.output())
        .containsPattern(
            "(?m)^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO  \\[.+] Shutdown: Stopped; ");

    Path file = Files.writeString(folder.resolve("t.yaml"), "log: {format: json}");
    service = ServiceProcess.up(folder.resolve("data"), "--config", file.toString());
    service.terminate();
    assertThat(service.output())
        .containsPattern(
            "(?m)^\\{\"time\":\"[-0-9T:.]+Z\",\"level\":\"INFO\",\"thread\":\"[^\"]+\","
                + "\"logger\":\"io.tidegate.app.Shutdown\",\"message\":\"Stopped; [^\"]+\"}$");
  }

  @Test
  void the_first_start_says_where_its_keys_are_and_what_to_try() throws Exception {
    service = ServiceProcess.up(folder.resolve("data"));
    assertThat(service.output())
        .contains("admin.key", "signing.keys", "curl -s -X POST", "/openapi.json");
    assertThat(service.output())
        .doesNotContain(Files.readString(folder.resolve("data/admin.key")).strip());
  }

  @Test
  void a_second_process_on_the_same_folder_is_refused_in_one_line() throws Exception {
    service = ServiceProcess.up(folder.resolve("data"));
    refused(folder.resolve("data"), "in use by process");
    assertThat(service.coupon(7).status()).isEqualTo(201);
  }

  @Test
  void a_port_that_is_taken_is_named_in_one_line() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      ServiceProcess other =
          ServiceProcess.run(
              "up",
              "--gate-port",
              "0",
              "--port",
              port,
              "--data",
              folder.resolve("data").toString());
      assertThat(other.exitCode()).isEqualTo(1);
      assertThat(other.complaints()).singleElement().asString().contains(port).contains("in use");
    }
  }

  @Test
  void a_foreign_folder_is_refused_and_left_as_it_is() throws Exception {
    Path foreign = Files.createDirectories(folder.resolve("photos"));
    Files.writeString(foreign.resolve("cat.txt"), "meow");
    refused(foreign, "not a Tidegate data folder");
    try (Stream<Path> left = Files.list(foreign)) {
      assertThat(left).containsExactly(foreign.resolve("cat.txt"));
    }
  }

  @Test
  void damage_in_the_middle_refuses_the_start_and_says_where() throws Exception {
    Path data = folder.resolve("data");
    service = ServiceProcess.up(data);
    for (int user = 1; user <= 20; user++) service.coupon(user);
    service.terminate();
    flip(data.resolve("journal-00000001.seg"), 4_096 + 200);
    refused(data, "journal-00000001.seg");
  }

  @Test
  void an_unknown_key_stops_the_start_and_names_the_nearest() throws Exception {
    Path file = Files.writeString(folder.resolve("t.yaml"), "engine: {inbux: 5}");
    ServiceProcess other = ServiceProcess.run("up", "--config", file.toString());
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.output()).contains("engine.inbux").contains("engine.inbox");
  }

  @Test
  void empty_means_no_demo_data() throws Exception {
    service = ServiceProcess.up(folder.resolve("data"), "--empty");
    assertThat(service.get("/concerts/query?page=1").text()).isEqualTo("[]");
    assertThat(service.coupon(7).status()).isEqualTo(404);
  }

  private void refused(Path data, String reason) throws Exception {
    ServiceProcess other =
        ServiceProcess.run("up", "--port", "0", "--gate-port", "none", "--data", data.toString());
    assertThat(other.exitCode()).isEqualTo(1);
    assertThat(other.complaints()).singleElement().asString().contains(reason);
  }

  private static void flip(Path file, long at) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.seek(at);
      int was = open.read();
      open.seek(at);
      open.write(was ^ 1);
    }
  }
}
