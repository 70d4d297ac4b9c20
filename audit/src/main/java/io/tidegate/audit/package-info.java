/**
 * The audit: recomputes every count, balance and hash from the journal alone. It is written from
 * {@code docs/journal-format.md} and from nothing else, so that it does not inherit a mistake of
 * the service. Start at {@link io.tidegate.audit.Auditor}: {@link
 * io.tidegate.audit.journal.JournalReader} walks through the files, {@link
 * io.tidegate.audit.ledger.Ledger} books and checks every event, and an {@link
 * io.tidegate.audit.AuditReport} has the result. The package {@code pack} reports on one sale, and
 * {@code draw} checks a draw from its published files alone.
 */
@NullMarked
package io.tidegate.audit;

import org.jspecify.annotations.NullMarked;
