package io.tidegate.bench.http;

import io.tidegate.audit.AuditReport;
import io.tidegate.audit.Auditor;
import io.tidegate.bench.Setting;
import io.tidegate.bench.http.Comparison.Measured;
import io.tidegate.bench.http.Comparison.Workload;
import io.tidegate.bench.load.OpenLoopResult;
import io.tidegate.bench.load.RequestTemplate;
import io.tidegate.bench.load.Users;
import io.tidegate.bench.peer.TidegateProcess;
import io.tidegate.bench.report.Report;
import io.tidegate.bench.report.Spread;
import io.tidegate.store.journal.JournalLog;
import io.tidegate.store.log.LogReader;
import java.io.IOException;
import java.util.List;

/**
 * Benches of calls that write, or would if there were any left: claims, the same sold out, joins.
 */
public final class WriteBenches {
  private static final int[] CONNECTIONS = {100, 1_000, 2_000};
  private static final int ROUNDS = 3;
  private static final double WARM_SECONDS = 10;
  private static final double RATIO_MAX = 2.7;
  private static final double WRITES_PER_SECOND = 40_000;
  private static final double REFUSALS_PER_SECOND = 60_000;
  private static final double P99_MS_MAX = 10;
  static final long PLENTY = 1_000_000_000;

  /** As long as ours' answers. */
  private static final String CLAIM_JSON =
      "{\"claimId\":1234567,\"offerId\":1,\"userId\":100123456789,\"quantity\":1,\"amount\":0,\"state\":\"issued\",\"createdAt\":\"2026-11-20T20:00:00.123+09:00\"}";

  private static final String TOKEN_JSON =
      "{\"waitingToken\":\"AQEAAAABAAAAAQAAABdIdugVAAAAAAABh0YAAAGap1n4e0ZfJXZ0c0WmW1nTq1pYkJc5UqS3nA7Y7o1m2Yk\",\"number\":123456,\"ahead\":100000,\"etaSeconds\":1000,\"state\":\"WAITING\"}";

  private WriteBenches() {}

  /** Claims of an offer larger than the run, by distinct users, with keys. */
  public static Report claims(Setting setting) throws IOException, InterruptedException {
    Report report = new Report();
    try (TestBed testBed = TestBed.start(setting, report, CLAIM_JSON)) {
      long offer = offer(testBed.service(), PLENTY);
      Comparison comparison = new Comparison(setting, report, new Users());
      durable(report, testBed, comparison, new Load("claims", claim(offer), 201));
      comparison.tell();
      checkIssued(report, testBed.service(), offer, comparison.tally());
      testBed.service().close();
      audit(setting, report, testBed.service());
    }
    return report;
  }

  /** Joins of a room by distinct users. */
  public static Report tokens(Setting setting) throws IOException, InterruptedException {
    Report report = new Report();
    try (TestBed testBed = TestBed.start(setting, report, TOKEN_JSON)) {
      room(testBed.service());
      Comparison comparison = new Comparison(setting, report, new Users());
      durable(report, testBed, comparison, new Load("joins", join(), 200));
      comparison.tell();
    }
    return report;
  }

  /** Claims of an offer whose one unit is gone. */
  public static Report soldOut(Setting setting) throws IOException, InterruptedException {
    Report report = new Report();
    try (TestBed testBed = TestBed.start(setting, report, CLAIM_JSON)) {
      long offer = offer(testBed.service(), 1);
      testBed.service().post("/offers/" + offer + "/claims", "{\"userId\":1}");
      long before = lastRecord(testBed.service());
      Comparison comparison = new Comparison(setting, report, new Users());
      refused(report, testBed, comparison, claim(offer));
      comparison.tell();
      long written = lastRecord(testBed.service()) - before;
      report.aim("nothing is written", written == 0, written + " records in the journal");
    }
    return report;
  }

  private record Load(String what, RequestTemplate ask, int status) {}

