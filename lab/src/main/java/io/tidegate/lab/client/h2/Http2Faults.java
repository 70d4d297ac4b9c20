package io.tidegate.lab.client.h2;

import io.tidegate.lab.client.fault.Fault;

/** Error codes of HTTP/2 (RFC 9113 §7), and the faults that they are to a script. Pure. */
final class Http2Faults {

  static final int NO_ERROR = 0;
  static final int PROTOCOL_ERROR = 1;
  static final int FLOW_CONTROL_ERROR = 3;
  static final int FRAME_SIZE_ERROR = 6;
  static final int REFUSED_STREAM = 7;
  static final int CANCEL = 8;
  static final int COMPRESSION_ERROR = 9;
  static final int ENHANCE_YOUR_CALM = 11;

  private static final String[] NAMES = {
    "NO_ERROR",
    "PROTOCOL_ERROR",
    "INTERNAL_ERROR",
    "FLOW_CONTROL_ERROR",
    "SETTINGS_TIMEOUT",
    "STREAM_CLOSED",
    "FRAME_SIZE_ERROR",
    "REFUSED_STREAM",
    "CANCEL",
    "COMPRESSION_ERROR",
    "CONNECT_ERROR",
    "ENHANCE_YOUR_CALM",
    "INADEQUATE_SECURITY",
    "HTTP_1_1_REQUIRED"
  };

  private Http2Faults() {}

  /** The server goes, and says why. */
  static Fault goAway(int code, int lastStream, String debug) {
    return new Fault(
        numbered(Fault.HTTP2_GOAWAY, code),
        "http2: received GoAway with http2 ErrCode " + name(code),
        ("http2: server sent GOAWAY and closed the connection; LastStreamID=" + lastStream)
            + (", ErrCode=" + name(code) + ", debug=\"" + debug + '"'));
  }

  /** One stream fails. */
  static Fault stream(int id, int code, String why) {
    return new Fault(
        numbered(Fault.HTTP2_STREAM, code),
        "http2: stream error with http2 ErrCode " + name(code),
        "stream error: stream ID " + id + "; " + name(code) + "; " + why);
  }

  /** All streams fail: the server does not speak the protocol. */
  static Fault connection(int code, String why) {
    return new Fault(
        numbered(Fault.HTTP2_CONNECTION, code),
        "http2: connection error with http2 ErrCode " + name(code),
        "connection error: " + name(code) + "; " + why);
  }

  private static int numbered(int unknown, int code) {
    return code >= 0 && code < NAMES.length ? unknown + 1 + code : unknown;
  }

  private static String name(int code) {
    return code >= 0 && code < NAMES.length
        ? NAMES[code]
        : "unknown error code 0x" + Integer.toHexString(code);
  }
}
