package io.tidegate.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewCommandTest {

  @TempDir private Path folder;
  private final LabLine lab = new LabLine();

  @Test
  void a_script_goes_to_the_screen_or_to_a_file_that_is_not_there_yet() {
    Path file = folder.resolve("spike.js");
    assertThat(lab.run("new", "spike", "http://localhost:8080/events")).isZero();
    assertThat(lab.out.toString())
        .contains("'http://localhost:8080/events'", "ramping-arrival-rate");
    assertThat(lab.run("new", "spike", "http://localhost:8080/events", "-o", file.toString()))
        .isZero();
    assertThat(file).hasContent(lab.out.toString());
    assertThat(lab.run("new", "soak", "http://localhost/", "-o", file.toString())).isEqualTo(255);
    assertThat(lab.err.toString().strip()).isEqualTo(file + " is there already");
  }

  @Test
  void another_kind_or_no_address_is_told() {
    assertThat(lab.run("new", "strss", "http://localhost/")).isEqualTo(2);
    assertThat(lab.err.toString()).contains("there are load, stress, spike, soak, breakpoint");
    assertThat(lab.run("new", "stress", "localhost")).isEqualTo(2);
    assertThat(lab.err.toString()).contains("\"localhost\" is no http:// or https:// address");
  }
}
