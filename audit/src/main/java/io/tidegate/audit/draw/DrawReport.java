package io.tidegate.audit.draw;

import io.tidegate.audit.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The result of checking a draw.
 *
 * @param state planned, closed or drawn
 * @param checks in the order in which they were made
 * @param turns turns that follow from the published secret and cohort; null while these are not
 *     published
 */
public record DrawReport(String state, List<Check> checks, @Nullable Turns turns) {
  private static final int COLUMN = 14;

  /** Whether everything is published and fits. */
  public boolean fits() {
    return checks.stream().allMatch(check -> check.result() == Check.Result.OK);
  }

  /** Whether something is published that cannot be right. */
  public boolean contradicts() {
    return is(Check.Result.DOES_NOT_FIT);
  }

  /** Whether all is published and fits, but not all of it came at its hour. */
  public boolean late() {
    return is(Check.Result.LATE) && !contradicts() && !is(Check.Result.NOT_KNOWN);
  }

  private boolean is(Check.Result result) {
    return checks.stream().anyMatch(check -> check.result() == result);
  }

  /** For people: the verdict, then a line for each check. */
  public String toText() {
    return headline() + "\n" + checks.stream().map(DrawReport::line).collect(Collectors.joining());
  }

  private String headline() {
    if (contradicts()) return "DOES NOT FIT: this is not the draw that was announced";
    if (fits()) return "FITS: the order follows from what was published, and from nothing else";
    if (late())
      return "FITS, BUT LATE: the order follows from what was published; ask why it came behind its"
          + " hour";
    return switch (state) {
      case "planned" -> "NOT DRAWN YET: so far only the commitment is published";
      case "closed" -> "NOT DRAWN YET: the cohort is closed, the secret is not published";
      default -> "INCOMPLETE: not everything that was published is here";
    };
  }

  private static String line(Check check) {
    String result = check.result().toString();
    return "  "
        + result
        + " ".repeat(COLUMN - result.length())
        + check.what()
        + " ".repeat(Math.max(1, COLUMN - check.what().length()))
        + check.says()
        + "\n";
  }

  /** For programs, one JSON object on one line; with a number also where that stands. */
  public String toJson(@Nullable Long number) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("fits", fits());
    all.put("late", late());
    all.put("contradicts", contradicts());
    all.put("state", state);
    all.put("checks", checks);
    if (number != null) all.put("number", turns == null ? null : turns.of(number));
    return JsonWriter.of(all);
  }
}
