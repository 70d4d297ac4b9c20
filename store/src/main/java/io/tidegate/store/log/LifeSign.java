package io.tidegate.store.log;

/**
 * A sign of life: people were served at this moment, as each clock shows it.
 *
 * @param engineMs engine time, epoch ms
 * @param wallMs the wall clock, epoch ms
 * @param monotonicNs the monotonic clock, ns; to be compared only where {@code boot} is the same
 * @param boot the run of the machine to which the monotonic clock belongs, as 32 hexadecimal
 *     digits; empty where it is not known
 * @param believed whether the wall clock was believed; if not, since engine time was waiting for a
 *     second reading of a step, both clocks are those of the first reading
 */
public record LifeSign(
    long engineMs, long wallMs, long monotonicNs, String boot, boolean believed) {}
