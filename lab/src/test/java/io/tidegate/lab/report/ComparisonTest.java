package io.tidegate.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.http.page.PageLanguage;
import io.tidegate.lab.recording.RunFixture;
import io.tidegate.lab.recording.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {

  @TempDir Path folder;

  @Test
  void the_same_run_twice_shows_no_difference_and_the_same_load() throws IOException {
    new RunFixture(40).record(folder.resolve("a"));
    new RunFixture(40).record(folder.resolve("b"));
    assertThat(Comparison.of(folder.resolve("a"), folder.resolve("b"), PageLanguage.ENGLISH))
        .contains("The load is the same", "| Requests per second |", "| 0.0 % |")
        .doesNotContain("The load is not the same");
  }

  @Test
  void arrivals_that_nobody_served_count_as_in_the_report() throws IOException {
    new RunFixture(40).record(folder.resolve("a"));
    RunRecord run = RunRecord.read(folder.resolve("a"));
    String known = Numbers.time(Censored.responses(run).known().percentile(99));
    String all = Censored.responses(run).percentile(99);
    assertThat(all).isNotEqualTo(known);
    assertThat(Comparison.of(folder.resolve("a"), folder.resolve("a"), PageLanguage.ENGLISH))
        .contains("| Response time, p99 | %1$s | %1$s |".formatted(all));
  }

  @Test
  void another_load_is_called_one() throws IOException {
    new RunFixture(40).record(folder.resolve("a"));
    new RunFixture(40, 2).record(folder.resolve("b"));
    assertThat(Comparison.of(folder.resolve("a"), folder.resolve("b"), PageLanguage.ENGLISH))
        .contains("The load is not the same, so times do not compare");
  }

  @Test
  void nineteen_of_twenty_intervals_have_the_difference_in_them() {
    SplittableRandom random = new SplittableRandom(7);
    int hits = 0;
    for (int i = 0; i < 2_000; i++) {
      Batches.Interval interval = sample(random, 10).difference(sample(random, 11));
      if (interval.from() <= 1 && 1 <= interval.to()) hits++;
    }
    assertThat(hits / 2_000.0).isCloseTo(0.95, within(0.015));
  }

  private static Batches sample(SplittableRandom random, double mean) {
    double[] values = new double[60];
    for (int i = 0; i < values.length; i++) values[i] = mean + random.nextGaussian();
    return Batches.of(values);
  }

  @Test
  void students_t_is_that_of_the_tables() {
    assertThat(Batches.student(4)).isCloseTo(2.776, within(0.03));
    assertThat(Batches.student(10)).isCloseTo(2.228, within(0.001));
    assertThat(Batches.student(38)).isCloseTo(2.024, within(0.001));
  }
}
