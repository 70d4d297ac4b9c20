/**
 * A PostgreSQL of our own on this machine, from the program that is packed into the jar: for {@code
 * ./tidegate up --instances}, and for tests. Start at {@link
 * io.tidegate.store.postgres.local.LocalPostgres}.
 */
@NullMarked
package io.tidegate.store.postgres.local;

import org.jspecify.annotations.NullMarked;
