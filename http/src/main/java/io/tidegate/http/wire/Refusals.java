package io.tidegate.http.wire;

/**
 * What the server itself answers to requests that never reach a handler. Each ends its connection.
 */
public final class Refusals {

  public static final Refusal METHOD = malformed("The request line does not begin with a method.");
  public static final Refusal TARGET =
      malformed("The request target is not a well-formed path and query.");
  public static final Refusal VERSION =
      malformed("The request line does not end in HTTP/1.1 and CRLF.");
  public static final Refusal BARE_CR = malformed("Lines end in CRLF.");
  public static final Refusal FIELD_NAME =
      malformed(
          "A header line does not begin with a field name and a colon; lines end in CRLF and are not folded.");
  public static final Refusal FIELD_VALUE =
      malformed("A header value has a control character, or its line does not end in CRLF.");
  public static final Refusal HOST =
      malformed("There must be exactly one Host, and it must be one.");
  public static final Refusal FRAMING =
      malformed(
          "The length of the body must be given once: one Content-Length in digits, or Transfer-Encoding: chunked.");
  public static final Refusal CHUNK = malformed("The chunked body is not well-formed.");

  public static final Refusal VERSION_UNKNOWN =
      new Refusal(505, "version-not-supported", "This server speaks HTTP/1.1.", null);
  public static final Refusal NOT_IMPLEMENTED =
      new Refusal(501, "not-implemented", "No resource here knows this method.", null);
  public static final Refusal EXPECTATION =
      new Refusal(
          417, "expectation-failed", "The only expectation known here is 100-continue.", null);
  public static final Refusal URI_TOO_LONG =
      new Refusal(414, "uri-too-long", "The request line is too long.", null);
  public static final Refusal HEAD_TOO_LARGE =
      new Refusal(431, "head-too-large", "The request's header fields are too large.", null);
  public static final Refusal BODY_TOO_LARGE =
      new Refusal(413, "body-too-large", "The request's body is too large.", null);
  public static final Refusal TIMEOUT =
      new Refusal(408, "timeout", "The request did not arrive in time.", null);
  public static final Refusal INTERNAL =
      new Refusal(500, "internal", "Something went wrong here.", null);
  public static final Refusal TOO_MANY_CONNECTIONS =
      new Refusal(
          503, "too-many-connections", "Too many connections are open.", "Try again in a second.");

  private Refusals() {}

  private static Refusal malformed(String detail) {
    return new Refusal(400, "malformed", "The request is malformed.", detail);
  }
}
