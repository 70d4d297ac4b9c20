package io.tidegate.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatcherTest {

  @TempDir Path folder;
  private final AtomicInteger told = new AtomicInteger();

  @Test
  void a_change_is_told_once_and_when_it_is_over() throws Exception {
    Path file = Files.writeString(folder.resolve("gate.yaml"), "a");
    FileWatcher watcher = new FileWatcher(file, FileLook.at(file), told::incrementAndGet);
    look(watcher, 3);
    assertThat(told).hasValue(0);
    Files.writeString(file, "a b");
    look(watcher, 1);
    Files.writeString(file, "a b c"); // the writer was not ready
    look(watcher, 1);
    assertThat(told).hasValue(0);
    look(watcher, 3);
    assertThat(told).hasValue(1);
  }

  @Test
  void what_changed_since_the_file_was_read_is_told() throws Exception {
    Path file = Files.writeString(folder.resolve("gate.yaml"), "a");
    FileLook read = FileLook.at(file);
    Files.writeString(file, "a b");
    look(new FileWatcher(file, read, told::incrementAndGet), 2);
    assertThat(told).hasValue(1);
  }

  @Test
  void a_file_put_in_its_place_is_a_change_and_a_file_that_is_gone_is_none() throws Exception {
    Path file = Files.writeString(folder.resolve("gate.yaml"), "a");
    FileWatcher watcher = new FileWatcher(file, FileLook.at(file), told::incrementAndGet);
    Files.delete(file);
    look(watcher, 3);
    assertThat(told).hasValue(0);
    Path other = Files.writeString(folder.resolve("other"), "b");
    Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
    look(watcher, 3);
    assertThat(told).hasValue(1);
  }

  private static void look(FileWatcher watcher, int times) {
    for (int i = 0; i < times; i++) watcher.look();
  }
}
