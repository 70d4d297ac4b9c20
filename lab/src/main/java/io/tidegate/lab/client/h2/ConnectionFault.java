package io.tidegate.lab.client.h2;

import io.tidegate.lab.client.fault.Fault;

/** The connection is of no use any more: the server has broken the protocol, or our patience. */
final class ConnectionFault extends Exception {

  private final int code;
  private final Fault fault;

  private ConnectionFault(int code, Fault fault) {
    super(fault.detail(), null, false, false); // an outcome, not a bug: nobody reads its stack
    this.code = code;
    this.fault = fault;
  }

  /** With that error code. */
  static ConnectionFault of(int code, String why) {
    return new ConnectionFault(code, Http2Faults.connection(code, why));
  }

  /** With a fault that has no code of its own. */
  static ConnectionFault generic(int code, String message, String detail) {
    return new ConnectionFault(code, new Fault(Fault.GENERIC, message, detail));
  }

  /** What the server is told. */
  int code() {
    return code;
  }

  /** What scripts are told. */
  Fault fault() {
    return fault;
  }
}
