package io.tidegate.engine.view;

/**
 * A concert as readers see it.
 *
 * @param version sequence of the batch that last changed it or made a schedule of it
 * @param schedules ids of its schedules in order; not to be changed
 */
public record ConcertView(
    long version, long concert, String title, String place, long[] schedules) {}
