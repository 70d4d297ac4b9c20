package io.tidegate.audit.snapshot;

/** A snapshot's content is not of the layout that its first section names. */
public final class MalformedContentException extends Exception {
  /** What is wrong, in one sentence. */
  public MalformedContentException(String message) {
    super(message);
  }
}
