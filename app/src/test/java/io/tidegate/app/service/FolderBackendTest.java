package io.tidegate.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.app.config.Config;
import io.tidegate.app.config.ConfigLoader;
import io.tidegate.engine.EngineObserver;
import io.tidegate.store.journal.JournalLog;
import io.tidegate.store.journal.JournalObserver;
import io.tidegate.store.log.LogReader;
import io.tidegate.store.log.RecordKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderBackendTest {

  private static final Duration STOP = Duration.ofSeconds(30);

  @TempDir private Path data;

  @Test
  void no_time_counts_until_people_can_be_served() throws Exception {
    FolderBackend backend =
        FolderBackend.open(config("0"), JournalObserver.NONE, EngineObserver.NONE, false);
    assertThat(backend.store().position().sequence()).as("records before it leads").isZero();

    backend.lead();

    assertThat(backend.stop(STOP)).isTrue();
    assertThat(kinds()).containsExactly(RecordKind.LEADER, RecordKind.CLOSING);
  }

  @Test
  void what_a_start_passed_over_is_read_when_people_are_served() throws Exception {
    FolderBackend first =
        FolderBackend.open(config("0"), JournalObserver.NONE, EngineObserver.NONE, true);
    first.store().snapshot().join();
    first.lead();
    assertThat(first.stop(STOP)).isTrue();

    FolderBackend second =
        FolderBackend.open(config("0"), JournalObserver.NONE, EngineObserver.NONE, true);
    assertThat(second.check().state()).startsWith("read 0 of the ");

    second.lead();

    second.check().await();
    assertThat(second.check().state()).startsWith("all ").endsWith("are whole");
    assertThat(second.stop(STOP)).isTrue();
  }

  @Test
  void a_start_that_finds_its_port_taken_closes_its_folder() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Config config = config(String.valueOf(taken.getLocalPort()));
      assertThatThrownBy(() -> Service.start(config, false)).isInstanceOf(IOException.class);
    }
    assertThat(kinds()).endsWith(RecordKind.CLOSING);
  }

  private Config config(String port) {
    return ConfigLoader.load(
        Config.DEMO,
        null,
        Map.of(),
        Map.of("--data", data.toString(), "--port", port, "--gate-port", "none"));
  }

  private List<RecordKind> kinds() throws IOException {
    List<RecordKind> kinds = new ArrayList<>();
    try (LogReader reader = JournalLog.readFolder(data)) {
      while (reader.next()) kinds.add(reader.record().kind());
    }
    return kinds;
  }
}
