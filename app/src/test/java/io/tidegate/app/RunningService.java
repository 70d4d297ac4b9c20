package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.app.config.Config;
import io.tidegate.app.config.ConfigLoader;
import io.tidegate.app.service.Service;
import io.tidegate.testkit.ServiceUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The service in this process, as {@code up} starts it, on a free port.
 *
 * @param data its data folder
 */
record RunningService(Service service, Path data) implements ServiceUnderTest, AutoCloseable {

  /** With the demo data. */
  static RunningService demo(Path data) throws Exception {
    return start(Config.DEMO, data, true, "none");
  }

  /** With the demo data, and the gate before it. */
  static RunningService behindGate(Path data) throws Exception {
    return start(Config.DEMO, data, true, "0");
  }

  /** With nothing in it. */
  static RunningService empty(Path data) throws Exception {
    return start(Config.DEFAULT, data, false, "none");
  }

  private static RunningService start(Config base, Path data, boolean demo, String gatePort)
      throws Exception {
    Map<String, String> options =
        Map.of("--data", data.toString(), "--port", "0", "--gate-port", gatePort);
    Config config = ConfigLoader.load(base, null, Map.of(), options);
    return new RunningService(Service.start(config, demo), data);
  }

  @Override
  public URI uri() {
    return URI.create("http://127.0.0.1:" + service.port());
  }

  @Override
  public String adminKey() {
    return adminKey(data);
  }

  /** The admin key of a data folder. */
  static String adminKey(Path data) {
    try {
      return Files.readString(data.resolve("admin.key")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      assertThat(service.stop()).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
