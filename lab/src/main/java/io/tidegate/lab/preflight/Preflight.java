package io.tidegate.lab.preflight;

import io.tidegate.lab.client.ClientConfig;
import io.tidegate.lab.metric.MetricRegistry;
import io.tidegate.lab.options.RunOptions;
import io.tidegate.lab.options.ScenarioOptions;
import io.tidegate.lab.recording.Ceilings;
import io.tidegate.lab.recording.Text;
import io.tidegate.lab.script.Script;
import io.tidegate.lab.script.http.HttpDefaults;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks, before a run, whether its generator can do what it is asked to.
 *
 * <p><b>How.</b> The script runs for a second against a server inside this process, to which all
 * its connections are led: so nothing that it does reaches the target, and what it costs is the
 * generator's own. That server answers as the target does: where the first request of the script is
 * a GET, the target is asked for that, twice. Then the table follows: what the options ask for at
 * most, beside what there is of it.
 */
public final class Preflight {

  private static final long MEASURE_MS = 1_000;
  private static final int SCENARIOS_MAX = 4;

  private final Script script;
  private final Set<String> functions;
  private final RunOptions options;
  private final MetricRegistry metrics;
  private final ClientConfig client;
  private final HttpDefaults defaults;
  private final List<Text> notes = new ArrayList<>();
  private @Nullable TargetProbe target;

  private Preflight(
      Script script,
      Set<String> functions,
      RunOptions options,
      MetricRegistry metrics,
      ClientConfig client,
      HttpDefaults defaults) {
    this.script = script;
    this.functions = functions;
    this.options = options;
    this.metrics = metrics;
    this.client = client;
    this.defaults = defaults;
  }

  /** Whether the run is over before anything could be measured for it. */
  public static boolean isNeedless(RunOptions options) {
    return Demand.isSmall(options);
  }

  /** Looks; takes about two seconds. */
  public static Ceilings look(
      Script script,
      Set<String> functions,
      RunOptions options,
      MetricRegistry metrics,
      ClientConfig client,
      HttpDefaults defaults)
      throws InterruptedException {
    return new Preflight(script, functions, options, metrics, client, defaults).look();
  }

  private Ceilings look() throws InterruptedException {
    Map<ScenarioOptions, Rehearsal.Cost> costs = new LinkedHashMap<>();
    double userBytes = Double.NaN;
    try (NullServer server = new NullServer();
        Rehearsal rehearsal = new Rehearsal(script, options, metrics, client, defaults, server)) {
      List<ScenarioOptions> scenarios = scenarios();
      askFirst(rehearsal, scenarios.getFirst());
      probe(rehearsal, server);
      rehearsal.setup(functions);
      for (ScenarioOptions scenario : scenarios)
        costs.put(scenario, rehearsal.measure(scenario, MEASURE_MS / scenarios.size()));
      userBytes = rehearsal.userBytes(scenarios.getFirst());
    } catch (Rehearsal.Failed e) {
      note(
          "The script could not be tried out against the server inside, so its CPU and memory are"
              + " not known before the run: "
              + e.getMessage(),
          "내부 서버로 스크립트를 시험해 볼 수 없어 CPU와 메모리는 실행 전에 알 수 없습니다: " + e.getMessage());
    } catch (IOException e) {
      note("There is no server inside: " + e.getMessage(), "내부 서버를 열 수 없습니다: " + e.getMessage());
    }
    if (costs.values().stream().anyMatch(Rehearsal.Cost::checksFail))
      note(
          "Checks of the script fail against the server inside, so an iteration of the run may cost"
              + " more.",
          "내부 서버의 응답에서는 스크립트의 검사가 실패하므로, 실제 실행의 반복은 비용이 더 들 수 있습니다.");
    return new Ceilings(new CeilingTable(options, client, costs, target, userBytes).all(), notes);
  }

  private List<ScenarioOptions> scenarios() {
    List<ScenarioOptions> all = options.scenarios();
    if (all.size() <= SCENARIOS_MAX) return all;
    note(
        "Only the first %d of %d scenarios were tried out.".formatted(SCENARIOS_MAX, all.size()),
        "시나리오 %2$d개 가운데 처음 %1$d개만 시험했습니다.".formatted(SCENARIOS_MAX, all.size()));
    return all.subList(0, SCENARIOS_MAX);
  }

  /** Until the script has asked for something; it may well fail before it has what it expects. */
  private void askFirst(Rehearsal rehearsal, ScenarioOptions scenario) throws InterruptedException {
    try {
      rehearsal.setup(functions);
      rehearsal.once(scenario);
    } catch (Rehearsal.Failed _) {
      // With the target's own answer it is tried again.
    }
  }

  private void probe(Rehearsal rehearsal, NullServer server) throws InterruptedException {
    String origin = rehearsal.firstOrigin();
    NullServer.Asked first = server.first();
    if (origin == null || first == null) {
      note("The script makes no request at first.", "스크립트가 처음에 요청을 보내지 않습니다.");
      return;
    }
    if (!first.method().equals("GET")) {
      note(
          "The target was not asked: the script's first request is %s, which may change something."
              .formatted(first.method()),
          "대상에게 물어보지 않았습니다. 첫 요청이 %s이라 무언가를 바꿀 수 있습니다.".formatted(first.method()));
      return;
    }
    TargetProbe found = TargetProbe.ask(client, origin, first);
    if (found.error() == null) {
      target = found;
      server.answers(found.answer());
      return;
    }
    note(
        "The target does not answer: %s".formatted(found.error()),
        "대상이 응답하지 않습니다: %s".formatted(found.error()));
  }

  private void note(String english, String korean) {
    notes.add(new Text(english, korean));
  }
}
