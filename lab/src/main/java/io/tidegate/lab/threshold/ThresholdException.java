package io.tidegate.lab.threshold;

/**
 * A threshold that says nothing, or something that the metric has not; the message is for whoever
 * wrote it.
 */
public final class ThresholdException extends Exception {

  private static final long serialVersionUID = 1;

  ThresholdException(String message) {
    super(message);
  }
}
