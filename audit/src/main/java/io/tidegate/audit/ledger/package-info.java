/**
 * Events, and the rules that always hold: part 2 of {@code docs/journal-format.md}. Start at {@link
 * io.tidegate.audit.ledger.Ledger}: it takes one event after another, keeps simple books of sales,
 * wallets, keys and rooms, and lists every {@link io.tidegate.audit.ledger.Breach}.
 */
@NullMarked
package io.tidegate.audit.ledger;

import org.jspecify.annotations.NullMarked;
