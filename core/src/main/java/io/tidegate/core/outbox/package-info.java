/**
 * What the service remembers of the sinks to which its events are sent: how far each has come, and
 * the letters that are sent apart from the rest. Start at {@link SinkTable}.
 */
@NullMarked
package io.tidegate.core.outbox;

import org.jspecify.annotations.NullMarked;
