/**
 * The sale in this service's own words: holds, claims, offers, the coupon. Start at {@link
 * io.tidegate.api.sale.ClaimOperations}.
 */
@NullMarked
package io.tidegate.api.sale;

import org.jspecify.annotations.NullMarked;
