/**
 * The journal: an append-only, hash-chained file of opaque records, with snapshots beside it, and
 * the way back after a crash.
 *
 * <p>Start at {@link io.tidegate.store.journal.Journal}: {@code open} recovers, {@code begin} and
 * {@code commit} append one record durably, {@code snapshot} writes one beside the loop. {@link
 * io.tidegate.store.journal.JournalLog} is the journal behind the port to all homes of a log, and
 * reads folders that another process may be writing. The caller decides what the bytes of a record
 * mean. The layout is described in {@code docs/journal-format.md}; it changes there first.
 */
@NullMarked
package io.tidegate.store.journal;

import org.jspecify.annotations.NullMarked;
