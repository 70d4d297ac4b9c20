/**
 * The log: what a record is made of, whatever home its bytes lie in.
 *
 * <p>Start at {@link io.tidegate.store.log.RecordLayout}.
 */
@NullMarked
package io.tidegate.store.log;

import org.jspecify.annotations.NullMarked;
