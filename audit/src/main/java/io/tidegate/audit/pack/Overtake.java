package io.tidegate.audit.pack;

/**
 * The people who were overtaken for one cause.
 *
 * @param people how many people
 * @param passes how often they were overtaken, in total
 */
public record Overtake(OvertakeCause cause, long people, long passes) {}
