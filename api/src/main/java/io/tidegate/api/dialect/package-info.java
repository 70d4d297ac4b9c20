/**
 * The shapes that existing scripts and clients of this kind of service use: {@code waitingToken},
 * {@code ACTIVE}, {@code STAND_BY}, {@code reserve}, {@code payId}. Only this package knows these
 * words; underneath are the same commands as everywhere. Start at {@link
 * io.tidegate.api.dialect.LineCalls}, then {@link io.tidegate.api.dialect.ConcertCalls} and {@link
 * io.tidegate.api.dialect.ReservationCalls}: the order of a visit.
 */
@NullMarked
package io.tidegate.api.dialect;

import org.jspecify.annotations.NullMarked;
