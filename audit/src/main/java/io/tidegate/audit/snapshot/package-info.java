/**
 * The content of a snapshot, as part 3 of {@code docs/journal-format.md} describes it. Start at
 * {@link io.tidegate.audit.snapshot.ContentReader}; the package {@code ledger} knows what the
 * content should be.
 */
@NullMarked
package io.tidegate.audit.snapshot;

import org.jspecify.annotations.NullMarked;
