package io.tidegate.audit.draw;

import java.io.IOException;

/** A published document is malformed; the message says which, where and why. */
public final class MalformedDrawException extends IOException {
  private static final long serialVersionUID = 1;

  MalformedDrawException(String message) {
    super(message);
  }
}
