package io.tidegate.gate.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.gate.balance.Balance;
import io.tidegate.gate.health.EjectionConfig;
import io.tidegate.gate.limit.LimitConfig;
import io.tidegate.gate.limit.QueueConfig;
import io.tidegate.gate.upstream.GateSimulation.Figures;
import io.tidegate.gate.upstream.SimulatedServer.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * How the policies behave over time. The numbers are committed: a change of a policy shows up as a
 * changed number. {@code -Dtidegate.rewrite=true} writes them anew.
 */
class SimulationTest {

  private static final Path FILES = Path.of("src/test/resources/io/tidegate/gate/upstream");
  private static final Map<String, UpstreamPolicy> POLICIES = policies();

  private static Map<String, UpstreamPolicy> policies() {
    Map<String, UpstreamPolicy> policies = new LinkedHashMap<>();
    for (Balance balance : Balance.values()) {
      UpstreamPolicy policy = UpstreamPolicy.DEFAULT.balanced(balance);
      String name = balance.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      policies.put(name, policy);
      policies.put(name + ", no ejection", policy.judged(EjectionConfig.NONE, null, null));
    }
    return policies;
  }

  /**
   * Three servers of 20 workers and 50 ms, 500 requests a second, 42 % of what they can do; the
   * third one goes wrong from second 10 to 40. The span before shows the usual, the first five
   * seconds of the fault what it costs until it is noticed, the rest what it costs from then on.
   */
  @Test
  void one_of_three_goes_wrong() throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%-18s%-30s%-8s%8s%8s%8s%8s%n",
            "fault",
            "policy",
            "seconds",
            "share",
            "errors",
            "p50",
            "p99"));
    for (Fault fault :
        List.of(Fault.HANGS, Fault.TEN_TIMES_SLOWER, Fault.ANSWERS_500, Fault.DEAD)) {
      POLICIES.forEach((name, policy) -> {
        GateSimulation simulation =
            new GateSimulation(20_250, 3, 20, 50, policy)
                .arrivals(500, 0, 60)
                .fault(2, fault, 10, 40)
                .run(65);
        for (int[] span : new int[][] {{0, 10}, {10, 15}, {15, 40}, {40, 60}}) {
          Figures figures = simulation.figures(span[0], span[1], 2);
          text.append(
              String.format(
                  Locale.ROOT,
                  "%-18s%-30s%-8s%7.1f%%%7.2f%%%8.0f%8.0f%n",
                  fault.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                  name,
                  span[0] + "-" + span[1],
                  figures.share(),
                  figures.errors(),
                  figures.p50Ms(),
                  figures.p99Ms()));
        }
      });
    }
    matches("one_of_three_goes_wrong.txt", text.toString());
  }

  /**
   * Three servers of 8 workers and 40 ms can do 600 a second. 300 arrive for 10 s, then 1,200 for
   * 50 s; nobody waits longer than 2 s. What is refused at once can come back; what times out was
   * worked for in vain.
   */
  @Test
  void twice_as_much_arrives_as_can_be_done() throws IOException {
    QueueConfig queue = QueueConfig.DEFAULT;
    LimitConfig exact = LimitConfig.fixed(24);
    Map<String, UpstreamPolicy> variants = new LinkedHashMap<>();
    int any = LimitConfig.MOST;
    variants.put("no limit", UpstreamPolicy.DEFAULT);
    variants.put("limit 24", UpstreamPolicy.DEFAULT.limited(any, exact, QueueConfig.NONE));
    variants.put("limit 24, queue", UpstreamPolicy.DEFAULT.limited(any, exact, queue));
    variants.put("8 each, queue", UpstreamPolicy.DEFAULT.limited(8, LimitConfig.NONE, queue));
    variants.put(
        "adaptive", UpstreamPolicy.DEFAULT.limited(any, LimitConfig.ADAPTIVE, QueueConfig.NONE));
    variants.put(
        "adaptive, queue", UpstreamPolicy.DEFAULT.limited(any, LimitConfig.ADAPTIVE, queue));
    variants.put(
        "adaptive from 200, queue",
        UpstreamPolicy.DEFAULT.limited(any, new LimitConfig(true, 200, 4, 1_000), queue));
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%-26s%-8s%9s%9s%8s%8s%8s%8s%10s%n",
            "limit",
            "seconds",
            "goodput",
            "refused",
            "errors",
            "p50",
            "p99",
            "limit",
            "admitted"));
    variants.forEach((name, policy) -> {
      GateSimulation simulation =
          new GateSimulation(20_251, 3, 8, 40, policy).arrivals(300, 0, 10).arrivals(1_200, 10, 60);
      for (int[] span : new int[][] {{0, 10}, {10, 20}, {20, 40}, {40, 60}}) {
        simulation.run(span[1]);
        int limit = simulation.upstream.limit();
        double admitted = simulation.upstream.admissionRate();
        simulation.run(span[1] + 3);
        Figures figures = simulation.figures(span[0], span[1], 0);
        text.append(
            String.format(
                Locale.ROOT,
                "%-26s%-8s%9.0f%9.0f%7.2f%%%8.0f%8.0f%8s%10s%n",
                name,
                span[0] + "-" + span[1],
                figures.goodput(),
                figures.refused(),
                figures.errors(),
                figures.p50Ms(),
                figures.p99Ms(),
                limit == LimitConfig.MOST ? "-" : limit,
                limit == LimitConfig.MOST ? "-" : Math.round(admitted)));
        if (name.endsWith("queue"))
          assertThat(figures.goodput()).as(name).isGreaterThan(span[0] == 0 ? 290 : 0.95 * 600);
      }
    });
    matches("twice_as_much_arrives_as_can_be_done.txt", text.toString());
  }

  /**
   * An adaptive limit before services of other sizes, from half of what they can do to twice, over
   * 200 seconds; in the second of them all servers are three times slower, and what arrives is then
   * up to six times too much. It has to find what they can do, to lose little of it, and not to
   * drift. The smallest one does eight a second, which is little to learn from.
   */
  @Test
  void the_limit_follows_the_service() throws IOException {
    record Size(int servers, int workers, int serviceMs) {}
    UpstreamPolicy policy =
        UpstreamPolicy.DEFAULT.limited(LimitConfig.MOST, LimitConfig.ADAPTIVE, QueueConfig.DEFAULT);
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%-18s%8s %-9s%9s%9s%9s%8s%8s%8s%8s%n",
            "servers",
            "load",
            "seconds",
            "can do",
            "goodput",
            "refused",
            "errors",
            "p50",
            "p99",
            "limit"));
    for (Size size : List.of(new Size(1, 2, 250), new Size(3, 8, 40), new Size(2, 40, 100))) {
      for (double load : new double[] {0.5, 0.9, 2}) {
        double most = 1e3 * size.servers * size.workers / size.serviceMs;
        GateSimulation simulation =
            new GateSimulation(20_252, size.servers, size.workers, size.serviceMs, policy)
                .arrivals(load * most, 0, 200);
        for (int i = 0; i < size.servers; i++)
          simulation.fault(i, Fault.THREE_TIMES_SLOWER, 60, 120);
        for (int[] span :
            new int[][] {{0, 30}, {30, 60}, {60, 75}, {75, 120}, {120, 135}, {135, 200}}) {
          simulation.run(span[1]);
          int limit = simulation.upstream.limit();
          simulation.run(span[1] + 3);
          Figures figures = simulation.figures(span[0], span[1], 0);
          boolean slow = span[0] >= 60 && span[0] < 120;
          double canDo = slow ? most / 3 : most;
          double wanted = Math.min(load * most, canDo);
          boolean settled = span[0] == 30 || span[0] == 75 || span[0] == 135;
          if (settled && most > 100)
            assertThat(figures.goodput()).as(size + " at " + load).isGreaterThan(0.9 * wanted);
          text.append(
              String.format(
                  Locale.ROOT,
                  "%-18s%8s %-9s%9.1f%9.1f%9.1f%7.2f%%%8.0f%8.0f%8d%n",
                  size.servers + " x " + size.workers + " x " + size.serviceMs + " ms",
                  Math.round(100 * load) + "%",
                  span[0] + "-" + span[1],
                  canDo,
                  figures.goodput(),
                  figures.refused(),
                  figures.errors(),
                  figures.p50Ms(),
                  figures.p99Ms(),
                  limit));
        }
      }
    }
    matches("the_limit_follows_the_service.txt", text.toString());
  }

  private static void matches(String file, String text) throws IOException {
    Path path = FILES.resolve(file);
    if (Boolean.getBoolean("tidegate.rewrite")) Files.writeString(path, text);
    assertThat(text).isEqualTo(Files.readString(path));
  }
}
