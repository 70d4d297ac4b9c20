package io.tidegate.lab.client.websocket;

import java.io.IOException;

/** What the server sent is against the protocol, or more than we take. */
final class ProtocolFault extends IOException {

  private static final long serialVersionUID = 1;

  /** Against the protocol. */
  static final int PROTOCOL_ERROR = 1002;

  /** Data that are not what they should be. */
  static final int INVALID_DATA = 1007;

  /** More than we take. */
  static final int TOO_BIG = 1009;

  private final int code;

  /**
   * @param code what the server is told
   */
  ProtocolFault(int code, String why) {
    super(why);
    this.code = code;
  }

  int code() {
    return code;
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
