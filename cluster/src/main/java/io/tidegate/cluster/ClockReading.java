package io.tidegate.cluster;

/**
 * One look at the two clocks of a machine.
 *
 * @param monotonicMs from any origin; never goes back
 * @param wallMs epoch milliseconds; may be wrong
 */
public record ClockReading(long monotonicMs, long wallMs) {}
