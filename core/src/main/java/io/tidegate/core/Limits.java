package io.tidegate.core;

import io.tidegate.core.feed.PostTable;

/**
 * Bounds on what the state may hold, each in [1, its {@code …_MOST}]. What would go beyond a bound
 * is refused with the name of the bound.
 *
 * @param sales at most
 * @param offers offers, schedules included, at most
 * @param concerts at most
 * @param seats of all schedules, at most
 * @param claims in memory, at most
 * @param users users who claimed or topped up, at most
 * @param keys idempotency keys, at most
 * @param rooms at most
 * @param roomSize tickets of one room that have not ended, at most
 * @param balance highest balance a top-up may lead to, whole currency units
 * @param posts posts of the feed in memory; a further one replaces the oldest
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

  public static final int SALES_MOST = 1_000_000;
  public static final int OFFERS_MOST = 10_000_000;
  public static final int CONCERTS_MOST = 10_000_000;
  public static final int SEATS_MOST = 100_000_000;
  public static final int CLAIMS_MOST = 100_000_000;
  public static final int USERS_MOST = 100_000_000;
  public static final int KEYS_MOST = 100_000_000;
  public static final int ROOMS_MOST = 100_000;
  public static final int ROOM_SIZE_MOST = 100_000_000;
  public static final long BALANCE_MOST = 1_000_000_000_000L;
  public static final int POSTS_MOST = PostTable.MOST;

  /** Room for a large sale in a heap of a few GB. */
  public static final Limits DEFAULT =
      new Limits(
          10_000,
          100_000,
          100_000,
          20_000_000,
          10_000_000,
          5_000_000,
          5_000_000,
          1_000,
          2_000_000,
          10_000_000,
          10_000);

  /** Checks the bounds. */
  public Limits {
    within("sales", sales, SALES_MOST);
    within("offers", offers, OFFERS_MOST);
    within("concerts", concerts, CONCERTS_MOST);
    within("seats", seats, SEATS_MOST);
    within("claims", claims, CLAIMS_MOST);
    within("users", users, USERS_MOST);
    within("keys", keys, KEYS_MOST);
    within("rooms", rooms, ROOMS_MOST);
    within("roomSize", roomSize, ROOM_SIZE_MOST);
    within("balance", balance, BALANCE_MOST);
    within("posts", posts, POSTS_MOST);
  }

  private static void within(String name, long value, long most) {
    if (value < 1 || value > most)
      throw new IllegalArgumentException(name + " must be in [1, " + most + "], not " + value);
  }
}
