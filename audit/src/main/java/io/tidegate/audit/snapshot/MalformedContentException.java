package io.tidegate.audit.snapshot;

/** The content of a snapshot does not have the layout that its first section names. */
public final class MalformedContentException extends Exception {
  /** What is wrong, in one sentence. */
  public MalformedContentException(String message) {
    super(message);
  }
}
