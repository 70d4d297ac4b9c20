package io.tidegate.gate.forward;

import io.tidegate.http.wire.Ascii;
import io.tidegate.http.wire.FieldValue;
import io.tidegate.http.wire.HeadFields;

/**
 * Which header fields go through the gate. Those that belong to one connection do not (RFC 9110
 * §7.6.1), nor those that say who speaks, which a client could otherwise say of itself. Pure.
 */
final class FieldRules {

  private FieldRules() {}

  /** Whether a field of a request is left out: the gate writes it itself, or nobody may. */
  static boolean isDroppedOfRequest(HeadFields fields, byte[] b, int index) {
    int from = fields.nameFrom(index);
    int to = fields.nameTo(index);
    if (isOfConnection(b, from, to)) return true;
    return switch (to - from) {
          case 4 -> is("host", b, from, to);
          case 5 -> is("proxy", b, from, to); // CGI would take it for the variable HTTP_PROXY
          case 6 -> is("expect", b, from, to);
          case 9 ->
              is("forwarded", b, from, to)
                  || is("x-real-ip", b, from, to)
                  || is("x-user-id", b, from, to);
          case 11 -> is("remote-user", b, from, to) || is("x-client-ip", b, from, to);
          case 12 -> is("x-request-id", b, from, to);
          case 13 -> is("x-rewrite-url", b, from, to) || is("x-remote-user", b, from, to);
          case 14 -> is("http2-settings", b, from, to) || is("true-client-ip", b, from, to);
          case 19 ->
              is("proxy-authorization", b, from, to) || is("x-cluster-client-ip", b, from, to);
          default -> false;
        }
        || begins("tidegate-", b, from, to)
        || begins("x-forwarded", b, from, to)
        || begins("x-original-", b, from, to)
        || hasUnderscore(b, from, to);
  }

  /** Whether a field is about one client alone, or about what that client has already. */
  static boolean isOfOneClient(HeadFields fields, byte[] b, int index) {
    int from = fields.nameFrom(index);
    int to = fields.nameTo(index);
    return switch (to - from) {
      case 5 -> is("range", b, from, to);
      case 6 -> is("cookie", b, from, to);
      case 8 -> is("if-range", b, from, to) || is("if-match", b, from, to);
      case 13 -> is("if-none-match", b, from, to) || is("authorization", b, from, to);
      case 17 -> is("if-modified-since", b, from, to);
      case 19 -> is("if-unmodified-since", b, from, to);
      default -> false;
    };
  }

  /** Whether it says to which trace the request belongs: one word without the other is none. */
  static boolean isOfTrace(HeadFields fields, byte[] b, int index) {
    int from = fields.nameFrom(index);
    int to = fields.nameTo(index);
    return is("traceparent", b, from, to) || is("tracestate", b, from, to);
  }

  /** Whether a field of a response is left out. */
  static boolean isDroppedOfResponse(HeadFields fields, byte[] b, int index) {
    int from = fields.nameFrom(index);
    int to = fields.nameTo(index);
    if (isOfConnection(b, from, to)) return true;
    return switch (to - from) {
      case 4 -> is("date", b, from, to);
      case 12 -> is("x-request-id", b, from, to);
      case 14 -> is(Visit.VISIT_FIELD, b, from, to);
      case 18 -> is("proxy-authenticate", b, from, to);
      default -> false;
    };
  }

  private static boolean isOfConnection(byte[] b, int from, int to) {
    return switch (to - from) {
      case 2 -> is("te", b, from, to);
      case 7 -> is("upgrade", b, from, to) || is("trailer", b, from, to);
      case 10 -> is("connection", b, from, to) || is("keep-alive", b, from, to);
      case 14 -> is("content-length", b, from, to);
      case 16 -> is("proxy-connection", b, from, to);
      case 17 -> is("transfer-encoding", b, from, to);
      default -> false;
    };
  }

  /**
   * What the gate says of itself nobody else says, nor what a proxy says of the request as it was;
   * some frameworks even route by it.
   */
  private static boolean begins(String prefix, byte[] b, int from, int to) {
    return to - from >= prefix.length() && is(prefix, b, from, from + prefix.length());
  }

  /** CGI and WSGI make {@code X_User_Id} and {@code X-User-Id} the same variable. */
  private static boolean hasUnderscore(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) if (b[i] == '_') return true;
    return false;
  }

  /** Whether {@code Connection} names that field, so that it ends here. */
  static boolean isNamedByConnection(HeadFields fields, byte[] b, int index) {
    for (int i = fields.find(b, "connection"); i >= 0; i = fields.findBehind(b, "connection", i)) {
      String name = Ascii.text(b, fields.nameFrom(index), fields.nameTo(index));
      if (FieldValue.hasToken(name, b, fields.valueFrom(i), fields.valueTo(i))) return true;
    }
    return false;
  }

  private static boolean is(String name, byte[] b, int from, int to) {
    return Ascii.equalIgnoringCase(name, b, from, to);
  }
}
