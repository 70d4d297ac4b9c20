package io.tidegate.lab.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testkit.Wait;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricStoreTest {

  private static final int THREADS = 200;
  private static final int REQUESTS = 500;

  private final MetricRegistry metrics = new MetricRegistry();
  private final BuiltinMetrics builtin = metrics.builtin;
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final AtomicLong nowMs = new AtomicLong(1_000);
  private final MetricStore store = new MetricStore(100, nowMs::get, warnings::add);

  @Test
  void many_threads_that_add_while_intervals_end_lose_nothing() throws InterruptedException {
    List<Interval> intervals = new ArrayList<>();
    AtomicLong seen = new AtomicLong();
    store.onInterval(intervals::add);
    store.onSamples(batch -> seen.addAndGet(batch.size()));
    CountDownLatch ended = new CountDownLatch(THREADS);
    for (int t = 0; t < THREADS; t++) {
      int seed = t;
      Thread.startVirtualThread(() -> {
        addRequests(new SplittableRandom(seed));
        ended.countDown();
      });
    }
    while (ended.getCount() > 0) store.endInterval();
    store.endInterval();

    long requests = (long) THREADS * REQUESTS;
    Totals durations = store.totals(SubMetric.whole(builtin.httpReqDuration));
    assertThat(durations.count()).isEqualTo(requests);
    assertThat(store.totals(SubMetric.whole(builtin.httpReqs)).sum()).isEqualTo((double) requests);
    assertThat(seen.get()).isEqualTo(3 * requests);
    Totals ofIntervals = new Totals(MetricType.TREND);
    for (Interval interval : intervals)
      ofIntervals.add(interval.totals(SubMetric.whole(builtin.httpReqDuration)));
    assertThat(ofIntervals.count()).isEqualTo(requests);
    assertThat(ofIntervals.percentile(95)).isEqualTo(durations.percentile(95));
  }

  private void addRequests(SplittableRandom random) {
    Metric[] ofRequest = {builtin.httpReqs, builtin.httpReqDuration};
    for (int i = 0; i < REQUESTS; i++) {
      TagSet tags = TagSet.of(Map.of("status", random.nextInt(5) == 0 ? "500" : "200"));
      store.add(ofRequest, new double[] {1, random.nextExponential() * 10}, tags, i);
      store.add(builtin.checks, tags, 1, i);
    }
  }

  @Test
  void whoever_fills_a_batch_while_counting_is_behind_counts_it_and_nothing_is_lost() {
    int samples = 500_000;
    for (int i = 0; i < samples; i++) store.add(builtin.iterations, TagSet.EMPTY, 1, i);
    assertThat(store.helped()).isPositive();
    store.endInterval();
    assertThat(store.totals(SubMetric.whole(builtin.iterations)).count()).isEqualTo(samples);
  }

  @Test
  void a_part_of_a_metric_has_the_samples_with_its_tags() {
    SubMetric ok = part(builtin.httpReqDuration, Map.of("status", "200"));
    SubMetric okPost = part(builtin.httpReqDuration, Map.of("status", "200", "method", "POST"));
    addDuration(1, Map.of("status", "200", "method", "GET"));
    store.endInterval();
    store.follow(ok);
    addDuration(2, Map.of("status", "200", "method", "POST"));
    addDuration(4, Map.of("status", "404", "method", "POST"));
    store.endInterval();
    assertThat(store.totals(ok).sum()).as("also what came before it was followed").isEqualTo(3);
    assertThat(store.totals(okPost).sum()).as("also when nobody follows it").isEqualTo(2);
    assertThat(store.totals(part(builtin.httpReqDuration, Map.of("status", "5"))).count()).isZero();
    assertThat(store.totals(SubMetric.whole(builtin.httpReqDuration)).sum()).isEqualTo(7);
  }

  @Test
  void beyond_the_bound_samples_are_counted_together_and_parts_stay_exact() {
    SubMetric odd = part(builtin.httpReqDuration, Map.of("odd", "true"));
    store.follow(odd);
    for (int i = 0; i < 20_000; i++)
      addDuration(1, Map.of("url", "/item/" + i, "odd", String.valueOf(i % 2 == 1)));
    store.endInterval();
    assertThat(store.totals(odd).count()).isEqualTo(10_000);
    assertThat(store.totals(SubMetric.whole(builtin.httpReqDuration)).count()).isEqualTo(20_000);
    assertThat(store.series()).hasSize(102);
    assertThat(store.series().subList(100, 102))
        .extracting(series -> series.tags() + " " + series.totals().count())
        .containsExactly(" 9950", "odd:true 9950");
    assertThat(warnings).hasSize(1).first().asString().contains("http_req_duration", "100");
  }

  @Test
  void an_interval_has_what_came_in_it_alone() {
    List<Interval> intervals = new ArrayList<>();
    store.onInterval(intervals::add);
    addDuration(1, Map.of());
    nowMs.set(2_000);
    store.endInterval();
    nowMs.set(3_000);
    store.endInterval();
    addDuration(5, Map.of());
    addDuration(7, Map.of());
    nowMs.set(4_000);
    store.endInterval();
    assertThat(intervals).extracting(Interval::fromMs).containsExactly(1_000L, 2_000L, 3_000L);
    assertThat(intervals).extracting(interval -> interval.parts().size()).containsExactly(1, 0, 1);
    assertThat(intervals.getLast().totals(SubMetric.whole(builtin.httpReqDuration)).sum())
        .isEqualTo(12);
  }

  @Test
  void what_several_stores_measured_merges_as_if_one_had_measured_it() throws Exception {
    Random random = new Random(1_013);
    SubMetric odd = part(builtin.httpReqDuration, Map.of("odd", "true"));
    MetricRegistry theirs = new MetricRegistry();
    MetricStore merged = new MetricStore(100, nowMs::get, warnings::add);
    MetricRegistry own = new MetricRegistry();
    SubMetric theirOdd = part(theirs.builtin.httpReqDuration, Map.of("odd", "true"));
    merged.follow(theirOdd);
    store.follow(odd);
    List<IntervalCodec.Decoder> decoders =
        Stream.generate(() -> new IntervalCodec.Decoder(theirs)).limit(3).toList();
    List<MetricStore> parts =
        Stream.generate(() -> new MetricStore(100, nowMs::get, warnings::add)).limit(3).toList();
    List<List<Interval>> sent = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      IntervalCodec.Encoder encoder = new IntervalCodec.Encoder(TotalsCodec.Values.WHOLE);
      IntervalCodec.Decoder decoder = decoders.get(i);
      List<Interval> received = new ArrayList<>();
      sent.add(received);
      parts.get(i).follow(part(own.builtin.httpReqDuration, Map.of("odd", "true")));
      parts.get(i).onInterval(interval -> received.add(throughBytes(interval, encoder, decoder)));
    }
    for (int second = 0; second < 5; second++) {
      for (int i = 0; i < 4_000; i++) {
        int url = random.nextInt(300);
        TagSet tags = TagSet.of(Map.of("url", "/" + url, "odd", String.valueOf(url % 2 == 1)));
        double value = random.nextGaussian() * 40 + 100;
        store.add(builtin.httpReqDuration, tags, value, i);
        parts.get(random.nextInt(3)).add(own.builtin.httpReqDuration, tags, value, i);
      }
      nowMs.addAndGet(1_000);
      store.endInterval();
      parts.forEach(MetricStore::endInterval);
    }
    merged.start();
    for (int second = 0; second < 5; second++)
      for (List<Interval> received : sent) merged.merge(received.get(second));
    merged.close();
    for (double percent : new double[] {0, 1, 50, 90, 99, 99.9, 100}) {
      assertThat(merged.totals(SubMetric.whole(theirs.builtin.httpReqDuration)).percentile(percent))
          .isEqualTo(store.totals(SubMetric.whole(builtin.httpReqDuration)).percentile(percent));
      assertThat(merged.totals(theirOdd).percentile(percent))
          .isEqualTo(store.totals(odd).percentile(percent));
    }
    assertThat(merged.totals(SubMetric.whole(theirs.builtin.httpReqDuration)).count())
        .isEqualTo(20_000);
    assertThat(merged.totals(theirOdd).count()).isEqualTo(store.totals(odd).count());
  }

  private static Interval throughBytes(
      Interval interval, IntervalCodec.Encoder encoder, IntervalCodec.Decoder decoder) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      encoder.write(
          interval.fromMs(), interval.toMs(), interval.parts(), new DataOutputStream(bytes));
      return decoder.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void an_interval_ends_where_the_merged_one_ends() throws InterruptedException {
    List<Interval> intervals = new CopyOnWriteArrayList<>();
    store.onInterval(intervals::add);
    store.start();
    Totals one = new Totals(builtin.iterations.type());
    one.add(1, 1_500);
    Interval.Part part = new Interval.Part(builtin.iterations, TagSet.EMPTY, one);
    for (long to = 2_000; to <= 4_000; to += 1_000)
      store.merge(new Interval(to - 1_000, to, List.of(part, part)));
    store.close();
    assertThat(intervals).extracting(Interval::toMs).startsWith(2_000L, 3_000L, 4_000L);
    assertThat(intervals.getFirst().totals(SubMetric.whole(builtin.iterations)).sum()).isEqualTo(2);
    assertThat(store.totals(SubMetric.whole(builtin.iterations)).count()).isEqualTo(6);
  }

  @Test
  void single_samples_are_given_in_groups_as_they_were_added() {
    List<String> groups = new ArrayList<>();
    store.onSamples(batch -> {
      for (int g = 0; g < batch.groups(); g++) {
        StringBuilder group = new StringBuilder(batch.tags(g) + "@" + batch.atMs(g));
        for (int i = batch.start(g); i < batch.end(g); i++)
          group.append(' ').append(batch.metric(i)).append('=').append(batch.value(i));
        groups.add(group.toString());
      }
    });
    store.add(
        new Metric[] {builtin.httpReqs, builtin.httpReqDuration},
        new double[] {1, 2.5},
        TagSet.of(Map.of("a", "b")),
        7);
    store.add(builtin.vus, TagSet.EMPTY, 3, 8);
    store.endInterval();
    assertThat(groups).containsExactly("a:b@7 http_reqs=1.0 http_req_duration=2.5", "@8 vus=3.0");
  }

  @Test
  void whoever_is_given_single_samples_is_given_no_empty_batch() {
    List<Integer> sizes = new CopyOnWriteArrayList<>();
    store.onSamples(batch -> sizes.add(batch.size()));
    store.start();
    addDuration(1, Map.of());
    store.close();
    assertThat(sizes).containsExactly(1);
  }

  @Test
  void a_listener_that_throws_is_told_of_and_the_others_are_served() {
    List<Interval> intervals = new ArrayList<>();
    store.onInterval(_ -> {
      throw new IllegalStateException("no more");
    });
    store.onInterval(intervals::add);
    store.endInterval();
    assertThat(intervals).hasSize(1);
    assertThat(warnings).hasSize(1).first().asString().contains("no more");
  }

  @Test
  void what_was_added_is_counted_by_itself_and_at_the_latest_at_the_end() {
    store.start();
    addDuration(1, Map.of());
    Wait.until(() -> store.totals(SubMetric.whole(builtin.httpReqDuration)).count() == 1);
    addDuration(1, Map.of());
    store.close();
    assertThat(store.totals(SubMetric.whole(builtin.httpReqDuration)).count()).isEqualTo(2);
  }

  private void addDuration(double ms, Map<String, String> tags) {
    store.add(builtin.httpReqDuration, TagSet.of(tags), ms, 1);
  }

  private static SubMetric part(Metric metric, Map<String, String> tags) {
    return new SubMetric(metric + "{}", metric, TagSet.of(tags));
  }
}
