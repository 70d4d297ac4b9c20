package io.tidegate.api.http;

/**
 * What the server itself answers to requests that never reach a handler. Each ends its connection.
 */
final class Refusals {

  static final Problem METHOD = malformed("The request line does not begin with a method.");
  static final Problem TARGET =
      malformed("The request target is not a well-formed path and query.");
  static final Problem VERSION = malformed("The request line does not end in HTTP/1.1 and CRLF.");
  static final Problem BARE_CR = malformed("Lines end in CRLF.");
  static final Problem FIELD_NAME =
      malformed(
          "A header line does not begin with a field name and a colon; lines end in CRLF and are not folded.");
  static final Problem FIELD_VALUE =
      malformed("A header value has a control character, or its line does not end in CRLF.");
  static final Problem HOST = malformed("There must be exactly one Host, and it must be one.");
  static final Problem FRAMING =
      malformed(
          "The length of the body must be given once: one Content-Length in digits, or Transfer-Encoding: chunked.");
  static final Problem CHUNK = malformed("The chunked body is not well-formed.");

  static final Problem VERSION_UNKNOWN =
      Problem.of(505, "version-not-supported", "This server speaks HTTP/1.1.", null);
  static final Problem NOT_IMPLEMENTED =
      Problem.of(501, "not-implemented", "No resource here knows this method.", null);
  static final Problem EXPECTATION =
      Problem.of(
          417, "expectation-failed", "The only expectation known here is 100-continue.", null);
  static final Problem URI_TOO_LONG =
      Problem.of(414, "uri-too-long", "The request line is too long.", null);
  static final Problem HEAD_TOO_LARGE =
      Problem.of(431, "head-too-large", "The request's header fields are too large.", null);
  static final Problem BODY_TOO_LARGE =
      Problem.of(413, "body-too-large", "The request's body is too large.", null);
  static final Problem TIMEOUT =
      Problem.of(408, "timeout", "The request did not arrive in time.", null);
  static final Problem INTERNAL = Problem.of(500, "internal", "Something went wrong here.", null);
  static final Problem TOO_MANY_CONNECTIONS =
      Problem.of(
          503, "too-many-connections", "Too many connections are open.", "Try again in a second.");

  private Refusals() {}

  private static Problem malformed(String detail) {
    return Problem.of(400, "malformed", "The request is malformed.", detail);
  }
}
