package io.tidegate.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.http.page.PageLanguage;
import io.tidegate.lab.metric.MetricType;
import io.tidegate.lab.metric.Totals;
import io.tidegate.lab.recording.GeneratorHealth;
import io.tidegate.lab.recording.RunEnd;
import io.tidegate.lab.recording.RunFixture;
import io.tidegate.lab.recording.RunRecord;
import io.tidegate.lab.recording.RunRecorder;
import io.tidegate.lab.recording.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {

  @TempDir Path folder;

  @Test
  void the_markdown_of_a_known_run_is_the_committed_one() throws IOException {
    new RunFixture(50).record(folder);
    Reports.write(folder, PageLanguage.ENGLISH);
    String markdown = Files.readString(folder.resolve(Reports.MARKDOWN));
    String to = System.getProperty("tidegate.golden"); // a developer writes it anew on purpose
    if (to != null) Files.writeString(Path.of(to), markdown);
    try (InputStream golden = ReportsTest.class.getResourceAsStream("shop.md")) {
      assertThat(markdown)
          .isEqualTo(
              new String(Objects.requireNonNull(golden).readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void the_page_needs_nothing_else_and_is_small_also_after_hours() throws IOException {
    new RunFixture(2_500).record(folder);
    Path page = Reports.write(folder, PageLanguage.KOREAN);
    assertThat(Files.size(page)).isLessThan(2_000_000);
    assertThat(Files.readString(page))
        .doesNotContain(
            "<script", "<link", "<img", "src=", "url(", "@import", "http://", "https://")
        .contains("Response time and service time", "응답 시간과 처리 시간")
        .contains("<html lang=\"ko\">");
  }

  @Test
  void a_run_that_died_has_a_report_that_says_so() throws IOException {
    try (RunRecorder recorder = RunRecorder.start(folder, RunFixture.facts(), _ -> {})) {
      new RunFixture(3).intervals().forEach(recorder::interval);
    }
    Path intervals = folder.resolve("intervals.bin");
    byte[] whole = Files.readAllBytes(intervals);
    Files.write(intervals, Arrays.copyOf(whole, whole.length - 1));
    assertThat(Verdict.of(RunRecord.read(folder)).headline().english()).isEqualTo("Cut off");
    assertThat(Files.readString(Reports.write(folder, PageLanguage.ENGLISH)))
        .contains("The record ends in the middle of a second");
  }

  @Test
  void the_verdict_is_that_of_the_thresholds_and_of_how_the_run_ended() throws IOException {
    RunEnd.ThresholdOutcome holds = new RunEnd.ThresholdOutcome("a", "rate<1", true, 0.5, 10);
    RunEnd.ThresholdOutcome fails = new RunEnd.ThresholdOutcome("b", "rate<1", false, 2, 10);
    RunEnd.ThresholdOutcome empty = new RunEnd.ThresholdOutcome("c", "rate<1", true, 0, 0);
    assertThat(headline(0, List.of(holds))).isEqualTo("GOOD Passed");
    assertThat(headline(99, List.of(holds, fails))).isEqualTo("BAD Failed");
    assertThat(headline(0, List.of())).isEqualTo("PLAIN No verdict");
    assertThat(headline(0, List.of(empty))).isEqualTo("WARN This run shows nothing");
    assertThat(headline(108, List.of(holds))).isEqualTo("BAD Ended early");
    assertThat(headline(110, List.of())).isEqualTo("BAD Failed");
  }

  private String headline(int exitCode, List<RunEnd.ThresholdOutcome> thresholds)
      throws IOException {
    try (RunRecorder recorder = RunRecorder.start(folder, RunFixture.facts(), _ -> {})) {
      new RunFixture(2).intervals().forEach(recorder::interval);
      recorder.end(new RunEnd(0, 2_000, exitCode, "why", 0, thresholds, null));
    }
    Verdict verdict = Verdict.of(RunRecord.read(folder));
    return verdict.tone() + " " + verdict.headline().english();
  }

  @Test
  void percentiles_beyond_what_is_known_say_so() {
    Totals known = new Totals(MetricType.TREND);
    for (int i = 1; i <= 90; i++) known.add(i, i);
    Censored times = new Censored(known, 10);
    assertThat(times.percentile(50)).isEqualTo("50.5 ms");
    assertThat(times.percentile(95)).isEqualTo("≥ 90.0 ms");
    assertThat(new Censored(known, 0).percentile(95)).isEqualTo("85.6 ms");
    assertThat(new Censored(new Totals(MetricType.TREND), 3).percentile(50)).isEqualTo("∞");
  }

  @Test
  void a_run_that_its_generator_limited_says_so_first() throws IOException {
    GeneratorHealth.Limit cpu =
        new GeneratorHealth.Limit(
            "cpu",
            new Text("both processors were at 97 %", "프로세서 둘 다 97 %였습니다"),
            new Text("add a machine", "기계를 더하세요"));
    RunEnd end = RunFixture.end(10);
    RunEnd limited =
        new RunEnd(
            end.endedMs(),
            end.durationMs(),
            0,
            "",
            0,
            List.of(),
            new GeneratorHealth(List.of(cpu), Map.of("cpu, most", "97 %")));
    try (RunRecorder recorder = RunRecorder.start(folder, RunFixture.facts(), _ -> {})) {
      new RunFixture(10).intervals().forEach(recorder::interval);
      recorder.end(limited);
    }
    Verdict verdict = Verdict.of(RunRecord.read(folder));
    assertThat(verdict.headline().english()).isEqualTo("Not a measurement of the target");
    assertThat(verdict.findings().getFirst().text().english())
        .isEqualTo("both processors were at 97 %; add a machine");
    assertThat(RunRecord.read(folder).end()).isEqualTo(limited);
  }

  @Test
  void the_aggregate_has_the_bytes_of_each_label_where_jmeter_counted_them() throws IOException {
    String line = "1790000000000,120,%s,200,,default,text,true,,%d,90,2,2,http://a/,110,0,20\n";
    Path results = folder.resolve("results.jtl");
    Files.writeString(
        results,
        line.formatted("list", 500) + line.formatted("list", 700) + line.formatted("buy", 80));
    Reports.write(results, PageLanguage.ENGLISH);
    assertThat(Files.readString(folder.resolve("results.jtl.report.md")).lines())
        .filteredOn(row -> row.startsWith("| list | 2 | 120 |"))
        .singleElement()
        .asString()
        .endsWith(" | 600.0 |");
  }
}
