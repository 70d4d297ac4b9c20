package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.app.config.Config;
import io.tidegate.app.config.ConfigException;
import io.tidegate.app.config.ConfigLoader;
import io.tidegate.app.service.Service;
import io.tidegate.testkit.Wait;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The access log of the service: where it may lie, and how it is rotated. */
class AccessLogOfServiceTest {

  @TempDir private Path folder;
  private ServiceProcess service = ServiceProcess.none();

  @AfterEach
  void end() throws InterruptedException {
    service.kill();
  }

  @Test
  void logrotate_moves_the_file_hangs_up_and_the_service_goes_on() throws Exception {
    Path data = folder.resolve("data");
    service = ServiceProcess.up(data, "--empty");
    Path log = data.resolve("access.log");
    service.send("GET", "/healthz?before", "");
    Wait.until(() -> Files.exists(log) && Files.readString(log).contains("/healthz"));

    Files.move(log, data.resolve("access.log.yesterday"));
    service.signal("HUP");
    service.send("GET", "/readyz", "");

    Wait.until(() -> Files.exists(log) && Files.readString(log).contains("/readyz"));
    assertThat(log).content().doesNotContain("/healthz");
    assertThat(service.isAlive()).isTrue();
    service.terminate();
    assertThat(service.output()).contains("everything accepted is finished");
  }

  @Test
  void a_hang_up_while_it_starts_does_not_end_the_service() throws Exception {
    Path data = folder.resolve("data");
    service = ServiceProcess.starting(data);
    Wait.until(() -> Files.exists(data.resolve("lock")));
    service.signal("HUP");
    service.awaitUp();
    service.send("GET", "/healthz", "").is(200);
    service.terminate();
    assertThat(service.exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "journal-00000001.seg",
        "journal-00000099.seg",
        "./folder",
        "admin.key",
        "lock",
        "signing.keys",
        "../data/signing.keys.lock",
        "link.log"
      })
  void a_file_of_the_data_folders_own_is_refused(String file) throws Exception {
    Path data = folder.resolve("data");
    assertThat(Service.start(config(data, "access.log"), false).stop()).isTrue();
    Files.createSymbolicLink(data.resolve("link.log"), Path.of("admin.key"));
    byte[] key = Files.readAllBytes(data.resolve("admin.key"));

    assertThatThrownBy(() -> Service.start(config(data, file), false))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("access-log.file")
        .hasMessageContaining("end with .log");

    assertThat(data.resolve("admin.key")).hasBinaryContent(key);
    assertThat(Service.start(config(data, "other.log"), false).stop()).isTrue();
  }

  @Test
  void elsewhere_it_may_have_any_name() throws Exception {
    Path log = folder.resolve("journal-00000001.seg");

    assertThat(Service.start(config(folder.resolve("data"), log.toString()), false).stop())
        .isTrue();

    assertThat(log).exists();
  }

  private static Config config(Path data, String log) {
    Map<String, String> environment =
        Map.of(
            "TIDEGATE_SERVICE_PORT",
            "0",
            "TIDEGATE_SERVICE_GATE_PORT",
            "none",
            "TIDEGATE_SERVICE_DATA",
            data.toString(),
            "TIDEGATE_ACCESS_LOG_FILE",
            log);
    return ConfigLoader.load(Config.DEFAULT, null, environment, Map.of());
  }
}
