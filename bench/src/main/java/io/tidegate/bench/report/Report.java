package io.tidegate.bench.report;

import java.util.ArrayList;
import java.util.List;

/** What one bench found. Not thread-safe. */
public final class Report {
  private final StringBuilder body = new StringBuilder();
  private final List<String> verdicts = new ArrayList<>();
  private final List<String> voids = new ArrayList<>();

  /** Adds a paragraph. */
  public Report say(String paragraph) {
    body.append(Prose.lines("", paragraph)).append('\n');
    return this;
  }

  /** Adds a table. */
  public Report table(Table table) {
    body.append(table.show()).append('\n');
    return this;
  }

  /**
   * Adds what became of an aim.
   *
   * @param aim in words, with its bound
   * @param measured in words
   */
  public Report aim(String aim, boolean met, String measured) {
    verdicts.add((met ? "met" : "**missed**") + ": " + aim + "; measured " + measured);
    return this;
  }

  /** Says that something went wrong which makes the figures worth nothing. */
  public Report isVoid(String why) {
    voids.add(why);
    return this;
  }

  /** Whether errors made the run void. */
  public boolean isVoid() {
    return !voids.isEmpty();
  }

  /** The page's text below its head, in Markdown. */
  public String show() {
    StringBuilder out = new StringBuilder();
    if (isVoid()) {
      out.append("**VOID: these figures count for nothing.**\n\n");
      voids.forEach(why -> out.append(Prose.lines("- ", why)));
      out.append('\n');
    }
    out.append(body);
    verdicts.forEach(verdict -> out.append(Prose.lines("- ", verdict)));
    return out.toString();
  }
}
