package io.tidegate.lab.recording;

/**
 * Something that a generator has only so much of, and how much of it a run asks for.
 *
 * @param name such as {@code cpu}, {@code ports}, {@code link}
 * @param what it is, in words
 * @param asks what the run asks for at most, with its unit
 * @param most what there is, with its unit
 * @param part of it that is asked for; NaN where that is not known
 * @param how both are known
 */
public record Ceiling(String name, Text what, Text asks, Text most, double part, Text how) {

  /** From where on a run may well be limited by it. */
  public static final double WARN = 0.7;

  /** Whether the run comes near to it. */
  public boolean isNear() {
    return part > WARN;
  }
}
