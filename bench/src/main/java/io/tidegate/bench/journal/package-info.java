/**
 * The store alone: how close durable batches come to what the file system's forces allow. Start at
 * {@link io.tidegate.bench.journal.JournalBench}.
 */
@NullMarked
package io.tidegate.bench.journal;

import org.jspecify.annotations.NullMarked;
