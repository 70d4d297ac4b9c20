package io.tidegate.engine.view;

/**
 * An offer as readers see it.
 *
 * @param version sequence of the batch that last changed it
 * @param schedule the schedule whose seats it is, 0 for identical units
 */
public record OfferView(
    long version,
    long offer,
    long sale,
    long schedule,
    String name,
    long total,
    long available,
    long held,
    long issued,
    long price,
    long perClaim,
    long perUser,
    long holdMs) {}
