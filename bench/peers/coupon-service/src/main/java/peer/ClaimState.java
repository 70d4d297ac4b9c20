package peer;

import org.springframework.http.HttpStatus;

/** What becomes of a claim, and the status that says so. */
public enum ClaimState {
  ISSUED(HttpStatus.CREATED),
  WAITING(HttpStatus.ACCEPTED),
  SOLD_OUT(HttpStatus.CONFLICT),
  DUPLICATE(HttpStatus.CONFLICT),
  UNKNOWN(HttpStatus.NOT_FOUND),
  BUSY(HttpStatus.SERVICE_UNAVAILABLE);

  private final HttpStatus status;

  ClaimState(HttpStatus status) {
    this.status = status;
  }

  HttpStatus status() {
    return status;
  }
}
