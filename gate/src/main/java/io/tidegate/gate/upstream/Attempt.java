package io.tidegate.gate.upstream;

import io.tidegate.gate.health.Failure;

/**
 * One request at one endpoint, which counts there until it {@linkplain #end ends}. Tells the
 * endpoint once how it went. Confined to its call's loop.
 */
final class Attempt {

  /** From here on, a status is the server's failure and not the request's. */
  private static final int SERVER_FAILED = 500;

  private static final int NOT_IMPLEMENTED = 501;
  private static final int VERSION_NOT_SUPPORTED = 505;

  final Endpoint endpoint;
  final long startedNs;

  /** Whether its endpoint is out, and this is to show whether it can come back. */
  final boolean trial;

  /** Of the endpoint's circuit breaker. */
  final long permit;

  private boolean judged;

  Attempt(Endpoint endpoint, boolean trial, long permit, long startedNs) {
    this.endpoint = endpoint;
    this.trial = trial;
    this.permit = permit;
    this.startedNs = startedNs;
  }

  /** The response has begun; returns whether it is a good one. */
  boolean responded(int status, boolean shed, long nowNs) {
    judged = true;
    if (shed) endpoint.shed(this, nowNs);
    else if (isFailure(status)) endpoint.failed(this, Failure.STATUS, nowNs);
    else endpoint.answered(this, nowNs);
    return !shed && !isFailure(status);
  }

  private static boolean isFailure(int status) {
    return status >= SERVER_FAILED && status != NOT_IMPLEMENTED && status != VERSION_NOT_SUPPORTED;
  }

  void failed(Failure failure, long nowNs) {
    judged = true;
    endpoint.failed(this, failure, nowNs);
  }

  /** It is over; if nothing was said of how it went, it says nothing of the endpoint. */
  void end() {
    if (!judged) endpoint.abandoned(this);
    endpoint.end();
  }
}
