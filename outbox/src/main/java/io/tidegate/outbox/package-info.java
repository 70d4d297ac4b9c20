/**
 * The outbox: tells others what happened, at least once and in order. The log is the outbox, so
 * nothing is written twice: a {@link Relay} for each sink reads the records that count behind a
 * cursor, which is itself in the log, and sends what is public in them. Start at {@link Outbox}.
 */
@NullMarked
package io.tidegate.outbox;

import org.jspecify.annotations.NullMarked;
