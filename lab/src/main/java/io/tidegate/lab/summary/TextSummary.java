package io.tidegate.lab.summary;

import io.tidegate.lab.metric.Statistic;
import io.tidegate.lab.metric.SubMetric;
import io.tidegate.lab.threshold.ThresholdResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The summary as text in sections, as k6 prints it since its version 1; {@link LegacyText} writes
 * the older one.
 */
public final class TextSummary {

  private static final String DEFAULT_SCENARIO = "default";
  private static final int INDENT = 4;

  /** A part of the text, by the beginning of its metrics' names. */
  private enum Section {
    CUSTOM,
    HTTP,
    EXECUTION,
    NETWORK,
    WEBSOCKET,
    HIDDEN;

    static Section of(String metric, SummaryOptions.Mode mode) {
      return switch (metric) {
        case "checks", "group_duration" -> HIDDEN;
        case "vus",
            "vus_max",
            "iterations",
            "iteration_duration",
            "dropped_iterations",
            "iteration_response",
            "iteration_lateness" ->
            EXECUTION;
        case "data_sent", "data_received" -> NETWORK;
        case "http_reqs", "http_req_failed", "http_req_duration" -> HTTP;
        case "http_req_blocked",
            "http_req_connecting",
            "http_req_tls_handshaking",
            "http_req_sending",
            "http_req_waiting",
            "http_req_receiving" ->
            mode == SummaryOptions.Mode.FULL ? HTTP : HIDDEN;
        case "ws_sessions",
            "ws_msgs_sent",
            "ws_msgs_received",
            "ws_ping",
            "ws_session_duration",
            "ws_connecting" ->
            WEBSOCKET;
        default -> CUSTOM;
      };
    }
  }

  private final RunSummary run;
  private final SummaryOptions options;
  private final Palette palette;
  private final StringBuilder text = new StringBuilder("\n\n");

  private TextSummary(RunSummary run) {
    this.run = run;
    options = run.options();
    palette = Palette.of(options.color());
  }

  /** The text in the form that the options ask for, with the line feed at its end. */
  public static String of(RunSummary run) {
    if (run.options().mode() == SummaryOptions.Mode.LEGACY) return LegacyText.of(run);
    TextSummary summary = new TextSummary(run);
    summary.thresholds();
    summary.total();
    for (RunSummary.ScenarioPart scenario : run.scenarios())
      if (scenario.name().equals(DEFAULT_SCENARIO)) summary.groups(scenario);
    for (RunSummary.ScenarioPart scenario : run.scenarios())
      if (!scenario.name().equals(DEFAULT_SCENARIO)) summary.scenario(scenario);
    return summary.text.append('\n').toString();
  }

  private void title(String title) {
    text.append("  █ ").append(palette.bold(title)).append(" \n\n");
  }

  private void paragraph(List<String> lines) {
    if (lines.isEmpty()) return;
    for (String line : lines) text.append(line).append('\n');
    text.append('\n');
  }

  private void thresholds() {
    Map<SubMetric, List<ThresholdResult>> byMetric = new LinkedHashMap<>();
    for (RunSummary.Entry entry : run.metrics())
      if (!entry.thresholds().isEmpty()) byMetric.put(entry.of(), entry.thresholds());
    if (byMetric.isEmpty()) return;
    title("THRESHOLDS");
    byMetric.forEach((of, results) -> {
      boolean below = !of.suffix().isEmpty() && byMetric.containsKey(SubMetric.whole(of.metric()));
      String indent = " ".repeat(below ? INDENT + 2 : INDENT);
      List<String> lines = new ArrayList<>();
      lines.add(indent + (below ? "{" + of.suffix() + "}" : of.name()));
      for (ThresholdResult result : results) lines.add(indent + threshold(result));
      paragraph(lines);
    });
    text.append('\n');
  }

  private String threshold(ThresholdResult result) {
    String mark = result.holds() ? palette.good("✓") : palette.bad("✗");
    String source = palette.gray("'" + result.threshold().source() + "'");
    String stat = palette.gray(result.threshold().statistic().name());
    return mark + " " + source + " " + stat + "=" + palette.figure(figure(result));
  }

  private String figure(ThresholdResult result) {
    double figure = result.figure();
    String value = ValueFormat.value(figure, result.of().metric(), options.timeUnit());
    if (result.threshold().statistic().kind() != Statistic.Kind.RATE) return value;
    return switch (result.of().metric().type()) {
      case COUNTER -> value + "/s";
      case GAUGE, RATE, TREND -> ValueFormat.percent(figure);
    };
  }

