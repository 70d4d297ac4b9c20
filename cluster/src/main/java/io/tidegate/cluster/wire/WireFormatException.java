package io.tidegate.cluster.wire;

import java.io.IOException;

/** Bytes that are nothing of the internal protocol: whoever sent them is not to be listened to. */
public final class WireFormatException extends IOException {
  private static final long serialVersionUID = 1;

  /** With what is wrong. */
  public WireFormatException(String what) {
    super(what);
  }

  /** With what went wrong on reading. */
  WireFormatException(String what, Throwable cause) {
    super(what, cause);
  }
}
