/**
 * The shapes that existing scripts and clients of this kind of service use: {@code waitingToken},
 * {@code ACTIVE}, {@code STAND_BY}, {@code reserve}, {@code payId}. Only this package knows these
 * words; underneath are the same commands as everywhere. Start at {@link
 * io.tidegate.api.dialect.LineOperations}, then {@link io.tidegate.api.dialect.ConcertOperations}
 * and {@link io.tidegate.api.dialect.ReservationOperations}: the order of a visit.
 */
@NullMarked
package io.tidegate.api.dialect;

import org.jspecify.annotations.NullMarked;
