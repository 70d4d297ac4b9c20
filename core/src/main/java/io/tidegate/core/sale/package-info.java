/**
 * The state of sales: sales, offers, concerts, schedules, seats, claims, users, idempotency keys.
 *
 * <p>Start at {@link io.tidegate.core.sale.SaleTables}. Tables only store; {@link
 * io.tidegate.core.Rules} decides what may happen. Confined to the loop's thread.
 */
@NullMarked
package io.tidegate.core.sale;

import org.jspecify.annotations.NullMarked;