  private static void durable(Report report, TestBed testBed, Comparison comparison, Load load)
      throws IOException, InterruptedException {
    List<RequestTemplate> asks = List.of(load.ask);
    comparison.warmUp(load.what, asks, testBed.subjects(load.status).getFirst(), WARM_SECONDS);
    for (int connections : CONNECTIONS) {
      // The peer without its log is only there to show what the log costs it.
      boolean all = connections == CONNECTIONS[0];
      var subjects = all ? testBed.allSubjects(load.status) : testBed.subjects(load.status);
      Workload workload = new Workload(load.what, asks, connections, subjects);
      Measured measured = comparison.atFullSpeed(workload, ROUNDS);
      judge(report, workload, measured, WRITES_PER_SECOND, RATIO_MAX);
      double rate = WRITES_PER_SECOND / 2.0;
      OpenLoopResult openLoop = comparison.atFixedRate(workload, rate).getFirst();
      report.aim(
          "%,d connections: p99 at most %.0f ms at half of %,.0f/s"
              .formatted(connections, P99_MS_MAX, WRITES_PER_SECOND),
          openLoop.ms(99) <= P99_MS_MAX,
          "%.2f ms at %,.0f/s".formatted(openLoop.ms(99), rate));
      comparison.atFixedRate(
          workload, measured.perSecond().median() / 2); // for the table: half of what it holds
    }
  }

  private static void refused(
      Report report, TestBed testBed, Comparison comparison, RequestTemplate claim)
      throws IOException, InterruptedException {
    List<RequestTemplate> asks = List.of(claim);
    comparison.warmUp("refusals", asks, testBed.subjects(409).getFirst(), WARM_SECONDS);
    Workload workload = new Workload("refusals", asks, 1_000, testBed.subjects(409));
    Measured measured = comparison.atFullSpeed(workload, ROUNDS);
    judge(report, workload, measured, REFUSALS_PER_SECOND, 0);
    comparison.atFixedRate(
        workload, Math.max(REFUSALS_PER_SECOND, measured.perSecond().median()) / 2);
  }

  /**
   * @param ratioMax of our CPU a request over the peer's; 0 for no aim
   */
  static void judge(
      Report report, Workload workload, Measured measured, double perSecond, double ratioMax) {
    String where = "%s, %,d connections: ".formatted(workload.what(), workload.connections());
    Spread rate = measured.perSecond();
    report.aim(
        where + "%,.0f/s".formatted(perSecond), rate.median() >= perSecond, rate.show(0) + "/s");
    Spread ratio = measured.ratio();
    if (ratioMax == 0 || ratio == null) return;
    report.aim(
        where + "CPU at most %.1f x nginx's fixed 200".formatted(ratioMax),
        ratio.median() <= ratioMax,
        ratio.show(2));
  }

  static RequestTemplate join() {
    return RequestTemplate.post(
        "/api/v1/user/" + RequestTemplate.USER + "/queue/token/issue", null);
  }

  static RequestTemplate claim(long offer) {
    return RequestTemplate.post(
        "/api/v1/offers/" + offer + "/claims",
        "{\"userId\":" + RequestTemplate.USER + ",\"quantity\":1}",
        "Idempotency-Key: claim-" + RequestTemplate.USER);
  }

  static long offer(TidegateProcess service, long total) throws IOException, InterruptedException {
    String sale =
        service.admin(
            "sales",
            "{\"name\":\"Bench\",\"opensAt\":\"2020-01-01T00:00:00Z\",\"entry\":\"open\"}");
    String offer =
        "{\"saleId\":%d,\"name\":\"Coupon\",\"total\":%d}"
            .formatted(TidegateProcess.number(sale, "saleId"), total);
    return TidegateProcess.number(service.admin("offers", offer), "offerId");
  }

  private static void room(TidegateProcess service) throws IOException, InterruptedException {
    service.admin(
        "rooms", "{\"name\":\"default\",\"people\":1000,\"everySeconds\":10,\"insideMax\":24000}");
  }

  private static void checkIssued(
      Report report, TidegateProcess service, long offer, Comparison.Tally tally)
      throws IOException, InterruptedException {
    long issued = TidegateProcess.number(service.get("/offers/" + offer), "issued");
    report.aim(
        "every claim answered is issued, and none that was not asked for",
        issued >= tally.answered() && issued <= tally.answered() + tally.cutOff(),
        "%,d answered with 201, at most %,d cut off by the end of a round, %,d issued"
            .formatted(tally.answered(), tally.cutOff(), issued));
  }

  private static void audit(Setting setting, Report report, TidegateProcess service)
      throws IOException {
    setting.say("auditing");
    long startNs = System.nanoTime();
    AuditReport audit = Auditor.audit(service.data());
    double seconds = (System.nanoTime() - startNs) / 1e9;
    report.aim(
        "the audit agrees",
        audit.sound(),
        "%,d breaches in %,d records, %.1f s"
            .formatted(audit.breachCount(), audit.journal().records(), seconds));
  }

  private static long lastRecord(TidegateProcess service) throws IOException {
    try (LogReader reader = JournalLog.readFolder(service.data())) {
      while (reader.next()) {}
      return reader.position().sequence();
    }
  }
}
