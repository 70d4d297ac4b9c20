package io.tidegate.lab.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.lab.K6Runners;
import io.tidegate.lab.TargetServer;
import io.tidegate.lab.lint.Linter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestKindTest {

  private static final String[] SHORT = {"--vus=2", "--duration=1s"};

  @TempDir private Path folder;

  private Path script(TestKind kind, String url) throws IOException {
    return Files.writeString(folder.resolve(kind.code() + ".js"), kind.script(url));
  }

  @ParameterizedTest
  @EnumSource
  void a_script_to_begin_with_runs_in_the_lab(TestKind kind) throws IOException {
    try (TargetServer target = new TargetServer()) {
      K6Runners.Ended ended = K6Runners.lab(script(kind, target.url() + "/p?a=1&b='2'"), SHORT);
      assertThat(ended.code()).as(ended.said()).isZero();
      assertThat(target.asked())
          .isNotEmpty()
          .allSatisfy(one -> assertThat(one).hasToString("GET /p?a=1&b=%272%27"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void it_runs_in_real_k6(TestKind kind) throws Exception {
    try (TargetServer target = new TargetServer()) {
      K6Runners.Ended ended = K6Runners.k6(script(kind, target.url() + "/p"), SHORT);
      assertThat(ended.code()).as(ended.said()).isZero();
      assertThat(ended.said()).doesNotContain("unknown field", "level=error");
      assertThat(target.asked()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SPIKE", "BREAKPOINT"})
  void an_open_model_runs_as_it_is_written(TestKind kind) throws IOException {
    try (TargetServer target = new TargetServer()) {
      String quick =
          kind.script(target.url()).replaceAll("'(5s|1m|2m)'", "'500ms'").replace("200)", "50)");
      Path file = Files.writeString(folder.resolve("quick.js"), quick);
      K6Runners.Ended ended = K6Runners.lab(file, "-e", "DURATION=1s", "-e", "RATE=20");
      assertThat(ended.code()).as(ended.said()).isZero();
      assertThat(target.asked()).hasSizeGreaterThan(5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void none_has_the_mistakes_that_lint_names(TestKind kind) throws IOException {
    assertThat(Linter.lint(script(kind, "http://localhost/"), _ -> "").findings()).isEmpty();
  }

  @Test
  void what_is_no_address_is_refused() {
    for (String url : new String[] {"localhost", "ftp://a/", "http://", "http://a b/"})
      assertThatThrownBy(() -> TestKind.LOAD.script(url)).hasMessageContaining("is no http://");
  }
}
