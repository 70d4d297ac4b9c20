package io.tidegate.bench.http;

import io.tidegate.bench.Setting;
import io.tidegate.bench.http.Comparison.Measured;
import io.tidegate.bench.http.Comparison.Workload;
import io.tidegate.bench.link.Link;
import io.tidegate.bench.link.LinkLoad;
import io.tidegate.bench.load.RequestTemplate;
import io.tidegate.bench.load.Users;
import io.tidegate.bench.peer.Nginx;
import io.tidegate.bench.peer.Subject;
import io.tidegate.bench.peer.TidegateProcess;
import io.tidegate.bench.report.Report;
import io.tidegate.bench.report.Spread;
import io.tidegate.bench.report.Table;
import java.io.IOException;
import java.util.List;

/**
 * A page of 100 posts: what it weighs in each coding, what it costs beside nginx with the same
 * bytes in a file, and how many of them a line of 100 Mbit/s takes.
 */
public final class FeedBench {
  private static final String PATH = "/api/v1/feed";
  private static final String PAGE = PATH + "?limit=100";
  private static final List<String> CODINGS = List.of("identity", "gzip", "zstd", "br");

  private static final int CONNECTIONS = 200;
  private static final int ROUNDS = 3;
  private static final double WARM_SECONDS = 6;
  private static final int KB = 1_024;
  private static final int PLAIN_LEAST = 40 * KB;
  private static final int WIRE_MOST = 12 * KB;
  private static final double FILE_RATIO_MAX = 2;
  private static final double UNCHANGED_RATIO_MAX = 1.5;
  private static final double LINK_PER_SECOND = 1_000;
  private static final double LINK_SECONDS = 10;

  /** As long as the head of a 304. */
  private static final String JSON = "{\"postId\":200}";

  private final Setting setting;
  private final Report report = new Report();

  private FeedBench(Setting setting) {
    this.setting = setting;
  }

  /** Measures. */
  public static Report measure(Setting setting) throws IOException, InterruptedException {
    return new FeedBench(setting).measure();
  }

  private Report measure() throws IOException, InterruptedException {
    TidegateProcess.Launch launch = TestBed.launch(setting).withDemo();
    try (TestBed testBed = TestBed.start(setting, report, JSON, launch)) {
      int port = testBed.service().port();
      RawReply plain = RawReply.get(port, PAGE, "identity");
      RawReply gzip = RawReply.get(port, PAGE, "gzip");
      weigh(port, plain, gzip);
      atFullSpeed(testBed, plain, gzip);
    }
    String missing = Link.missing();
    if (missing.isEmpty()) throughTheLine();
    else report.say("The line of 100 Mbit/s was left out: it needs " + missing + ".");
    return report;
  }

  private void weigh(int port, RawReply plain, RawReply gzip) throws IOException {
    Table table = new Table("coding", "body bytes", "with its head", "of plain");
    long least = plain.body().length;
    for (String coding : CODINGS) {
      RawReply reply = RawReply.get(port, PAGE, coding);
      table.row(
          coding,
          Spread.number(reply.body().length),
          Spread.number(reply.bytes()),
          Spread.number((double) reply.body().length / least, 2));
    }
    report.say(
        "The newest 100 of the demo posts (`docs/feed.md` says what they are), as they are sent.");
    report.table(table);
    report.aim("at least 40 KB of JSON", least >= PLAIN_LEAST, Spread.number(least) + " bytes");
    report.aim(
        "at most 12 KB on the wire in gzip, head included",
        gzip.bytes() <= WIRE_MOST,
        Spread.number(gzip.bytes()) + " bytes");
  }

  private void atFullSpeed(TestBed testBed, RawReply plain, RawReply gzip)
      throws IOException, InterruptedException {
    Comparison comparison = new Comparison(setting, report, new Users());
    Subject ours = testBed.subjects(200).getFirst();
    List<RequestTemplate> asks = ask("gzip");
    comparison.warmUp("feed", asks, ours, WARM_SECONDS);
    if (Nginx.found() && Nginx.servesCompressed(setting.folder())) {
      try (Subject file = Nginx.serving(setting.fresh("file"), PATH, plain.body(), gzip.body())) {
        againstFile(comparison, new Workload("feed, gzip", asks, CONNECTIONS, List.of(ours, file)));
      }
    }
    for (String coding : List.of("br", "identity"))
      comparison.atFullSpeed(
          new Workload("feed, " + coding, ask(coding), CONNECTIONS, List.of(ours)), 1);
    unchanged(testBed, comparison, gzip.header("ETag"));
    comparison.tell();
  }

