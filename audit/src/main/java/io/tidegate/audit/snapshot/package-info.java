/**
 * What stands in a snapshot, by part 3 of {@code docs/journal-format.md}. Start at {@link
 * io.tidegate.audit.snapshot.ContentReader}; what should stand there, the ledger knows.
 */
@NullMarked
package io.tidegate.audit.snapshot;

import org.jspecify.annotations.NullMarked;
