package io.tidegate.http.server;

import io.tidegate.http.wire.Refusal;

/** Thrown by what reads a request, where it is not what it must be: the server then refuses it. */
public final class RefusalException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient Refusal refusal;

  /** An exception without a stack: it is an answer, not a fault. */
  public RefusalException(Refusal refusal) {
    super(refusal.name(), null, false, false);
    this.refusal = refusal;
  }

  /** Why. */
  public Refusal refusal() {
    return refusal;
  }
}
