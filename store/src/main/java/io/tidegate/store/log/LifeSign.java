package io.tidegate.store.log;

/**
 * That people were served at a moment, by all clocks there were.
 *
 * @param engineMs engine time, epoch ms
 * @param wallMs the wall clock, epoch ms
 * @param monotonicNs the monotonic clock, ns; to be compared only where {@code boot} is the same
 * @param boot which run of the machine the monotonic clock belongs to, by 32 hexadecimal digits;
 *     empty where nobody can say
 * @param believed whether the wall clock was believed; if not, since engine time was waiting for a
 *     second reading of a step, both clocks are those of the first reading
 */
public record LifeSign(
    long engineMs, long wallMs, long monotonicNs, String boot, boolean believed) {}
