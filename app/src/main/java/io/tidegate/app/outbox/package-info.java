/**
 * The outbox of the service: its file, and what joins relays to the loop and the journal. Start at
 * {@link OutboxService}.
 */
@NullMarked
package io.tidegate.app.outbox;

import org.jspecify.annotations.NullMarked;
