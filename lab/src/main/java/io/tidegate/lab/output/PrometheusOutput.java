package io.tidegate.lab.output;

import io.tidegate.lab.metric.Interval;
import io.tidegate.lab.metric.IntervalListener;
import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.MetricStore;
import io.tidegate.lab.metric.Statistic;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.metric.Totals;
import io.tidegate.lab.metric.ValueType;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The totals of every series that had samples, by Prometheus' remote write, every five seconds.
 * Names are those of k6, so that dashboards for it go on working: {@code k6_http_reqs_total},
 * {@code k6_checks_rate}, {@code k6_http_req_duration_p95}. Times are in seconds.
 */
final class PrometheusOutput implements Output, IntervalListener {

  private static final String DEFAULT_URL = "http://localhost:9090/api/v1/write";
  private static final String DEFAULT_STATS = "p(99)";
  private static final int EVERY_INTERVALS = 5;
  private static final int WAITING_MAX = 4;
  private static final int SERIES_PER_REQUEST = 2_000;
  private static final double MS_PER_SECOND = 1_000;
  private static final Duration CLOSE_MAX = Duration.ofSeconds(10);

  /** One series of a metric. */
  private record SeriesKey(Metric metric, TagSet tags) {}

  private final URI url;
  private final List<Statistic> stats;
  private final OutputContext context;
  private final HttpPush push;
  private final BlockingQueue<List<RemoteWrite>> queue = new ArrayBlockingQueue<>(WAITING_MAX);
  private final Set<SeriesKey> changed = new HashSet<>();
  private final AtomicLong lost = new AtomicLong();
  private final Thread thread =
      Thread.ofPlatform().name("output-prometheus").daemon().unstarted(this::run);
  private @Nullable MetricStore store;
  private int intervals;
  private long lastMs;
  private volatile boolean closed;

  private PrometheusOutput(
      URI url, List<Statistic> stats, Map<String, String> headers, OutputContext context) {
    this.url = url;
    this.stats = stats;
    this.context = context;
    push = new HttpPush(description(), headers, context.warnings());
  }

  static PrometheusOutput of(String target, OutputContext context) throws OutputException {
    String address = target.isEmpty() ? setting(context, "SERVER_URL", DEFAULT_URL) : target;
    URI uri = HttpTarget.parse(address);
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", "application/x-protobuf");
    headers.put("Content-Encoding", "snappy");
    headers.put("X-Prometheus-Remote-Write-Version", "0.1.0");
    String user = setting(context, "USERNAME", "");
    String token = setting(context, "BEARER_TOKEN", "");
    if (!user.isEmpty())
      headers.put("Authorization", HttpPush.basic(user, setting(context, "PASSWORD", "")));
    else if (!token.isEmpty()) headers.put("Authorization", "Bearer " + token);
    List<Statistic> stats = stats(setting(context, "TREND_STATS", DEFAULT_STATS));
    return new PrometheusOutput(HttpTarget.withoutUser(uri), stats, headers, context);
  }

  private static String setting(OutputContext context, String name, String otherwise) {
    return Objects.requireNonNullElse(context.env().get("K6_PROMETHEUS_RW_" + name), otherwise);
  }

  private static List<Statistic> stats(String option) throws OutputException {
    List<Statistic> stats = new ArrayList<>();
    for (String name : option.split(",", -1))
      stats.add(
          Statistic.parse(name.strip())
              .orElseThrow(() ->
                  new OutputException(
                      "K6_PROMETHEUS_RW_TREND_STATS has no figure '" + name + "'")));
    return stats;
  }

  @Override
  public String description() {
    return "experimental-prometheus-rw (" + url + ")";
  }

  @Override
  public boolean takesSamples() {
    return false;
  }

  @Override
  public void start(MetricStore from) {
    store = from;
    thread.start();
    from.onInterval(this);
  }

  @Override
  public void interval(Interval interval) {
    for (Interval.Part part : interval.parts())
      changed.add(new SeriesKey(part.metric(), part.tags()));
    lastMs = interval.toMs();
    if (++intervals % EVERY_INTERVALS == 0) offer();
  }

  private void offer() {
    List<RemoteWrite> requests = requests();
    if (requests.isEmpty() || queue.offer(requests)) return;
    for (RemoteWrite request : requests) lost.addAndGet(request.series());
  }

  private List<RemoteWrite> requests() {
    List<RemoteWrite> requests = new ArrayList<>();
    if (store == null || changed.isEmpty()) return requests;
    RemoteWrite request = new RemoteWrite();
    for (Interval.Part part : store.series()) {
      if (!changed.contains(new SeriesKey(part.metric(), part.tags()))) continue;
      add(request, part);
      if (request.series() < SERIES_PER_REQUEST) continue;
      requests.add(request);
      request = new RemoteWrite();
    }
    if (request.series() > 0) requests.add(request);
    changed.clear();
    return requests;
  }

  private void add(RemoteWrite request, Interval.Part part) {
    String name = "k6_" + part.metric().name();
    Totals totals = part.totals();
    switch (part.metric().type()) {
      case COUNTER -> request.add(name + "_total", part.tags(), totals.sum(), lastMs);
      case GAUGE -> request.add(name, part.tags(), totals.last(), lastMs);
      case RATE -> request.add(name + "_rate", part.tags(), totals.mean(), lastMs);
      case TREND -> {
        for (Statistic stat : stats)
          request.add(name + "_" + suffix(stat), part.tags(), figure(part, stat), lastMs);
      }
    }
  }

  /** Without what a name of Prometheus cannot have: {@code p(99.9)} is {@code p999}. */
  private static String suffix(Statistic stat) {
    return stat.name().replaceAll("[^a-z0-9]", "");
  }

  private static double figure(Interval.Part part, Statistic stat) {
    double figure = stat.of(part.totals(), 0);
    boolean time = part.metric().contains() == ValueType.TIME;
    return time && stat.kind() != Statistic.Kind.COUNT ? figure / MS_PER_SECOND : figure;
  }

  private void run() {
    while (!closed || !queue.isEmpty()) {
      try {
        List<RemoteWrite> requests = queue.poll(20, TimeUnit.MILLISECONDS);
        if (requests == null) continue;
        for (RemoteWrite request : requests)
          if (!push.post(url, request.body())) lost.addAndGet(request.series());
      } catch (InterruptedException e) {
        return; // by close(), whose time is over
      }
    }
  }

  @Override
  public void close() {
    offer();
    closed = true;
    Threads.end(thread, CLOSE_MAX);
    push.close();
    for (List<RemoteWrite> requests : queue)
      for (RemoteWrite request : requests) lost.addAndGet(request.series());
    if (lost.get() > 0)
      context.warnings().accept("%s lacks %,d figures".formatted(description(), lost.get()));
  }
}
