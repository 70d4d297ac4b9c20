package io.tidegate.gate.balance;

/**
 * By what {@link Balance#HASH} knows requests that belong together.
 *
 * @param name of the header field or of the cookie; empty for an address
 */
public record Affinity(By by, String name) {

  /** What of a request is looked at; where it is not there, the address is. */
  public enum By {
    /** Its client's address. */
    ADDRESS,
    /** A header field. */
    HEADER,
    /** A cookie. */
    COOKIE
  }

  /** Requests of one client's address. */
  public static final Affinity ADDRESS = new Affinity(By.ADDRESS, "");

  public Affinity {
    if (name.isEmpty() != (by == By.ADDRESS))
      throw new IllegalArgumentException("a header or a cookie has a name");
  }
}
