package io.tidegate.core;

/**
 * Bounds on what the state may hold; beyond each is a refusal with its name.
 *
 * @param sales at most
 * @param offers offers, schedules included, at most
 * @param concerts at most
 * @param seats of all schedules, at most
 * @param claims in memory, at most
 * @param users users who claimed or charged, at most
 * @param keys idempotency keys, at most
 * @param rooms at most
 * @param roomSize tickets of one room that have not ended, at most
 * @param balance highest balance a charge may lead to, whole currency units
 * @param posts of the feed in memory, in [1, {@value io.tidegate.core.feed.PostTable#MOST}]; beyond
 *     it the oldest goes
 */
public record Limits(
    int sales,
    int offers,
    int concerts,
    int seats,
    int claims,
    int users,
    int keys,
    int rooms,
    int roomSize,
    long balance,
    int posts) {

  /** Room for a large sale in a heap of a few GB. */
  public static final Limits DEFAULT =
      new Limits(
          10_000,
          200_000,
          200_000,
          20_000_000,
          20_000_000,
          10_000_000,
          10_000_000,
          1_000,
          5_000_000,
          10_000_000,
          10_000);
}
