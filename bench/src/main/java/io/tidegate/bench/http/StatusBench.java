package io.tidegate.bench.http;

import io.tidegate.bench.Setting;
import io.tidegate.bench.http.Comparison.Heat;
import io.tidegate.bench.http.Comparison.Measured;
import io.tidegate.bench.load.Ask;
import io.tidegate.bench.load.Users;
import io.tidegate.bench.machine.Machine;
import io.tidegate.bench.peer.Service;
import io.tidegate.bench.report.Report;
import io.tidegate.bench.report.Spread;
import io.tidegate.bench.report.Table;
import io.tidegate.bench.status.Facts;
import io.tidegate.bench.status.Million;
import io.tidegate.bench.status.Million.Cost;
import io.tidegate.bench.status.Probe;
import io.tidegate.bench.status.Streams;
import java.io.IOException;
import java.nio.file.Path;
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

  private static final List<Ask> WHOLE = List.of(Ask.get(Probe.PATH));
  private static final String HAVE_IT = "If-None-Match: *";
  private static final List<Ask> UNCHANGED = List.of(Ask.get(Probe.PATH, HAVE_IT));

  /** As long as the status. */
  private static final String JSON =
      "{\"roomId\":1,\"room\":\"default\",\"state\":\"open\",\"calledUpTo\":1000,\"lastNumber\":1234,\"waiting\":234,\"called\":1000,\"inside\":0,\"insideMax\":24000,\"rate\":{\"people\":200,\"everySeconds\":3600},\"stock\":\"available\",\"units\":50000,\"unitsLeft\":50000,\"unitsAvailable\":50000,\"unitsHeld\":0,\"unitsIssued\":0}";

  private final Setting setting;
  private final Report report = new Report();
  private final Million million = new Million();
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
    try (Track track = Track.start(setting, report, JSON)) {
      ConcertFixture.build(track.service(), 1, 2);
      Comparison comparison = new Comparison(setting, report, new Users());
      comparison.warmUp("status", WHOLE, track.subjects(200).getFirst(), WARM_SECONDS);
      comparison.warmUp("status, 304", UNCHANGED, track.subjects(304).getFirst(), WARM_SECONDS);
      try (Facts facts = new Facts(track.service())) {
        Measured whole = race(track, comparison, "200", WHOLE, 200);
        Measured unchanged = race(track, comparison, "304", UNCHANGED, 304);
        crowd(track, comparison, facts);
        int port = track.service().port();
        million.poll(
            new Cost(whole.cpuUs().median(), Probe.bytes(port)),
            new Cost(unchanged.cpuUs().median(), Probe.bytes(port, HAVE_IT)));
      }
      tell(comparison);
    }
    return report;
  }

  private Measured race(Track track, Comparison comparison, String what, List<Ask> asks, int status)
      throws IOException, InterruptedException {
    Heat heat = new Heat(what, asks, CONNECTIONS, track.subjects(status));
    Measured measured = comparison.race(heat, ROUNDS);
    Spread ratio = measured.ratio();
    if (ratio != null)
      report.aim(
          what + ": CPU at most %.1f x nginx's fixed 200".formatted(RATIO_MAX),
          ratio.median() <= RATIO_MAX,
          ratio.show(2));
    return measured;
  }

  private void crowd(Track track, Comparison comparison, Facts facts)
      throws IOException, InterruptedException {
    Service service = track.service();
    setting.say("looking at the service without streams");
    double idleNs = cpuNsPerSecond(service);
    long before = liveBytes(service);
    setting.say("opening %,d streams".formatted(STREAMS));
    try (Streams streams = Streams.open(service.port(), STREAMS, facts)) {
      long each = (liveBytes(service) - before) / STREAMS;
      told(service, streams, facts, idleNs, each);
      race(track, comparison, "200, beside 5,000 streams", WHOLE, 200);
      race(track, comparison, "304, beside 5,000 streams", UNCHANGED, 304);
      pollers(track, comparison, facts, streams);
      if (streams.ended() > 0) report.isVoid(streams.ended() + " streams ended by themselves");
    }
  }

  /** The service's CPU while nothing is measured but what goes on anyway. */
  private double cpuNsPerSecond(Service service) throws InterruptedException {
    long cpuNs = service.usage().cpuNs();
    long beginNs = System.nanoTime();
    Thread.sleep((long) (1_000 * setting.seconds(STREAM_SECONDS)));
    return (service.usage().cpuNs() - cpuNs) * 1e9 / (System.nanoTime() - beginNs);
  }

  /** What of the heap is in use, by the JVM's own count after a full collection. */
  private long liveBytes(Service service) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String pid = Long.toString(service.server().process().pid());
    String said =
        Machine.output(List.of(jcmd, pid, "GC.class_histogram"), setting.folder()).strip();
    String[] total = said.substring(said.lastIndexOf('\n') + 1).split(" +", -1);
    if (!total[0].equals("Total")) throw new IOException("no total of the heap: " + said);
    return Long.parseLong(total[2]);
  }

  private void told(Service service, Streams streams, Facts facts, double idleNs, long each)
      throws InterruptedException {
    streams.take();
    facts.takeJoins();
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
    age("%,d streams".formatted(STREAMS), counts.ageNs(), facts);
  }

  /** As many polls as that many people make who are told when to ask again, and the streams. */
  private void pollers(Track track, Comparison comparison, Facts facts, Streams streams)
      throws IOException, InterruptedException {
    double rate = Million.pollsPerSecond(POLLERS, ADMITTED_PER_SECOND);
    String what = "200, %,d pollers beside 5,000 streams".formatted(POLLERS);
    Heat heat = new Heat(what, WHOLE, POLL_CONNECTIONS, track.subjects(200).subList(0, 1));
    comparison.pace(heat, rate); // its connections and their memory are there from the start, then
    streams.take();
    facts.takeJoins();
    long before = track.service().usage().residentBytes();
    Probe probe = new Probe(track.service().port(), facts);
    comparison.pace(heat, rate);
    Histogram polled = probe.end();
    double moreMb = (track.service().usage().residentBytes() - before) / 1e6;
    report.aim(
        "memory stays flat, within %.0f MB".formatted(MEMORY_MB_MAX),
        moreMb <= MEMORY_MB_MAX,
        "%.1f MB more".formatted(moreMb));
    age("%,d pollers".formatted(POLLERS), polled, facts);
    age("5,000 streams beside them", streams.take().ageNs(), facts);
  }

  private void age(String who, Histogram ageNs, Facts facts) {
    double p99 = ageNs.getValueAtPercentile(99) / 1e6;
    Histogram joinsNs = facts.takeJoins();
    ages.row(
        who,
        Spread.number(ageNs.getValueAtPercentile(50) / 1e6, 0),
        Spread.number(p99, 0),
        Spread.number(ageNs.getMaxValue() / 1e6, 0),
        joinsNs.getTotalCount() == 0
            ? ""
            : Spread.number(joinsNs.getValueAtPercentile(99) / 1e6, 1));
    report.aim(
        who + ": age at most %.0f ms in 99 of 100".formatted(AGE_MS_MAX),
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
        "The age of what is told. For a stream: how old the oldest fact is that an event tells. For a poll: for how long the oldest fact has been one that the reply lacks, 0 if none. Both from the asking of the join that is the fact.");
    report.table(ages);
    report.say(
        "What 1,000,000 people who wait would cost, from the medians above: how often they ask is the service's own rule, applied to each of them. Bytes are those of replies and events, heads included, without TCP's. Connections are kept open; what it costs to open one is not in it.");
    report.table(million.table());
  }
}
