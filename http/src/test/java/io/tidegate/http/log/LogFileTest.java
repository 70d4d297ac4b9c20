package io.tidegate.http.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.http.wire.Ascii;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

  private static final int BYTES_MAX = 4_000;

  @TempDir private Path folder;

  @Test
  void all_parts_together_stay_within_the_bound_and_hold_the_newest_lines_whole() throws Exception {
    Path file = folder.resolve("access.log");
    Random random = new Random(20);
    int lines = 2_000;
    try (LogFile log = new LogFile(file, BYTES_MAX)) {
      for (int i = 0; i < lines; i++) {
        write(log, i + " " + "x".repeat(random.nextInt(80)) + "\n");
        assertThat(bytesInAll()).isLessThanOrEqualTo(BYTES_MAX);
      }
    }
    List<String> kept =
        Stream.of("access.log.3", "access.log.2", "access.log.1", "access.log")
            .flatMap(name -> lines(folder.resolve(name)))
            .toList();
    assertThat(kept.size()).isGreaterThan(50);
    for (int i = 0; i < kept.size(); i++)
      assertThat(kept.get(i)).matches((lines - kept.size() + i) + " x*");
  }

  @Test
  void what_was_left_by_a_higher_bound_is_trimmed() throws Exception {
    Path file = folder.resolve("access.log");
    Files.writeString(file, "y".repeat(2_500) + "\n");
    Files.writeString(folder.resolve("access.log.1"), "z".repeat(2_500) + "\n");
    try (LogFile log = new LogFile(file, BYTES_MAX)) {
      write(log, "new\n");
    }
    assertThat(file).hasContent("new");
    assertThat(folder.resolve("access.log.1")).content().startsWith("yyy");
    assertThat(folder.resolve("access.log.2")).doesNotExist();
  }

  @Test
  void a_file_cut_to_nothing_by_somebody_else_counts_as_that() throws Exception {
    Path file = folder.resolve("access.log");
    try (LogFile log = new LogFile(file, BYTES_MAX)) {
      write(log, "a".repeat(900) + "\n");
      Files.writeString(file, "");
      write(log, "b".repeat(900) + "\n");
    }
    assertThat(file).content().startsWith("bbb");
    assertThat(folder.resolve("access.log.1")).doesNotExist();
  }

  @Test
  void a_file_that_cannot_be_made_is_tried_again() throws Exception {
    Path place = Files.createDirectories(folder.resolve("logs"));
    Path file = place.resolve("access.log");
    try (LogFile log = new LogFile(file, BYTES_MAX)) {
      write(log, "one\n");
      Files.delete(file);
      Files.delete(place);
      assertThatThrownBy(() -> log.ready(0)).isInstanceOf(IOException.class);
      Files.createDirectories(place);
      write(log, "two\n");
    }
    assertThat(file).hasContent("two");
  }

  private static void write(LogFile log, String line) throws IOException {
    log.ready(line.length()).write(Ascii.bytes(line));
  }

  private long bytesInAll() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