  private void total() {
    title("TOTAL RESULTS");
    boolean demanded = run.metrics().stream().anyMatch(one -> one.of().name().equals("checks"));
    if (demanded) checks(run.checks().byName(), INDENT);
    metrics(run.metrics(), INDENT);
    text.append('\n');
  }

  /** Of the one scenario that has no name: its groups stand by themselves. */
  private void groups(RunSummary.ScenarioPart scenario) {
    for (CheckTree.Group group : scenario.checks().root().groups()) {
      title("GROUP: " + group.name());
      group(group, scenario, INDENT);
      text.append('\n');
    }
  }

  private void scenario(RunSummary.ScenarioPart scenario) {
    title("SCENARIO: " + scenario.name());
    if (!scenario.checks().byName().isEmpty()) checks(scenario.checks().byName(), INDENT);
    metrics(scenario.metrics(), INDENT);
    inner(scenario.checks().root(), scenario, INDENT);
    text.append('\n');
  }

  private void group(CheckTree.Group group, RunSummary.ScenarioPart scenario, int indent) {
    if (!group.checks().isEmpty()) checks(group.checks(), indent);
    metrics(scenario.groups().getOrDefault(group.path(), List.of()), indent);
    inner(group, scenario, indent);
  }

  private void inner(CheckTree.Group of, RunSummary.ScenarioPart scenario, int indent) {
    for (CheckTree.Group group : of.groups()) {
      text.append(" ".repeat(indent)).append("↳ ");
      text.append(palette.bold("GROUP: " + group.name())).append(" \n\n");
      group(group, scenario, indent + 2);
    }
  }

  private void checks(Collection<CheckTree.Check> checks, int indent) {
    double passes = checks.stream().mapToLong(CheckTree.Check::passes).sum();
    double all = passes + checks.stream().mapToLong(CheckTree.Check::fails).sum();
    String lead = " ".repeat(indent);
    MetricLines lines = new MetricLines(options, palette, run.seconds());
    String rate = ValueFormat.number(MetricLines.perSecond(all, run.seconds())) + "/s";
    lines.add(lead, "checks_total", ValueFormat.number(all), rate);
    lines.add(
        lead,
        "checks_succeeded",
        ValueFormat.percent(part(passes, all)),
        MetricLines.outOf(passes, all));
    lines.add(
        lead,
        "checks_failed",
        ValueFormat.percent(part(all - passes, all)),
        MetricLines.outOf(all - passes, all));
    paragraph(lines.text());
    List<String> each = new ArrayList<>();
    for (CheckTree.Check check : checks)
      each.addAll(check(check, lead, " ".repeat(2 * indent - 2), palette));
    paragraph(each);
  }

  private static double part(double some, double all) {
    return all == 0 ? 0 : some / all;
  }

  /** A check in one line, or in two if it failed. */
  static List<String> check(
      CheckTree.Check check, String lead, String detailLead, Palette palette) {
    if (check.fails() == 0) return List.of(lead + palette.good("✓ " + check.name()));
    long percent = 100 * check.passes() / (check.passes() + check.fails());
    String detail = "↳  %d%% — ✓ %d / ✗ %d".formatted(percent, check.passes(), check.fails());
    return List.of(lead + palette.bad("✗ " + check.name()), detailLead + palette.bad(detail));
  }

  private void metrics(List<RunSummary.Entry> entries, int indent) {
    MetricLines lines = new MetricLines(options, palette, run.seconds());
    Map<Section, List<Integer>> sections = new LinkedHashMap<>();
    for (Section section : Section.values()) sections.put(section, new ArrayList<>());
    for (RunSummary.Entry entry : entries) {
      SubMetric of = entry.of();
      Section section = Section.of(of.metric().name(), options.mode());
      if (section == Section.HIDDEN) continue;
      int lead = of.suffix().isEmpty() ? indent : indent + MetricLines.PART_INDENT;
      sections
          .getOrDefault(section, List.of())
          .add(lines.add(" ".repeat(lead), of, entry.totals()));
    }
    List<String> all = lines.text();
    sections.forEach((section, numbers) -> {
      if (numbers.isEmpty()) return;
      List<String> paragraph = new ArrayList<>();
      paragraph.add(" ".repeat(indent) + palette.bold(section.name()));
      for (int number : numbers) paragraph.add(all.get(number));
      paragraph(paragraph);
    });
  }
}
