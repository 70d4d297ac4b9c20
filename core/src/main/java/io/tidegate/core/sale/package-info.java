/**
 * What a sale's state is made of: sales, offers, concerts, schedules, seats, claims, users, keys.
 *
 * <p>Start at {@link io.tidegate.core.sale.SaleTables}. Tables only store; the rules that decide
 * what may happen are in {@link io.tidegate.core.Rules}. Confined to the loop's thread.
 */
@NullMarked
package io.tidegate.core.sale;

import org.jspecify.annotations.NullMarked;
