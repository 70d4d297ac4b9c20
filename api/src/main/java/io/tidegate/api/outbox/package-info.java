/**
 * What an operator sees of the outbox and may do to it. Start at {@link OutboxOperations}; whoever
 * runs relays stands behind {@link OutboxPort}.
 */
@NullMarked
package io.tidegate.api.outbox;

import org.jspecify.annotations.NullMarked;
