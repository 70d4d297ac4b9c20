package io.tidegate.lab.client.fault;

/**
 * There is no whole reply. The code is k6's, and so is the wording of the codes that k6 words
 * itself: scripts and dashboards compare both.
 */
public final class Fault extends Exception {

  /** What has no code of its own. */
  public static final int GENERIC = 1000;

  /** The URL is none. */
  public static final int BAD_URL = 1020;

  /** The whole exchange took longer than its time-out. */
  public static final int TIMEOUT = 1050;

  /** A look-up failed in another way than {@link #NO_SUCH_HOST}. */
  public static final int LOOKUP = 1100;

  /** The name has no address. */
  public static final int NO_SUCH_HOST = 1101;

  /** The address is one that the run may not speak to. */
  public static final int BLOCKED_ADDRESS = 1110;

  /** The name is one that the run may not speak to. */
  public static final int BLOCKED_HOST = 1111;

  /** The server had gone while the request was written. */
  public static final int BROKEN_PIPE = 1201;

  /** Reading or writing failed in another way. */
  public static final int UNKNOWN_ERRNO = 1202;

  /** No connection, and the system does not say why. */
  public static final int DIAL = 1210;

  /** Nobody took the connection in time. */
  public static final int DIAL_TIMEOUT = 1211;

  /** Nobody listens there. */
  public static final int REFUSED = 1212;

  /**
   * No connection, for a reason of the system that has no code: no route, no free port, no
   * descriptor.
   */
  public static final int DIAL_ERRNO = 1213;

  /** The server reset the connection. */
  public static final int RESET = 1220;

  /** TLS failed in another way than the two below. */
  public static final int TLS = 1300;

  /** Nobody we trust signed the certificate. */
  public static final int UNKNOWN_AUTHORITY = 1310;

  /** The certificate is another host's. */
  public static final int WRONG_HOST = 1311;

  /** The server has gone and said so, with an unknown code; with a known one 1 and that more. */
  public static final int HTTP2_GOAWAY = 1610;

  /** A stream of HTTP/2 failed; likewise. */
  public static final int HTTP2_STREAM = 1630;

  /** A connection of HTTP/2 failed; likewise. */
  public static final int HTTP2_CONNECTION = 1650;

  /** The body is not what Content-Encoding says. */
  public static final int DECOMPRESSION = 1701;

  private final int code;
  private final String detail;

  /**
   * @param code one of the above
   * @param message as scripts see it
   */
  public Fault(int code, String message) {
    this(code, message, message);
  }

  /**
   * @param code one of the above
   * @param message as scripts see it
   * @param detail of whom and what exactly, as the log has it
   */
  public Fault(int code, String message, String detail) {
    super(message, null, false, false); // an outcome, not a bug: nobody reads its stack
    this.code = code;
    this.detail = detail;
  }

  /** One of the above. */
  public int code() {
    return code;
  }

  /** As scripts see it. */
  public String message() {
    return String.valueOf(getMessage());
  }

  /** As the log has it: with the name or the address that is meant. */
  public String detail() {
    return detail;
  }

  /** The exchange took longer than it may. */
  public static Fault timeout() {
    return new Fault(TIMEOUT, "request timeout");
  }

  /** Without a code of its own. */
  public static Fault generic(String message) {
    return new Fault(GENERIC, message);
  }
}
