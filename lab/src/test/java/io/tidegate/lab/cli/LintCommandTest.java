package io.tidegate.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LintCommandTest {

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();

  private int lint(String script, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("s.js"), script);
    String[] arguments = new String[more.length + 2];
    arguments[0] = "lint";
    arguments[1] = file.toString();
    System.arraycopy(more, 0, arguments, 2, more.length);
    return new CommandLine(new LabCommand((_, _) -> {}))
        .setOut(new PrintWriter(out))
        .execute(arguments);
  }

  @Test
  void findings_come_with_their_place_and_what_a_run_would_do() throws IOException {
    assertThat(
            lint(
                "export const options = {\n  vus: 5, executor: 'constant-vus', duration: '9s' };\n"
                    + "export default () => {}"))
        .isZero();
    assertThat(out.toString().replace(folder + "/", ""))
        .contains("s.js: scenario default: constant-vus, 9s, at most 5 users, closed model\n")
        .contains("s.js:2:11: warning: options.executor does nothing here")
        .contains("[unknown-option]");
  }

  @Test
  void an_error_ends_with_1_and_with_strict_a_warning_too() throws IOException {
    assertThat(lint("export default function () { missing(); }")).isEqualTo(1);
    String warned = "export const options = {}; export default () => {}";
    assertThat(lint(warned)).isZero();
    assertThat(lint(warned, "--strict")).isEqualTo(1);
    assertThat(lint(warned, folder.resolve("none.js").toString())).isEqualTo(255);
  }
}
