package io.tidegate.lab.summary;

/** Colours of a terminal, or none. */
public enum Palette {
  /** Text as it is. */
  PLAIN,
  /** Colours by escape sequences. */
  COLOR;

  /** For a terminal that shows colours, or for what shows none. */
  public static Palette of(boolean color) {
    return color ? COLOR : PLAIN;
  }

  /** What it is all about. */
  public String bold(String text) {
    return in("1", text);
  }

  /** What is as it should be. */
  public String good(String text) {
    return in("32", text);
  }

  /** What failed. */
  public String bad(String text) {
    return in("31", text);
  }

  /** What was not as it should be. */
  public String warn(String text) {
    return in("33", text);
  }

  String gray(String text) {
    return in("37", text);
  }

  /** What matters less. */
  public String faint(String text) {
    return in("2;37", text);
  }

  /** A figure, or what is drawn of it. */
  public String figure(String text) {
    return in("36", text);
  }

  String lesserFigure(String text) {
    return in("2;36", text);
  }

  private String in(String code, String text) {
    return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
