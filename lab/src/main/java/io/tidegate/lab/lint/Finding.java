package io.tidegate.lab.lint;

/**
 * One mistake of a script.
 *
 * @param line from 1
 * @param column from 1
 * @param rule its name, such as {@code no-plateau}
 * @param text what it means and how to mend it, in one line
 */
public record Finding(int line, int column, Severity severity, String rule, String text) {

  /** How bad it is. */
  public enum Severity {
    /** The run, or a part of it, will not work. */
    ERROR,
    /** The run works, and its figures say something else than they seem to. */
    WARNING
  }
}
