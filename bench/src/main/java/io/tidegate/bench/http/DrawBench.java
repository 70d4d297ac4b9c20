package io.tidegate.bench.http;

import io.tidegate.audit.AuditReport;
import io.tidegate.audit.Auditor;
import io.tidegate.bench.Setting;
import io.tidegate.bench.load.OpenLoop;
import io.tidegate.bench.load.OpenLoopResult;
import io.tidegate.bench.load.Outcome;
import io.tidegate.bench.load.RequestTemplate;
import io.tidegate.bench.load.Users;
import io.tidegate.bench.load.Wrk;
import io.tidegate.bench.peer.TidegateProcess;
import io.tidegate.bench.report.Report;
import io.tidegate.bench.report.Spread;
import io.tidegate.bench.report.Table;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Openings: a crowd gathers over HTTP, its turns are drawn, and somebody asks for a place all the
 * while. The first draw meets a JVM that has drawn nothing yet.
 */
public final class DrawBench {
  private static final int ROUNDS = 3;
  private static final int CONNECTIONS = 200;
  private static final double JOIN_SECONDS = 14;
  private static final double ASKS_PER_SECOND = 200;

  /** Between the last join and the opening, and as long behind it. */
  private static final Duration AROUND = Duration.ofSeconds(4);

  private final Setting setting;
  private final Report report = new Report();
  private final Users users = new Users();
  private final Table table =
      new Table("opening", "people drawn", "joins/s", "asks", "p50 ms", "p99 ms", "longest ask ms");

  private DrawBench(Setting setting) {
    this.setting = setting;
  }

  /** Measures. */
  public static Report measure(Setting setting) throws IOException, InterruptedException {
    return new DrawBench(setting).measure();
  }

  private Report measure() throws IOException, InterruptedException {
    report.say(
        "Rooms that gather whoever joins for "
            + Spread.number(setting.seconds(JOIN_SECONDS), 0)
            + " s over "
            + CONNECTIONS
            + " connections, as fast as replies come, and then draw. From "
            + AROUND.toSeconds()
            + " s before each opening to as long after it, one who joined asks for the own place "
            + Spread.number(ASKS_PER_SECOND, 0)
            + " times a second; latency runs from the intended start. Durability on, access log on.");
    try (TidegateProcess service =
        TidegateProcess.start(TestBed.launch(setting), setting.fresh("ours").resolve("data"))) {
      int rounds = setting.rounds(ROUNDS);
      for (int round = 1; round <= rounds; round++) open(service, round);
      report.table(table);
      judge(service, rounds);
    }
    return report;
  }

  private void open(TidegateProcess service, int round) throws IOException, InterruptedException {
    double joinSeconds = setting.seconds(JOIN_SECONDS);
    String room = "evening-" + round;
    Instant opens =
        Instant.now().plusMillis((long) (joinSeconds * 1_000)).plus(AROUND.multipliedBy(2));
    String made =
        service.admin(
            "rooms",
            "{\"name\":\"%s\",\"people\":1,\"everySeconds\":3600,\"insideMax\":1,\"opensAt\":\"%s\"}"
                .formatted(room, opens));
    Outcome joins = join(service, room, joinSeconds);
    String place = service.post("/user/1/queue/token/issue?room=" + room, null);
    RequestTemplate ask =
        RequestTemplate.get(
            "/api/v1/user/queue/token/query",
            "waitingToken: " + TidegateProcess.text(place, "waitingToken"));
    Thread.sleep(Math.max(0, Duration.between(Instant.now(), opens.minus(AROUND)).toMillis()));
    OpenLoopResult asks =
        OpenLoop.run(
            service.port(), List.of(ask), users, 2, ASKS_PER_SECOND, 2.0 * AROUND.toSeconds(), 200);
    if (joins.errors() + asks.outcome().errors() > 0)
      report.isVoid(room + ": " + joins.problem() + asks.outcome().problem());
    row(
        round,
        TidegateProcess.number(service.get("/rooms/" + room + "/draw"), "size"),
        joins,
        asks);
    service.admin("rooms/" + TidegateProcess.number(made, "roomId") + "/epoch", "{}");
  }

  private Outcome join(TidegateProcess service, String room, double seconds)
      throws IOException, InterruptedException {
    List<RequestTemplate> join =
        List.of(
            RequestTemplate.post(
                "/api/v1/user/" + RequestTemplate.USER + "/queue/token/issue?room=" + room, null));
    if (Wrk.found())
      return new Wrk(setting.folder(), users)
          .run(service.port(), false, join, CONNECTIONS, seconds, false);
    return OpenLoop.run(service.port(), join, users, CONNECTIONS, OpenLoop.UNPACED, seconds, 200)
        .outcome();
  }

  private void row(int round, long people, Outcome joins, OpenLoopResult asks) {
    setting.say(
        "opening %d: %,d people, longest ask %.0f ms".formatted(round, people, asks.ms(100)));
    table.row(
        Spread.number(round),
        Spread.number(people),
        Spread.number(joins.perSecond(), 0),
        Spread.number(asks.outcome().requests()),
        Spread.number(asks.ms(50), 2),
        Spread.number(asks.ms(99), 2),
        Spread.number(asks.ms(100), 1));
  }

  /** The auditor draws all turns anew, with code of its own. */
  private void judge(TidegateProcess service, int rounds) throws IOException {
    AuditReport audit = Auditor.audit(service.data());
    Long drawn = audit.figures().eventsByType().get("Drawn");
    report.aim(
        "the audit agrees, and every room drew once",
        audit.sound() && drawn != null && drawn == rounds,
        audit.breachCount() + " breaches, " + drawn + " draws");
  }
}
