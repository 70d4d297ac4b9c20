package io.tidegate.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.lab.recording.RunFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {

  @TempDir Path folder;

  private final LabLine lab = new LabLine();

  @Test
  void the_reports_of_a_folder_are_made_anew() throws Exception {
    new RunFixture(5).record(folder);
    assertThat(lab.run("report", "--lang", "ko", folder.toString())).isZero();
    assertThat(lab.out.toString().strip()).isEqualTo(folder.resolve("report.html").toString());
    assertThat(folder.resolve("report.md")).content().contains("## 엔드포인트");
    assertThat(folder.resolve("report.html")).content().contains("<html lang=\"ko\">");
  }

  @Test
  void two_folders_are_compared() throws Exception {
    new RunFixture(5).record(folder.resolve("a"));
    new RunFixture(6).record(folder.resolve("b"));
    String a = folder.resolve("a").toString();
    assertThat(lab.run("compare", a, folder.resolve("b").toString())).isZero();
    assertThat(lab.out.toString()).contains("## Effects", "| Requests per second |");
  }

  private Path nGrinderFile(String name) throws IOException {
    StringBuilder text = new StringBuilder("DateTime,vuser,Tests,Errors,Mean_Test_Time_(ms),TPS\n");
    for (int second = 10; second < 30; second++)
      text.append("2026-11-20 10:00:").append(second).append(",50,100,1,10.5,100.0\n");
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void files_of_other_tools_get_the_same_reports_beside_them() throws Exception {
    Path a = nGrinderFile("a.csv");
    Path b = nGrinderFile("b.csv");
    assertThat(lab.run("report", a.toString(), b.toString())).isZero();
    assertThat(lab.out.toString().lines()).containsExactly(a + ".report.html", b + ".report.html");
    assertThat(folder.resolve("a.csv.report.md"))
        .content()
        .contains(
            "nGrinder keeps the mean of each second alone", "| 50 | 100.0 | 101.0 |", "| 10.5 ms |")
        .doesNotContain("NaN");
    assertThat(folder.resolve("b.csv.report.html"))
        .content()
        .contains("id=\"latency-title\"", "Service time, mean")
        .doesNotContain("NaN", "Service time, p95", "id=\"distribution");
    lab.out.getBuffer().setLength(0);
    assertThat(lab.run("compare", a.toString(), b.toString())).isZero();
    assertThat(lab.out.toString())
        .contains("| Service time of requests, mean | 10.5 ms | 10.5 ms |");
  }

  @Test
  void a_folder_without_a_run_ends_with_a_line() {
    assertThat(lab.run("report", folder.resolve("none").toString())).isEqualTo(255);
    assertThat(lab.run("compare", folder.toString(), folder.toString())).isEqualTo(255);
    assertThat(lab.err.toString().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("there is no"));
  }
}
