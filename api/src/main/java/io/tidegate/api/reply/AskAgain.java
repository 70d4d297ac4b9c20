package io.tidegate.api.reply;

import io.tidegate.core.Result.PlaceInfo;
import io.tidegate.engine.room.PollTimes;

/** When someone in line should ask for their place again, as the API says it. Pure. */
public final class AskAgain {

  private AskAgain() {}

  /**
   * Time until then, ms, in [2_000, 30_000], around an opening up to 85_000; 0 for who need not
   * ask, being called, inside or over.
   */
  public static long ms(PlaceInfo place) {
    return switch (place.standing()) {
      case WAITING -> PollTimes.waitingMs(place.ahead(), place.etaMs(), place.number());
      case GATHERING -> PollTimes.gatheringMs(place.ahead(), place.etaMs(), place.number());
      case CALLED, INSIDE, ENDED -> 0;
    };
  }

  /** The same in whole seconds for {@code Retry-After}, at least 1. */
  static long seconds(PlaceInfo place) {
    return Math.max(1, (ms(place) + 999) / 1_000);
  }

  /** A rough time in whole seconds, rounded up; negative if nobody knows. */
  public static long etaSeconds(PlaceInfo place) {
    return place.etaMs() < 0 ? -1 : (place.etaMs() + 999) / 1_000;
  }
}
