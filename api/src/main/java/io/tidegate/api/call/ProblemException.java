package io.tidegate.api.call;

import io.tidegate.http.server.Response;

/** A request that is refused before it became a command, with the problem that says why. */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient Response response;

  /** An exception without a stack: it is an answer, not a fault. */
  public ProblemException(Response response) {
    super("refused", null, false, false);
    this.response = response;
  }

  /** The reply. */
  public Response response() {
    return response;
  }
}
