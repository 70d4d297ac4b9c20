package io.tidegate.lab.summary;

/** Colours of a terminal, or none. */
enum Palette {
  PLAIN,
  COLOR;

  String bold(String text) {
    return in("1", text);
  }

  String good(String text) {
    return in("32", text);
  }

  String bad(String text) {
    return in("31", text);
  }

  String gray(String text) {
    return in("37", text);
  }

  String faint(String text) {
    return in("2;37", text);
  }

  String figure(String text) {
    return in("36", text);
  }

  String lesserFigure(String text) {
    return in("2;36", text);
  }

  private String in(String code, String text) {
    return this == PLAIN ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
