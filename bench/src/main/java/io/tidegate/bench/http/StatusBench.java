package io.tidegate.bench.http;

import io.tidegate.bench.Setting;
import io.tidegate.bench.http.Comparison.Measured;
import io.tidegate.bench.http.Comparison.Workload;
import io.tidegate.bench.load.RequestTemplate;
import io.tidegate.bench.load.Users;
import io.tidegate.bench.peer.TidegateProcess;
import io.tidegate.bench.report.Report;
import io.tidegate.bench.report.Spread;
import io.tidegate.bench.report.Table;
import io.tidegate.bench.status.CostProjection;
import io.tidegate.bench.status.CostProjection.Cost;
import io.tidegate.bench.status.JoinGenerator;
import io.tidegate.bench.status.StalenessProbe;
import io.tidegate.bench.status.Streams;
import java.io.IOException;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * The status of a room: polls that are told something and polls that are not, beside nginx; the
 * same beside thousands of streams; how old what is told is; and what a million people would cost.
 */
public final class StatusBench {
  private static final int CONNECTIONS = 200;
  private static final int ROUNDS = 3;
  private static final double WARM_SECONDS = 4;
  private static final double RATIO_MAX = 1.3;

  private static final int STREAMS = 5_000;
  private static final double STREAM_SECONDS = 20;
  private static final int POLLERS = 100_000;
  private static final int POLL_CONNECTIONS = 1_000;
  private static final int ADMITTED_PER_SECOND = 200;
  private static final double AGE_MS_MAX = 1_200;
  private static final double MEMORY_MB_MAX = 32;

  private static final List<RequestTemplate> WHOLE =
      List.of(RequestTemplate.get(StalenessProbe.PATH));
  private static final String HAVE_IT = "If-None-Match: *";
  private static final List<RequestTemplate> UNCHANGED =
      List.of(RequestTemplate.get(StalenessProbe.PATH, HAVE_IT));

  /** As long as the status. */
  private static final String JSON =
      "{\"roomId\":1,\"room\":\"default\",\"state\":\"open\",\"calledUpTo\":1000,\"lastNumber\":1234,\"waiting\":234,\"called\":1000,\"inside\":0,\"insideMax\":24000,\"rate\":{\"people\":200,\"everySeconds\":3600},\"stock\":\"available\",\"units\":50000,\"unitsLeft\":50000,\"unitsAvailable\":50000,\"unitsHeld\":0,\"unitsIssued\":0}";

  private final Setting setting;
  private final Report report = new Report();
  private final CostProjection million = new CostProjection();
  private final Table streamed =
      new Table("streams", "events/s", "CPU µs/event", "bytes/event", "heap KB/stream");
  private final Table ages =
      new Table("who", "age p50 ms", "age p99 ms", "age max ms", "a join meanwhile p99 ms");

  private StatusBench(Setting setting) {
    this.setting = setting;
  }

  /** Measures. */
  public static Report measure(Setting setting) throws IOException, InterruptedException {
    return new StatusBench(setting).measure();
  }

  private Report measure() throws IOException, InterruptedException {
    try (TestBed testBed = TestBed.start(setting, report, JSON)) {
      ConcertFixture.build(testBed.service(), 1, 2);
      Comparison comparison = new Comparison(setting, report, new Users());
      comparison.warmUp("status", WHOLE, testBed.subjects(200).getFirst(), WARM_SECONDS);
      comparison.warmUp("status, 304", UNCHANGED, testBed.subjects(304).getFirst(), WARM_SECONDS);
      try (JoinGenerator joins = new JoinGenerator(testBed.service())) {
        Measured whole = atFullSpeed(testBed, comparison, "200", WHOLE, 200);
        Measured unchanged = atFullSpeed(testBed, comparison, "304", UNCHANGED, 304);
        crowd(testBed, comparison, joins);
        int port = testBed.service().port();
        million.poll(
            new Cost(whole.cpuUs().median(), StalenessProbe.bytes(port)),
            new Cost(unchanged.cpuUs().median(), StalenessProbe.bytes(port, HAVE_IT)));
      }
      tell(comparison);
    }
    return report;
  }

  private Measured atFullSpeed(
      TestBed testBed, Comparison comparison, String what, List<RequestTemplate> asks, int status)
      throws IOException, InterruptedException {
    Workload workload = new Workload(what, asks, CONNECTIONS, testBed.subjects(status));
    Measured measured = comparison.atFullSpeed(workload, ROUNDS);
    Spread ratio = measured.ratio();
    if (ratio != null)
      report.aim(
          what + ": CPU at most %.1f x nginx's fixed 200".formatted(RATIO_MAX),
          ratio.median() <= RATIO_MAX,
          ratio.show(2));
    return measured;
  }

