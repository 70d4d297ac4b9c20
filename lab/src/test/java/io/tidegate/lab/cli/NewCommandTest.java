package io.tidegate.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class NewCommandTest {

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int lab(String... arguments) {
    return new CommandLine(new LabCommand((_, _) -> {}))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  @Test
  void a_script_goes_to_the_screen_or_to_a_file_that_is_not_there_yet() {
    Path file = folder.resolve("spike.js");
    assertThat(lab("new", "spike", "http://localhost:8080/events")).isZero();
    assertThat(out.toString()).contains("'http://localhost:8080/events'", "ramping-arrival-rate");
    assertThat(lab("new", "spike", "http://localhost:8080/events", "-o", file.toString())).isZero();
    assertThat(file).hasContent(out.toString());
    assertThat(lab("new", "soak", "http://localhost/", "-o", file.toString())).isEqualTo(255);
    assertThat(err.toString().strip()).isEqualTo(file + " is there already");
  }

  @Test
  void another_kind_or_no_address_is_told() {
    assertThat(lab("new", "strss", "http://localhost/")).isEqualTo(2);
    assertThat(err.toString()).contains("there are load, stress, spike, soak, breakpoint");
    assertThat(lab("new", "stress", "localhost")).isEqualTo(2);
    assertThat(err.toString()).contains("\"localhost\" is no http:// or https:// address");
  }
}
