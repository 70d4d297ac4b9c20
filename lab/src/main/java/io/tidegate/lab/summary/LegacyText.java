package io.tidegate.lab.summary;

import io.tidegate.lab.threshold.ThresholdResult;
import java.util.List;

/** The summary as text in one list, as k6 printed it before its version 1. */
final class LegacyText {

  private static final int INDENT = 5;

  private final RunSummary run;
  private final Palette palette;
  private final StringBuilder text = new StringBuilder("\n");

  private LegacyText(RunSummary run) {
    this.run = run;
    palette = Palette.of(run.options().color());
  }

  static String of(RunSummary run) {
    LegacyText legacy = new LegacyText(run);
    legacy.group(run.checks().root(), INDENT);
    legacy.metrics();
    return legacy.text.append('\n').toString();
  }

  private void group(CheckTree.Group group, int indent) {
    String lead = " ".repeat(indent);
    for (CheckTree.Check check : group.checks())
      for (String line : TextSummary.check(check, lead, lead + " ", palette))
        text.append(line).append('\n');
    if (!group.checks().isEmpty()) text.append('\n');
    for (CheckTree.Group inner : group.groups()) {
      text.append(lead).append("█ ").append(inner.name()).append("\n\n");
      group(inner, indent + 2);
    }
  }

  private void metrics() {
    MetricLines lines = new MetricLines(run.options(), palette, run.seconds());
    for (RunSummary.Entry entry : run.metrics()) {
      boolean part = !entry.of().suffix().isEmpty();
      lines.add(lead(entry.thresholds(), part), entry.of(), entry.totals());
    }
    for (String line : lines.text()) text.append(line).append('\n');
  }

  private String lead(List<ThresholdResult> thresholds, boolean part) {
    int indent = part ? INDENT + MetricLines.PART_INDENT : INDENT;
    if (thresholds.isEmpty()) return " ".repeat(indent);
    boolean holds = thresholds.stream().allMatch(ThresholdResult::holds);
    return " ".repeat(indent - 2) + (holds ? palette.good("✓") : palette.bad("✗")) + " ";
  }
}
