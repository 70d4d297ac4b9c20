/**
 * The journal: an append-only, hash-chained file of opaque records, with snapshots beside it, and
 * the way back after a crash.
 *
 * <p>Start at {@link io.tidegate.store.journal.Journal}: {@code open} recovers, {@code begin} and
 * {@code commit} append one record durably, {@code snapshot} writes one beside the loop. {@link
 * io.tidegate.store.journal.JournalReader} reads a folder that another process may be writing. What
 * the bytes of a record mean is the caller's affair. The layout is written down in {@code
 * docs/journal-format.md}; it changes there first.
 */
@NullMarked
package io.tidegate.store.journal;

import org.jspecify.annotations.NullMarked;
