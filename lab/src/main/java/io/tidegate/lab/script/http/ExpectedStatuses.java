package io.tidegate.lab.script.http;

/** Which statuses are no failure: pairs of the least and the greatest. */
record ExpectedStatuses(int... ranges) {

  /** k6's. */
  static final ExpectedStatuses DEFAULT = new ExpectedStatuses(200, 399);

  boolean has(int status) {
    for (int i = 0; i < ranges.length; i += 2)
      if (ranges[i] <= status && status <= ranges[i + 1]) return true;
    return false;
  }
}
