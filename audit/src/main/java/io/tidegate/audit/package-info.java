/**
 * The audit: recomputes every count, balance and hash from the journal alone. Written from {@code
 * docs/journal-format.md} and from nothing else, so that a mistake in the service and one in its
 * reader cannot agree by descent. Start at {@link io.tidegate.audit.Auditor}: it has the files
 * walked by {@link io.tidegate.audit.journal.JournalReader}, every event booked and checked by
 * {@link io.tidegate.audit.ledger.Ledger}, and writes down what came out in an {@link
 * io.tidegate.audit.AuditReport}. What it says of one sale in particular is {@code pack}, and
 * {@code draw} checks a draw from its published files alone.
 */
@NullMarked
package io.tidegate.audit;

import org.jspecify.annotations.NullMarked;
