/**
 * The port to storage, and the store on a journal.
 *
 * <p>Start at {@link io.tidegate.store.Store}, then {@link io.tidegate.store.JournalStore}, which
 * keeps the state in memory and makes each batch durable as one record of {@link
 * io.tidegate.store.journal.Journal}.
 */
@NullMarked
package io.tidegate.store;

import org.jspecify.annotations.NullMarked;
