package io.tidegate.http.wire;

/** The request methods that are told apart; any other well-formed one is {@link #OTHER}. */
public enum Method {
  GET,
  HEAD,
  POST,
  PUT,
  PATCH,
  DELETE,
  OPTIONS,
  /** A method not listed here, or a request whose method could not be read. */
  OTHER;

  /** The method whose name stands in {@code bytes[from, to)}; names are case-sensitive. */
  public static Method of(byte[] bytes, int from, int to) {
    Method candidate =
        switch (bytes[from]) {
          case 'G' -> GET;
          case 'H' -> HEAD;
          case 'P' -> to - from == 4 ? POST : to - from == 3 ? PUT : PATCH;
          case 'D' -> DELETE;
          case 'O' -> OPTIONS;
          default -> OTHER;
        };
    return Ascii.equal(candidate.name(), bytes, from, to) ? candidate : OTHER;
  }
}
