package io.tidegate.lab.cli;

import io.tidegate.lab.recording.AgentPart;
import io.tidegate.lab.report.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What agents did of a run, a line each. Pure. */
final class AgentLines {

  private static final String ROW = "  %-24s %8s %12s %12s %10s %10s %8s  %s";

  private AgentLines() {}

  /** Those; none without agents. */
  static List<String> of(List<AgentPart> parts) {
    List<String> lines = new ArrayList<>();
    for (AgentPart one : parts) {
      if (lines.isEmpty())
        lines.add(
            ROW.formatted(
                "agent", "share", "iterations", "requests", "failed", "p95", "CPU", "end"));
      lines.add(
          ROW.formatted(
              one.name(),
              Numbers.percent(one.share()),
              Numbers.count(one.iterations()),
              Numbers.count(one.requests()),
              Numbers.count(one.failed()),
              Numbers.time(one.p95Ms()),
              Double.isNaN(one.cpu()) ? "–" : Numbers.percent(one.cpu()),
              one.end().name().toLowerCase(Locale.ROOT)));
    }
    return lines;
  }
}
