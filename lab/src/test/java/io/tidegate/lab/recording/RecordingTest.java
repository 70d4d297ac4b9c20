package io.tidegate.lab.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.data.Percentage.withPercentage;

import io.tidegate.lab.metric.Interval;
import io.tidegate.lab.metric.MetricType;
import io.tidegate.lab.metric.Totals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {

  @TempDir Path folder;

  @Test
  void what_is_read_is_what_was_measured() throws IOException {
    RunFixture fixture = new RunFixture(20);
    List<Interval> intervals = fixture.intervals();
    try (RunRecorder recorder = RunRecorder.start(folder, RunFixture.facts(), _ -> {})) {
      intervals.forEach(recorder::interval);
      recorder.end(RunFixture.end(20));
    }
    RunRecord run = RunRecord.read(folder);
    Totals durations = new Totals(MetricType.TREND);
    for (Interval interval : intervals)
      for (Interval.Part part : interval.parts())
        if (part.metric().name().equals("http_req_duration")) durations.add(part.totals());
    Totals read = run.measured().of(run.measured().builtin().httpReqDuration);
    assertThat(read.count()).isEqualTo(durations.count());
    assertThat(read.sum()).isCloseTo(durations.sum(), offset(1e-6));
    assertThat(read.min()).isEqualTo(durations.min());
    assertThat(read.max()).isEqualTo(durations.max());
    for (double percent : new double[] {1, 50, 95, 99, 99.9})
      assertThat(read.percentile(percent))
          .isCloseTo(durations.percentile(percent), withPercentage(0.1));
    assertThat(run.facts()).isEqualTo(RunFixture.facts());
    assertThat(run.end()).isEqualTo(RunFixture.end(20));
    assertThat(run.cut()).isFalse();
  }

  @Test
  void a_run_that_died_at_any_byte_leaves_what_it_had_measured() throws IOException {
    try (RunRecorder recorder = RunRecorder.start(folder, RunFixture.facts(), _ -> {})) {
      new RunFixture(3).intervals().forEach(recorder::interval);
    }
    Path intervals = folder.resolve(RunRecorder.INTERVALS);
    byte[] whole = Files.readAllBytes(intervals);
    double before = 0;
    for (int length = 15; length <= whole.length; length += 7) {
      Files.write(intervals, Arrays.copyOf(whole, length));
      RunRecord run = RunRecord.read(folder);
      double requests = run.measured().of(run.measured().builtin().httpReqs).sum();
      assertThat(requests).isGreaterThanOrEqualTo(before);
      assertThat(run.end()).isNull();
      before = requests;
    }
    Files.write(intervals, Arrays.copyOf(whole, whole.length - 1));
    RunRecord run = RunRecord.read(folder);
    assertThat(run.cut()).isTrue();
    assertThat(before).isPositive();
  }

  @Test
  void a_folder_without_a_run_is_refused_in_words() {
    assertThatThrownBy(() -> RunRecord.read(folder.resolve("nowhere")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is no run in");
  }

  @Test
  void a_long_run_keeps_its_percentiles_in_few_slots() throws IOException {
    new RunFixture(1_300).record(folder);
    RunRecord run = RunRecord.read(folder);
    Timeline timeline = run.measured().timeline();
    assertThat(timeline.slots().size()).isBetween(300, Timeline.SLOTS_MOST);
    double requests = 0;
    for (Timeline.Slot slot : timeline.slots())
      requests += slot.of(run.measured().builtin().httpReqs).sum();
    assertThat(requests).isEqualTo(run.measured().of(run.measured().builtin().httpReqs).sum());
  }
}
