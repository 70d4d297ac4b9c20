package io.tidegate.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The short run from which the launcher has the JVM learn. */
final class RehearseCommandTest {

  @TempDir Path folder;

  @Test
  void all_that_a_rehearsal_does_succeeds() {
    StringWriter out = new StringWriter();
    CommandLine lab = new CommandLine(new LabCommand((_, _) -> {}));
    lab.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));

    int code = lab.execute("rehearse", folder.resolve("new").toString());

    assertThat(code).as(out::toString).isZero();
    assertThat(out.toString())
        .contains(
            "checks_succeeded...: 100.00%", "http_req_failed................: 0.00%", "orders")
        .doesNotContain("level=error msg=\"Error");
  }
}
