package io.tidegate.outbox.event;

/**
 * What never changes of a claim.
 *
 * @param schedule 0 for identical units
 * @param amount price of all units, whole currency units
 * @param seats ids; empty for identical units
 */
public record ClaimFacts(
    long offer, long schedule, long user, long quantity, long amount, long[] seats) {}
