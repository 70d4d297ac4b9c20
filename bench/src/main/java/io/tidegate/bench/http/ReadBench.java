package io.tidegate.bench.http;

import io.tidegate.bench.Setting;
import io.tidegate.bench.http.Comparison.Measured;
import io.tidegate.bench.http.Comparison.Workload;
import io.tidegate.bench.load.RequestTemplate;
import io.tidegate.bench.load.Users;
import io.tidegate.bench.peer.TidegateProcess;
import io.tidegate.bench.report.Report;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Reads, each kind alone and all by turns: list, dates, seats, status, place. */
public final class ReadBench {
  private static final int CONNECTIONS = 200;
  private static final int ROUNDS = 3;
  private static final double WARM_SECONDS = 4;
  private static final double RATIO_MAX = 1.5;
  private static final double PER_SECOND = 70_000;

  private static final int CONCERTS = 100;
  private static final int DATES = 2;
  private static final int PAGES = CONCERTS / 10;
  private static final int VISITORS = 200;
  private static final int WAITING = 1_000;

  /** As long as the place, the most asked and shortest of ours. */
  private static final String JSON =
      "{\"num\":1234,\"state\":\"WAITING\",\"ahead\":1233,\"etaSeconds\":120,\"askAgainInMs\":12345}";

  private final Setting setting;
  private final Report report = new Report();

  private ReadBench(Setting setting) {
    this.setting = setting;
  }

  /** Measures. */
  public static Report measure(Setting setting) throws IOException, InterruptedException {
    return new ReadBench(setting).measure();
  }

  private Report measure() throws IOException, InterruptedException {
    try (TestBed testBed = TestBed.start(setting, report, JSON)) {
      Map<String, List<RequestTemplate>> kinds = kinds(testBed.service());
      Comparison comparison = new Comparison(setting, report, new Users());
      for (var kind : kinds.entrySet())
        comparison.warmUp(
            kind.getKey(), kind.getValue(), testBed.subjects(200).getFirst(), WARM_SECONDS);
      for (var kind : kinds.entrySet()) {
        Workload workload =
            new Workload(kind.getKey(), kind.getValue(), CONNECTIONS, testBed.subjects(200));
        Measured measured = comparison.atFullSpeed(workload, ROUNDS);
        WriteBenches.judge(report, workload, measured, PER_SECOND, RATIO_MAX);
        boolean all = kind.getKey().equals("all by turns");
        if (all)
          comparison.atFixedRate(workload, Math.max(PER_SECOND, measured.perSecond().median()) / 2);
      }
      comparison.tell();
    }
    return report;
  }

  private Map<String, List<RequestTemplate>> kinds(TidegateProcess service)
      throws IOException, InterruptedException {
    ConcertFixture fixture = ConcertFixture.build(service, CONCERTS, DATES);
    List<String> inside = tickets(service, 1, VISITORS);
    List<String> waiting = tickets(service, VISITORS + 1, WAITING);
    Map<String, List<RequestTemplate>> kinds = new LinkedHashMap<>();
    kinds.put(
        "list", asks(PAGES, i -> RequestTemplate.get("/api/v1/concerts/query?page=" + (i + 1))));
    kinds.put(
        "dates",
        asks(VISITORS, i -> ask("/api/v1/concert/" + fixture.concert(i) + "/date", inside.get(i))));
    kinds.put(
        "seats",
        asks(
            VISITORS, i -> ask("/api/v1/concert/" + fixture.schedule(i) + "/seat", inside.get(i))));
    kinds.put("status", asks(1, _ -> RequestTemplate.get("/api/v1/rooms/default/status")));
    kinds.put("place", asks(WAITING, i -> ask("/api/v1/user/queue/token/query", waiting.get(i))));
    kinds.put("all by turns", byTurns(kinds));
    return kinds;
  }

  private static RequestTemplate ask(String path, String ticket) {
    return RequestTemplate.get(path, "waitingToken: " + ticket);
  }

  private static List<RequestTemplate> asks(int count, IntFunction<RequestTemplate> ask) {
    return IntStream.range(0, count).mapToObj(ask).toList();
  }

  private static List<RequestTemplate> byTurns(Map<String, List<RequestTemplate>> kinds) {
    List<RequestTemplate> all = new ArrayList<>();
    for (int i = 0; i < VISITORS; i++) {
      for (List<RequestTemplate> kind : kinds.values()) all.add(kind.get(i % kind.size()));
    }
    return all;
  }

  private static List<String> tickets(TidegateProcess service, int firstUser, int count)
      throws IOException, InterruptedException {
    List<String> tickets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String place = service.post("/user/" + (firstUser + i) + "/queue/token/issue", null);
      tickets.add(TidegateProcess.text(place, "waitingToken"));
    }
    return tickets;
  }
}
