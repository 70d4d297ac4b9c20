/** What of the log others may know, as CloudEvents. Start at {@link PublicEvents}. */
@NullMarked
package io.tidegate.outbox.event;

import org.jspecify.annotations.NullMarked;
