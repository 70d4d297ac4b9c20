package io.tidegate.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.lab.recording.RunFixture;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReportCommandTest {

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int lab(String... arguments) {
    return new CommandLine(new LabCommand((_, _) -> {}))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  @Test
  void the_reports_of_a_folder_are_made_anew() throws Exception {
    new RunFixture(5).record(folder);
    assertThat(lab("report", "--lang", "ko", folder.toString())).isZero();
    assertThat(out.toString().strip()).isEqualTo(folder.resolve("report.html").toString());
    assertThat(folder.resolve("report.md")).content().contains("## 엔드포인트");
    assertThat(folder.resolve("report.html")).content().contains("<html lang=\"ko\">");
  }

  @Test
  void two_folders_are_compared() throws Exception {
    new RunFixture(5).record(folder.resolve("a"));
    new RunFixture(6).record(folder.resolve("b"));
    String a = folder.resolve("a").toString();
    assertThat(lab("compare", a, folder.resolve("b").toString())).isZero();
    assertThat(out.toString()).contains("## Effects", "| Requests per second |");
  }

  @Test
  void a_folder_without_a_run_ends_with_a_line() {
    assertThat(lab("report", folder.resolve("none").toString())).isEqualTo(255);
    assertThat(lab("compare", folder.toString(), folder.toString())).isEqualTo(255);
    assertThat(err.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("there is no"));
  }
}
