package io.tidegate.http.wire;

/**
 * What every server here refuses in the same words. What the parser refuses ends its connection,
 * since nobody knows where the next request begins.
 */
public final class Refusals {

  /** Something is not of its form, type or range. */
  public static final Refusal MALFORMED =
      new Refusal(400, "malformed", "The request is malformed.", null);

  /** No such path. */
  public static final Refusal NOT_FOUND =
      new Refusal(404, "not-found", "There is nothing here.", null);

  /** The path is there, for other methods: {@code Allow} names them. */
  public static final Refusal METHOD_NOT_ALLOWED =
      new Refusal(405, "method-not-allowed", "This is not done that way.", null);

  /** The request names a host that this server is not. */
  public static final Refusal MISDIRECTED =
      new Refusal(421, "misdirected", "This server does not answer for that host.", null);

  /** No resource knows the method. */
  public static final Refusal NOT_IMPLEMENTED =
      new Refusal(501, "not-implemented", "No resource here knows this method.", null);

  /** A bug. */
  public static final Refusal INTERNAL =
      new Refusal(500, "internal", "Something went wrong here.", null);

  /** The body is longer than is taken here. */
  public static final Refusal BODY_TOO_LARGE =
      new Refusal(413, "body-too-large", "The request's body is too large.", null);

  /** The request came too slowly. */
  public static final Refusal TIMEOUT =
      new Refusal(408, "timeout", "The request did not arrive in time.", null);

  /** Too many connections. */
  public static final Refusal TOO_MANY_CONNECTIONS =
      new Refusal(
              503,
              "too-many-connections",
              "Too many connections are open.",
              "Try again in a second.")
          .with("Retry-After", "1");

  static final Refusal METHOD = malformed("The request line does not begin with a method.");
  static final Refusal TARGET =
      malformed("The request target is not a well-formed path and query.");
  static final Refusal VERSION = malformed("The request line does not end in HTTP/1.1 and CRLF.");
  static final Refusal BARE_CR = malformed("Lines end in CRLF.");
  static final Refusal FIELD_NAME =
      malformed(
          "A header line does not begin with a field name and a colon; lines end in CRLF and are not folded.");
  static final Refusal FIELD_VALUE =
      malformed("A header value has a control character, or its line does not end in CRLF.");
  static final Refusal HOST = malformed("There must be exactly one Host, and it must be one.");
  static final Refusal FRAMING =
      malformed(
          "The length of the body must be given once: one Content-Length in digits, or Transfer-Encoding: chunked.");
  static final Refusal CHUNK = malformed("The chunked body is not well-formed.");

  static final Refusal VERSION_UNKNOWN =
      new Refusal(505, "version-not-supported", "This server speaks HTTP/1.1.", null);
  static final Refusal EXPECTATION =
      new Refusal(
          417, "expectation-failed", "The only expectation known here is 100-continue.", null);
  static final Refusal URI_TOO_LONG =
      new Refusal(414, "uri-too-long", "The request line is too long.", null);
  static final Refusal HEAD_TOO_LARGE =
      new Refusal(431, "head-too-large", "The request's header fields are too large.", null);

  private Refusals() {}

  private static Refusal malformed(String detail) {
    return MALFORMED.because(detail);
  }
}
