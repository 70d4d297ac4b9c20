package io.tidegate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class NeedsTest {

  @TempDir private Path folder;

  private Path find(List<String> expected) {
    return Needs.program(List.of("/nowhere", folder.toString()), expected, "lathe", "drehbank");
  }

  @Test
  void a_program_is_found_by_any_of_its_names_if_it_can_be_run() throws Exception {
    Path other = Files.createFile(folder.resolve("drehbank"));
    assertThatThrownBy(() -> find(List.of())).isInstanceOf(TestAbortedException.class);
    Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwx------"));
    assertThat(find(List.of())).isEqualTo(other);
    assertThat(find(List.of("lathe"))).isEqualTo(other);
  }

  @Test
  void a_program_that_is_missing_skips_the_test_and_fails_it_where_it_is_expected() {
    assertThatThrownBy(() -> find(List.of("nginx")))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("there is no lathe");
    assertThatThrownBy(() -> find(List.of("nginx", "lathe")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("there is no lathe, which TESTS_EXPECT_PROGRAMS expects");
  }
}
