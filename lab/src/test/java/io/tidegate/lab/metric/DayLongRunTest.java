package io.tidegate.lab.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.http.page.PageLanguage;
import io.tidegate.lab.live.LiveView;
import io.tidegate.lab.live.Screen;
import io.tidegate.lab.recording.RunFixture;
import io.tidegate.lab.recording.RunRecord;
import io.tidegate.lab.recording.RunRecorder;
import io.tidegate.lab.report.Reports;
import io.tidegate.lab.summary.CheckCounts;
import io.tidegate.lab.threshold.Threshold;
import io.tidegate.lab.threshold.ThresholdWatch;
import io.tidegate.lab.threshold.Thresholds;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DayLongRunTest {

  private static final int HOUR = 3_600;
  private static final int DAY = 24 * HOUR;
  private static final int REQUESTS_A_SECOND = 10;
  private static final long GROWTH_MOST = 4 << 20;

  @TempDir Path folder;

  private final MetricRegistry metrics = new MetricRegistry();
  private final BuiltinMetrics builtin = metrics.builtin;
  private final SplittableRandom random = new SplittableRandom(24);
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final AtomicLong nowMs = new AtomicLong(RunFixture.STARTED_MS);
  private final MetricStore store = new MetricStore(100, nowMs::get, warnings::add);

  @Test
  void a_run_of_a_day_takes_no_more_memory_than_one_of_an_hour() throws Exception {
    Threshold fast = Threshold.parse("p(95)<900", true, Duration.ZERO);
    Thresholds thresholds = Thresholds.of(Map.of("http_req_duration", List.of(fast)), metrics);
    thresholds.followIn(store);
    ThresholdWatch crossings =
        new ThresholdWatch(
            thresholds,
            store,
            () -> Duration.ofMillis(nowMs.get() - RunFixture.STARTED_MS),
            _ -> {});
    LiveView.Subject subject =
        new LiveView.Subject("day.js", Duration.ofSeconds(DAY), builtin, crossings::latest);
    Screen nothing = new Screen(Screen.Kind.NONE, false, 80);
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    long afterAnHour = 0;
    long afterADay;
    try (RunRecorder recorder = RunRecorder.start(folder, RunFixture.facts(), warnings::add);
        LiveView view = LiveView.start(subject, nothing, nowhere, false, null)) {
      store.onInterval(new CheckCounts(builtin));
      store.onInterval(crossings);
      store.onInterval(recorder);
      store.onInterval(view);
      for (int second = 0; second < DAY; second++) {
        if (second == HOUR) afterAnHour = usedBytes();
        measureASecond();
      }
      afterADay = usedBytes();
      recorder.end(RunFixture.end(DAY));
    }
    assertThat(afterADay - afterAnHour).isLessThan(GROWTH_MOST);
    assertThat(warnings).isEmpty();
    assertThat(store.totals(SubMetric.whole(builtin.httpReqs)).sum())
        .isEqualTo((double) DAY * REQUESTS_A_SECOND);
    assertThat(Files.size(Reports.write(folder, PageLanguage.ENGLISH))).isLessThan(2_000_000);
    RunRecord record = RunRecord.read(folder);
    assertThat(record.seconds()).isEqualTo(DAY);
  }

  private void measureASecond() {
    for (int i = 0; i < REQUESTS_A_SECOND; i++) {
      boolean good = random.nextInt(100) != 0;
      TagSet tags = TagSet.of(Map.of("name", "page " + i % 5, "status", good ? "200" : "503"));
      double ms = random.nextExponential() * 100;
      store.add(
          new Metric[] {builtin.httpReqs, builtin.httpReqDuration, builtin.httpReqFailed},
          new double[] {1, ms, good ? 0 : 1},
          tags,
          nowMs.get());
      store.add(builtin.checks, TagSet.of(Map.of("check", "is good")), good ? 1 : 0, nowMs.get());
    }
    nowMs.addAndGet(1_000);
    store.endInterval();
  }

  private static long usedBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
