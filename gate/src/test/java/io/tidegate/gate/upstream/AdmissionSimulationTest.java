package io.tidegate.gate.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.gate.limit.AdmissionRate;
import io.tidegate.gate.limit.AdmissionRate.Behind;
import io.tidegate.gate.limit.LimitConfig;
import io.tidegate.gate.limit.QueueConfig;
import io.tidegate.gate.upstream.GateSimulation.Figures;
import io.tidegate.gate.upstream.SimulatedServer.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * How many people a room calls before an upstream whose speed changes. The numbers are committed;
 * {@code -Dtidegate.rewrite=true} writes them anew.
 */
class AdmissionSimulationTest {

  private static final Path FILE =
      Path.of("src/test/resources/io/tidegate/gate/upstream/admission_follows_the_upstream.txt");

  private static final long S = 1_000_000_000L;
  private static final int REQUESTS = 8;
  private static final double MOST = 200;

  /**
   * A server of 20 workers and 50 ms can do 400 requests a second: 50 visits of 8, a second apart.
   */
  private final GateSimulation gate =
      new GateSimulation(
          20_260,
          1,
          20,
          50,
          UpstreamPolicy.DEFAULT.limited(
              LimitConfig.MOST, LimitConfig.ADAPTIVE, QueueConfig.DEFAULT));

  private final AdmissionRate rate = new AdmissionRate(Duration.ofMinutes(2), 0);
  private long visits;
  private long requests;

  /** As the room has it: it changes by a tenth at least, and every five seconds at most. */
  private double bound = MOST;

  private long changedNs = -5 * S;
  private double credit;

  @Test
  void admission_follows_an_upstream_that_becomes_slower_and_recovers() throws IOException {
    gate.fault(0, Fault.TEN_TIMES_SLOWER, 120, 240);
    for (int tick = 1; tick <= 3_600; tick++) gate.time.at(tick * S / 10, this::tick);
    Map<Integer, Double> bounds = new HashMap<>();
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%-10s%10s%10s%10s%10s%n",
                "seconds",
                "people/s",
                "goodput/s",
                "refused/s",
                "p99 ms"));
    for (int second = 20; second <= 360; second += 20) {
      gate.run(second);
      Figures figures = gate.figures(second - 20, second, 0);
      text.append(
          String.format(
              Locale.ROOT,
              "%-10s%10.1f%10.1f%10.1f%10.0f%n",
              second - 20 + "-" + second,
              bound,
              figures.goodput(),
              figures.refused(),
              figures.p99Ms()));
      bounds.put(second, bound);
    }
    if (Boolean.getBoolean("tidegate.rewrite")) Files.writeString(FILE, text);
    assertThat(text.toString()).isEqualTo(Files.readString(FILE));
    for (int well : new int[] {120, 360}) {
      assertThat(bounds.get(well)).as("well, at %s s", well).isBetween(33.0, 65.0);
      assertThat(gate.figures(well - 20, well, 0).goodput()).isGreaterThan(280);
    }
    assertThat(bounds.get(240)).as("slow").isBetween(MOST / 100, 8.0);
    assertThat(gate.figures(220, 240, 0).goodput()).as("and not starved").isGreaterThan(8);
  }

  /** A crowd without an end waits. */
  private void tick() {
    long nowNs = gate.time.getAsLong();
    if (nowNs % S == 0) measure(nowNs);
    credit = Math.min(bound, credit + bound / 10);
    for (; credit >= 1; credit--) {
      visits++;
      visit(REQUESTS);
    }
  }

  private void measure(long nowNs) {
    List<Behind> behind = List.of(new Behind("u", gate.upstream.admissionRate(), 1, requests));
    double people = Math.min(MOST, rate.update(visits, behind, MOST, nowNs));
    if (Math.abs(people - bound) < bound / 10 || nowNs - changedNs < 5 * S) return;
    bound = people;
    changedNs = nowNs;
  }

  private void visit(int left) {
    requests++;
    gate.ask();
    if (left > 1) gate.time.at(gate.time.getAsLong() + S, () -> visit(left - 1));
  }
}
