/**
 * PostgreSQL as a home of the log that instances share. The log is a table to which one
 * compare-and-append statement adds a row; the database's key and its commit do the rest.
 *
 * <p>Start at {@link io.tidegate.store.postgres.PgHome}, then {@link
 * io.tidegate.store.postgres.PgLog}.
 */
@NullMarked
package io.tidegate.store.postgres;

import org.jspecify.annotations.NullMarked;
