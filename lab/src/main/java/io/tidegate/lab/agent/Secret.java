package io.tidegate.lab.agent;

import java.nio.charset.StandardCharsets;

/**
 * What coordinators and agents that belong together know; empty where all of them are on one
 * machine.
 */
public record Secret(String text) {

  /** There is none. */
  public static final Secret NONE = new Secret("");

  /** Whether there is none. */
  public boolean isEmpty() {
    return text.isEmpty();
  }

  /** A key is never empty. */
  byte[] key() {
    return ("tidegate:" + text).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "Secret";
  }
}
