package io.tidegate.lab.oracle;

import io.tidegate.testkit.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** In what a run differs from the record of real k6. */
final class Differences {

  private Differences() {}

  /** By aspect, what was recorded and what was observed; empty if they are the same. */
  static Map<String, String> between(
      K6Script script, Map<String, Object> recorded, Map<String, Object> observed) {
    Map<String, String> differences = new TreeMap<>();
    Set<String> aspects = new TreeSet<>(recorded.keySet());
    aspects.addAll(observed.keySet());
    aspects.removeAll(List.of(Observation.LOG, Observation.COMMAND));
    for (String aspect : aspects) {
      List<String> before = lines(recorded.get(aspect));
      List<String> now = lines(observed.get(aspect));
      if (!before.equals(now)) differences.put(aspect, told(before, now));
    }
    List<String> log = log(observed);
    List<String> missing =
        script.logs().stream()
            .filter(expected -> log.stream().noneMatch(line -> isIn(expected, line)))
            .toList();
    if (!missing.isEmpty() || (script.logs().isEmpty() && !log.isEmpty()))
      differences.put(Observation.LOG, told(missing, log));
    return differences;
  }

  /** Lines of the log of a run or of its record. */
  static List<String> log(Map<String, Object> observed) {
    return Json.array(observed.get(Observation.LOG)).stream().map(String::valueOf).toList();
  }

  /** Whether a line has the level and the words that the script names. */
  private static boolean isIn(String expected, String line) {
    int colon = expected.indexOf(": ");
    String level = colon < 0 ? expected : expected.substring(0, colon);
    return line.startsWith(level + ":")
        && (colon < 0 || line.contains(expected.substring(colon + 2)));
  }

  private static List<String> lines(@Nullable Object value) {
    return JsonText.pretty(value).lines().toList();
  }

  /** Only what is in one of the two. */
  private static String told(List<String> before, List<String> now) {
    StringBuilder told = new StringBuilder();
    for (String line : before) if (!now.contains(line)) told.append("\n- ").append(line);
    for (String line : now) if (!before.contains(line)) told.append("\n+ ").append(line);
    return told.append('\n').toString();
  }
}
