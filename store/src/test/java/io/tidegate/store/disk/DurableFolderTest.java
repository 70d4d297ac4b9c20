package io.tidegate.store.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFolderTest {
  @TempDir Path base;

  private final List<String> forced = new ArrayList<>();

  /** Notes what is forced, and what is in it at that moment. */
  private void watch(Path folder) throws IOException {
    try (var names = Files.list(folder)) {
      forced.add(
          base.relativize(folder)
              + "/: "
              + names.map(name -> name.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void the_parent_of_each_level_is_forced_when_the_level_stands_in_it() throws IOException {
    DurableFolder.make(base.resolve("a/b/c"), this::watch);

    assertThat(base.resolve("a/b/c")).isDirectory();
    assertThat(forced.subList(1, 4)).containsExactly("/: [a]", "a/: [b]", "a/b/: [c]");
    assertThat(forced).hasSize(4);
  }

  @Test
  void the_parent_of_a_folder_that_an_earlier_process_may_have_just_made_is_forced()
      throws IOException {
    Files.createDirectories(base.resolve("a/b"));

    DurableFolder.make(base.resolve("a/b"), this::watch);

    assertThat(forced).containsExactly("a/: [b]");
  }

  @Test
  void a_parent_that_may_not_be_read_is_no_reason_to_refuse_a_folder_that_is_there() {
    assertThatCode(() ->
            DurableFolder.make(
                base,
                folder -> {
                  throw new AccessDeniedException(folder.toString());
                }))
        .doesNotThrowAnyException();
  }

  @Test
  void a_level_whose_parent_cannot_be_forced_is_not_called_made() {
    assertThatThrownBy(() ->
            DurableFolder.make(
                base.resolve("a"),
                folder -> {
                  if (folder.equals(base)) throw new IOException("Input/output error");
                }))
        .hasMessage("Input/output error");
  }

  @Test
  void a_file_in_the_way_is_named() throws IOException {
    Path file = Files.createFile(base.resolve("file"));

    assertThatThrownBy(() -> DurableFolder.make(file)).isInstanceOf(NotDirectoryException.class);
  }
}
