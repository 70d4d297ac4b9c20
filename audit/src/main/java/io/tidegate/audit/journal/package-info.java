/**
 * Files and records: part 1 of {@code docs/journal-format.md}. Start at {@link
 * io.tidegate.audit.journal.JournalReader}, which walks from record to record and, where none
 * stands, asks {@link io.tidegate.audit.journal.Tail} whether the journal ends there or is damaged.
 * This package knows nothing of events, takes no lock and writes nothing.
 */
@NullMarked
package io.tidegate.audit.journal;

import org.jspecify.annotations.NullMarked;
