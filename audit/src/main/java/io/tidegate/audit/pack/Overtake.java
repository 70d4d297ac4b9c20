package io.tidegate.audit.pack;

/**
 * Those who were overtaken for one cause.
 *
 * @param people how many there are
 * @param passes how many overtook them, summed up
 */
public record Overtake(OvertakeCause cause, long people, long passes) {}
