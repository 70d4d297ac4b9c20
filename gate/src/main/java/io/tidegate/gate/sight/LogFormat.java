package io.tidegate.gate.sight;

import io.tidegate.http.log.LineFormat;

/** Forms that the gate's access log may have. */
public enum LogFormat {
  /** The combined format of other servers, and behind it what the gate knows. */
  COMBINED,
  /** An object of JSON a line. */
  JSON;

  /** Makes one for an event loop. */
  public LineFormat lines() {
    return switch (this) {
      case COMBINED -> new CombinedLines();
      case JSON -> new JsonLines();
    };
  }
}