  private void crowd(TestBed testBed, Comparison comparison, JoinGenerator joins)
      throws IOException, InterruptedException {
    TidegateProcess service = testBed.service();
    setting.say("looking at the service without streams");
    double idleNs = cpuNsPerSecond(service);
    long before = service.server().liveHeapBytes();
    setting.say("opening %,d streams".formatted(STREAMS));
    try (Streams streams = Streams.open(service.port(), STREAMS, joins)) {
      long each = (service.server().liveHeapBytes() - before) / STREAMS;
      told(service, streams, joins, idleNs, each);
      atFullSpeed(testBed, comparison, "200, beside 5,000 streams", WHOLE, 200);
      atFullSpeed(testBed, comparison, "304, beside 5,000 streams", UNCHANGED, 304);
      pollers(testBed, comparison, joins, streams);
      if (streams.ended() > 0) report.isVoid(streams.ended() + " streams ended by themselves");
    }
  }

  /** The service's CPU while nothing is measured but what goes on anyway. */
  private double cpuNsPerSecond(TidegateProcess service) throws InterruptedException {
    long cpuNs = service.usage().cpuNs();
    long beginNs = System.nanoTime();
    Thread.sleep((long) (1_000 * setting.seconds(STREAM_SECONDS)));
    return (service.usage().cpuNs() - cpuNs) * 1e9 / (System.nanoTime() - beginNs);
  }

  private void told(
      TidegateProcess service, Streams streams, JoinGenerator joins, double idleNs, long each)
      throws InterruptedException {
    streams.take();
    joins.takeWaits();
    double cpuNs = cpuNsPerSecond(service) - idleNs;
    Streams.Counts counts = streams.take();
    double perSecond = counts.events() / setting.seconds(STREAM_SECONDS);
    Cost event = new Cost(cpuNs / 1e3 / perSecond, (double) counts.bytes() / counts.events());
    million.stream(event);
    streamed.row(
        Spread.number(STREAMS),
        Spread.number(perSecond, 0),
        Spread.number(event.cpuUs(), 1),
        Spread.number(event.bytes(), 0),
        Spread.number(each / 1e3, 1));
    age("%,d streams".formatted(STREAMS), counts.ageNs(), joins);
  }

  /** As many polls as that many people make who are told when to ask again, and the streams. */
  private void pollers(TestBed testBed, Comparison comparison, JoinGenerator joins, Streams streams)
      throws IOException, InterruptedException {
    double rate = CostProjection.pollsPerSecond(POLLERS, ADMITTED_PER_SECOND);
    String what = "200, %,d pollers beside 5,000 streams".formatted(POLLERS);
    Workload workload =
        new Workload(what, WHOLE, POLL_CONNECTIONS, testBed.subjects(200).subList(0, 1));
    comparison.atFixedRate(
        workload, rate); // its connections and their memory are there from the start, then
    streams.take();
    joins.takeWaits();
    long before = testBed.service().usage().residentBytes();
    StalenessProbe probe = new StalenessProbe(testBed.service().port(), joins);
    comparison.atFixedRate(workload, rate);
    Histogram polled = probe.end();
    double moreMb = (testBed.service().usage().residentBytes() - before) / 1e6;
    report.aim(
        "memory stays flat, within %.0f MB".formatted(MEMORY_MB_MAX),
        moreMb <= MEMORY_MB_MAX,
        "%.1f MB more".formatted(moreMb));
    age("%,d pollers".formatted(POLLERS), polled, joins);
    age("5,000 streams beside them", streams.take().ageNs(), joins);
  }

  private void age(String who, Histogram ageNs, JoinGenerator joins) {
    double p99 = ageNs.getValueAtPercentile(99) / 1e6;
    Histogram joinsNs = joins.takeWaits();
    ages.row(
        who,
        Spread.number(ageNs.getValueAtPercentile(50) / 1e6, 0),
        Spread.number(p99, 0),
        Spread.number(ageNs.getMaxValue() / 1e6, 0),
        joinsNs.getTotalCount() == 0
            ? ""
            : Spread.number(joinsNs.getValueAtPercentile(99) / 1e6, 1));
    report.aim(
        who + ": p99 of the age at most %,.0f ms".formatted(AGE_MS_MAX),
        p99 <= AGE_MS_MAX,
        "%.0f ms".formatted(p99));
  }

  private void tell(Comparison comparison) {
    report.say(
        "Ten people a second join meanwhile, so that the status differs from second to second. A poll of 200 has no `If-None-Match`; one of 304 has the newest. Beside streams, a request's CPU has its part of their 5,000 events a second in it. %,d people poll as they are told to, from each 2 s at the head to each 30 s far from it, over %,d connections, if %,d a second are let in."
            .formatted(POLLERS, POLL_CONNECTIONS, ADMITTED_PER_SECOND));
    comparison.tell();
    report.say(
        "Streams, each told once a second. CPU is what the service uses beyond what it does without them. Heap is what is in use after a full collection, with them less without them; outside of the heap a stream has only what the kernel keeps for its connection.");
    report.table(streamed);
    report.say(
        "Staleness. Of an event: the age of the oldest join that it is the first to report. Of a poll: for how long the reply has lacked the oldest join that it does not report, 0 if it lacks none. Both run from the request of that join.");
    report.table(ages);
    report.say(
        "What 1,000,000 people who wait would cost, from the medians above: how often they ask is the service's own rule, applied to each of them. Bytes are those of replies and events, heads included, without TCP's. Connections are kept open; what it costs to open one is not in it.");
    report.table(million.table());
  }
}
