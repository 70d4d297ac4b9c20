package io.tidegate.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.app.config.Config;
import io.tidegate.app.config.ConfigLoader;
import io.tidegate.engine.EngineObserver;
import io.tidegate.store.journal.JournalLog;
import io.tidegate.store.journal.JournalObserver;
import io.tidegate.store.log.LogReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo data of a first start: all of it or nothing, whatever is configured. */
class DemoDataTest {

  private static final int SEGMENT_HEAD_BYTES = 4_096;
  private static final Duration STOP = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @Test
  void a_first_start_that_was_cut_off_leaves_nothing_and_the_next_one_begins_anew()
      throws Exception {
    Path data = killedAfterFirstStart();
    Path segment = data.resolve("journal-00000001.seg");
    long bytes = writtenBytes(segment);
    // The demo data is by far the most of it. As a kill between the writing of two pages of the
    // record leaves it.
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.seek(SEGMENT_HEAD_BYTES + bytes / 2);
      file.write(new byte[(int) (bytes - bytes / 2)]);
    }

    FolderBackend again = started(data, Map.of());

    assertThat(again.fresh()).isTrue();
    assertComplete(again, data);
  }

  @Test
  void a_process_killed_after_the_demo_data_was_made_finds_all_of_it() throws Exception {
    Path data = killedAfterFirstStart();

    FolderBackend again = started(data, Map.of());

    assertThat(again.fresh()).isFalse();
    assertComplete(again, data);
  }

  @Test
  void it_is_one_step_at_the_least_of_all_bounds_too() throws Exception {
    Map<String, String> least =
        Map.of(
            "TIDEGATE_STORE_SEGMENT_BYTES",
            "1MiB",
            "TIDEGATE_ENGINE_INBOX",
            "16",
            "TIDEGATE_ENGINE_BATCH_MAX",
            "1",
            "TIDEGATE_ENGINE_SWEEP_MAX",
            "1");
    Path data = folder.resolve("data");
    assertComplete(started(data, least), data);
  }

  @Test
  void concerts_are_seeded_through_a_small_inbox_too() throws Exception {
    Config config = config(folder.resolve("data"), Map.of("TIDEGATE_ENGINE_INBOX", "16"));
    FolderBackend backend = FolderBackend.start(config, JournalObserver.NONE, EngineObserver.NONE);

    new DemoData(backend.engine(), 16, System.currentTimeMillis()).seed(0, 40, 3, 10, _ -> {});

    assertThat(backend.stop(STOP)).isTrue();
    assertThat(backend.views().concerts()).hasSize(40);
  }

  @Test
  void limits_that_are_too_small_for_it_are_said_and_nothing_is_made() throws Exception {
    Path data = folder.resolve("data");

    assertThatThrownBy(() -> started(data, Map.of("TIDEGATE_LIMITS_CONCERTS", "3")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("concerts")
        .hasMessageContaining("--empty");

    FolderBackend empty =
        FolderBackend.start(config(data, Map.of()), JournalObserver.NONE, EngineObserver.NONE);
    assertThat(empty.fresh()).isTrue();
    assertThat(empty.stop(STOP)).isTrue();
  }

  /** The folder as a kill right after the first start would leave it. */
  private Path killedAfterFirstStart() throws Exception {
    Path running = folder.resolve("running");
    FolderBackend backend = started(running, Map.of());
    Path left = Files.createDirectories(folder.resolve("left"));
    try (Stream<Path> files = Files.list(running)) {
      for (Path file : files.toList()) Files.copy(file, left.resolve(file.getFileName()));
    }
    assertThat(backend.stop(STOP)).isTrue();
    return left;
  }

  private static FolderBackend started(Path data, Map<String, String> environment)
      throws IOException {
    FolderBackend backend =
        FolderBackend.open(
            config(data, environment), JournalObserver.NONE, EngineObserver.NONE, true);
    backend.lead();
    return backend;
  }

  private static Config config(Path data, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("TIDEGATE_SERVICE_DATA", data.toString());
    return ConfigLoader.load(Config.DEMO, null, all, Map.of());
  }

  private static void assertComplete(FolderBackend backend, Path data) throws Exception {
    assertThat(backend.views().rooms()).hasSize(1);
    assertThat(backend.views().sales()).hasSize(2);
    assertThat(backend.views().concerts()).hasSize(500);
    assertThat(backend.views().offers()).hasSize(1_001);
    assertThat(backend.views().feed().newest()).isEqualTo(DemoPosts.COUNT);
    assertThat(backend.stop(STOP)).isTrue();
    assertThat(large(data)).as("records with the demo data").isEqualTo(1);
  }

  /** Beside the demo data there are records of one start or another, of an event or two each. */
  private static int large(Path data) throws IOException {
    int large = 0;
    try (LogReader reader = JournalLog.readFolder(data)) {
      while (reader.next()) if (reader.record().events() > 10) large++;
    }
    return large;
  }

  private static long writtenBytes(Path segment) throws IOException {
    byte[] bytes = Files.readAllBytes(segment);
    int end = bytes.length;
    while (bytes[end - 1] == 0) end--;
    return (long) end - SEGMENT_HEAD_BYTES;
  }
}
