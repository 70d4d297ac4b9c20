package io.tidegate.gate.discovery.kubernetes;

import java.io.IOException;

/** The API server refused; its message is for operators. */
final class ApiException extends IOException {

  private static final long serialVersionUID = 1;
  private static final int GONE = 410;

  private final int status;
  private final long retryAfterMs;

  /**
   * @param status of HTTP
   * @param retryAfterMs before which it wants not to be asked again; 0 if it did not say
   */
  ApiException(int status, long retryAfterMs, String message) {
    super(message);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }

  /** Whether the version that was to be gone on from is known no more. */
  boolean isGone() {
    return status == GONE;
  }

  long retryAfterMs() {
    return retryAfterMs;
  }
}
