package io.tidegate.lab.cli;

import io.tidegate.lab.recording.Ceiling;
import io.tidegate.lab.recording.Ceilings;
import io.tidegate.lab.recording.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was found of a generator before a run, as lines of a terminal. Pure. */
final class CeilingLines {

  private static final String FORM = "  %-14s %22s %22s %9s  %s";

  private CeilingLines() {}

  /** All of it, as a table; empty where there is nothing. */
  static List<String> table(Ceilings ceilings) {
    List<String> lines = new ArrayList<>();
    if (ceilings.all().isEmpty()) return lines;
    lines.add(
        FORM.formatted("before the run", "asked at most", "there is", "part", "").stripTrailing());
    for (Ceiling one : ceilings.all())
      lines.add(
          FORM.formatted(
              one.what().english(),
              one.asks().english(),
              one.most().english(),
              part(one),
              one.how().english()));
    return lines;
  }

  /** What somebody should know, also who wants it quiet. */
  static List<String> warnings(Ceilings ceilings) {
    List<String> lines = new ArrayList<>();
    for (Ceiling one : ceilings.all())
      if (one.isNear())
        lines.add(
            "the generator may limit this run: %s, asked for %s of %s (%s); %s"
                .formatted(
                    one.what().english(),
                    one.asks().english(),
                    one.most().english(),
                    part(one),
                    one.how().english()));
    return lines;
  }

  /** What could not be found out. */
  static List<String> notes(Ceilings ceilings) {
    return ceilings.notes().stream().map(Text::english).toList();
  }

  private static String part(Ceiling one) {
    return String.format(Locale.ROOT, "%,.0f %%", 100 * one.part());
  }
}