  private static List<RequestTemplate> ask(String coding) {
    return List.of(RequestTemplate.get(PAGE, "Accept-Encoding: " + coding));
  }

  private void againstFile(Comparison comparison, Workload workload)
      throws IOException, InterruptedException {
    Measured measured = comparison.atFullSpeed(workload, ROUNDS);
    judge("CPU of a page against nginx with it in a file", measured, FILE_RATIO_MAX);
    comparison.atFixedRate(workload, measured.perSecond().median() / 2);
  }

  private void unchanged(TestBed testBed, Comparison comparison, String tag)
      throws IOException, InterruptedException {
    List<RequestTemplate> known =
        List.of(RequestTemplate.get(PAGE, "Accept-Encoding: gzip", "If-None-Match: " + tag));
    Workload workload = new Workload("feed, 304", known, CONNECTIONS, testBed.subjects(304));
    comparison.warmUp("304", known, workload.subjects().getFirst(), WARM_SECONDS / 2);
    judge(
        "CPU of a 304 against nginx's fixed 200",
        comparison.atFullSpeed(workload, ROUNDS),
        UNCHANGED_RATIO_MAX);
  }

  private void judge(String what, Measured measured, double most) {
    Spread ratio = measured.ratio();
    if (ratio == null) return;
    report.aim(what + ": at most " + Spread.number(most, 1), ratio.median() <= most, ratio.show(2));
  }

  // ---- the line

  private void throughTheLine() throws IOException, InterruptedException {
    setting.say("laying a line of 100 Mbit/s");
    Link laid;
    try {
      laid = Link.lay(setting.folder());
    } catch (IOException e) {
      report.say("The line of 100 Mbit/s was left out: " + e.getMessage());
      return;
    }
    try (Link link = laid) {
      int port = Subject.freePort();
      TidegateProcess.Launch launch =
          TestBed.launch(setting).withDemo().behind(link.serving(), Link.SERVER);
      Process service = TidegateProcess.exec(launch, setting.fresh("linked").resolve("data"), port);
      try {
        measure(link, port);
      } finally {
        service.descendants().forEach(ProcessHandle::destroy);
        service.destroy();
        service.onExit().join();
      }
    }
  }

  private void measure(Link link, int port) throws IOException, InterruptedException {
    Table table =
        new Table(
            "coding",
            "most /s",
            "at 1,000/s: answered /s",
            "p50 ms",
            "p99 ms",
            "p99.9 ms",
            "max ms",
            "not answered");
    load(link, port, "gzip", 0); // the JVM gets warm
    for (String coding : List.of("br", "zstd", "gzip", "identity")) {
      LinkLoad.Figures most = load(link, port, coding, 0);
      LinkLoad.Figures openLoop = load(link, port, coding, LINK_PER_SECOND);
      setting.say("line, %s: %,.0f/s at most".formatted(coding, most.perSecond()));
      table.row(
          coding,
          Spread.number(most.perSecond(), 0),
          Spread.number(openLoop.perSecond(), 0),
          Spread.number(openLoop.p50(), 1),
          Spread.number(openLoop.p99(), 1),
          Spread.number(openLoop.p999(), 1),
          Spread.number(openLoop.max(), 1),
          Spread.number(openLoop.errors()));
      if (coding.equals("br"))
        report.aim(
            "1,000 requests/s through 100 Mbit/s",
            openLoop.errors() == 0 && openLoop.perSecond() >= LINK_PER_SECOND * 0.99,
            "br: %,.0f/s, p99 %.1f ms, %,d unanswered; at most %,.0f/s"
                .formatted(
                    openLoop.perSecond(), openLoop.p99(), openLoop.errors(), most.perSecond()));
    }
    report.say(
        "Through a line of 100 Mbit/s each way: two network namespaces, a token-bucket filter of 32 kbit at either end; the service in the one, the generator in the other, 200 connections. First as fast as replies come, then at 1,000 requests/s whatever comes back; latency runs from the intended start. What is not answered waited to the end for a connection.");
    report.table(table);
  }

  private LinkLoad.Figures load(Link link, int port, String coding, double perSecond)
      throws IOException, InterruptedException {
    LinkLoad.Load load = new LinkLoad.Load(port, PAGE, coding, CONNECTIONS, perSecond);
    return LinkLoad.run(link, setting.folder(), load, setting.seconds(LINK_SECONDS));
  }
}
