package io.tidegate.gate.discovery.kubernetes;

import java.io.IOException;

/** The API server said what cannot be understood. */
final class MalformedException extends IOException {

  private static final long serialVersionUID = 1;

  MalformedException(String message) {
    super(message);
  }
}
