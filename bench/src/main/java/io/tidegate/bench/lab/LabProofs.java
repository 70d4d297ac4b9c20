package io.tidegate.bench.lab;

import io.tidegate.bench.Setting;
import io.tidegate.bench.report.Report;
import io.tidegate.bench.report.Spread;
import io.tidegate.bench.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the lab must do whatever it costs: many users, waits that end when they should, and memory
 * that stays.
 */
final class LabProofs {

  private static final int MANY = 10_000;
  private static final double MANY_SECONDS = 20;
  private static final double MANY_BYTES_MAX = 4e9;
  private static final double PACE_SECONDS = 40;
  private static final double LONG_SECONDS = 120;

  /** Of two cores, about half. */
  private static final int HALF_LOAD_PER_SECOND = 8_000;

  private static final double LATE_MS_MAX = 1;

  private static final String MANY_SCRIPT =
      """
      import http from 'k6/http';
      import { check, sleep } from 'k6';
      export default function () {
        check(http.get(__ENV.BASE + '/'), { 'is 200': r => r.status === 200 });
        sleep(2);
      }
      """;

  private final Setting setting;
  private final Report report;
  private final ScriptGenerator ours;
  private final String base;

  LabProofs(Setting setting, Report report, ScriptGenerator ours, String base) {
    this.setting = setting;
    this.report = report;
    this.ours = ours;
    this.base = base;
  }

  void measure() throws IOException, InterruptedException {
    many();
    pace();
    memory();
  }

  private Path script(String name, String text) throws IOException {
    return Files.writeString(setting.folder().resolve(name), text);
  }

  private void many() throws IOException, InterruptedException {
    Path script = script("many.js", MANY_SCRIPT);
    Generator.Run run =
        ours.run(setting.folder(), script, base, MANY, setting.seconds(MANY_SECONDS));
    report.aim(
        "%,d users in one process complete, in at most %.0f GB"
            .formatted(MANY, MANY_BYTES_MAX / 1e9),
        run.requests() >= MANY && run.failed() == 0 && run.residentBytes() <= MANY_BYTES_MAX,
        "%,.0f requests, %,.0f failed, %,.0f MB resident"
            .formatted(run.requests(), run.failed(), run.residentBytes() / 1e6));
  }

  /**
   * The first half is for the JVM to get warm, and does not count. Each sleeping user begins at a
   * random moment: if all fifty woke in the same instant, they would wait for each other.
   */
  private void pace() throws IOException, InterruptedException {
    long half = Math.max(1, Math.round(setting.seconds(PACE_SECONDS) / 2));
    Path script =
        script(
            "pace.js",
            """
            import http from 'k6/http';
            import { sleep } from 'k6';
            import exec from 'k6/execution';
            const half = '%1$ds';
            const sleeping = { executor: 'constant-vus', vus: 50, duration: half, exec: 'sleeper' };
            const paced = { executor: 'constant-arrival-rate', rate: %2$d, duration: half,
              preAllocatedVUs: 200, exec: 'load', gracefulStop: '0s' };
            export const options = {
              scenarios: {
                warm_sleeper: sleeping, warm_paced: paced,
                sleeper: { ...sleeping, startTime: half }, paced: { ...paced, startTime: half },
              },
              thresholds: {
                'iteration_duration{scenario:sleeper,first:false}': ['p(99)<%3$s'],
                'iteration_lateness{scenario:paced}': ['p(99)<%4$s'],
              },
            };
            export function sleeper() {
              const first = exec.vu.iterationInScenario === 0;
              exec.vu.metrics.tags.first = first;
              sleep(first ? Math.random() / 10 : 0.1);
            }
            export function load() { http.get(__ENV.BASE + '/'); }
            """
                .formatted(half, HALF_LOAD_PER_SECOND, 100 + LATE_MS_MAX, LATE_MS_MAX));
    List<String> stats = List.of("--summary-trend-stats", "med,p(99),max");
    Generator.Run run = ours.run(setting.folder(), script, base, 2.0 * half, stats);
    String figures = Files.readString(setting.folder().resolve(ScriptGenerator.SUMMARY));
    double sleepMs = figure(figures, "iteration_duration{scenario:sleeper,first:false}") - 100;
    double lateMs = figure(figures, "iteration_lateness{scenario:paced}");
    double cores = run.cpuNs() / 1e9 / run.seconds();
    report.aim(
        "sleep ends within 1 ms of its time at p99 at half load",
        sleepMs <= LATE_MS_MAX,
        "%.2f ms, with %.2f cores at work in the generator".formatted(sleepMs, cores));
    report.aim(
        "iterations of an open model begin within 1 ms of their time at p99 at half load",
        lateMs <= LATE_MS_MAX,
        "%.2f ms, at %,d a second".formatted(lateMs, HALF_LOAD_PER_SECOND));
  }

  private static double figure(String json, String metric) {
    Matcher found =
        Pattern.compile(
                Pattern.quote("\"" + metric + "\"")
                    + "\\s*:\\s*\\{[^}]*?\"p\\(99\\)\"\\s*:\\s*([0-9.e+-]+)")
            .matcher(json);
    return found.find() ? Double.parseDouble(found.group(1)) : Double.NaN;
  }

  /** A long run beside a short one: what grows with the length of a run would show. */
  private void memory() throws IOException, InterruptedException {
    Table table = new Table("long run", "requests", "resident MB, most");
    Path script = script("long.js", MANY_SCRIPT.replace("sleep(2)", "sleep(0.01)"));
    double[] lengths = {setting.seconds(LONG_SECONDS / 8), setting.seconds(LONG_SECONDS)};
    double[] bytes = new double[2];
    for (int i = 0; i < 2; i++) {
      Generator.Run run = ours.run(setting.folder(), script, base, 100, lengths[i]);
      bytes[i] = run.residentBytes();
      table.row(
          "%.0f s".formatted(lengths[i]),
          Spread.number(run.requests(), 0),
          Spread.number(bytes[i] / 1e6, 0));
    }
    report.table(table);
    report.aim(
        "memory of a run of %.0f s is that of one of %.0f s".formatted(lengths[1], lengths[0]),
        bytes[1] <= 1.3 * bytes[0],
        "%.0f MB and %.0f MB".formatted(bytes[1] / 1e6, bytes[0] / 1e6));
  }
}
