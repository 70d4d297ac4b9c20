/**
 * The service's log: one line for each event, as text or as JSON, on the standard error. Messages
 * come through SLF4J; this package is its provider. Start at {@link
 * io.tidegate.app.log.ServiceLog}.
 */
@NullMarked
package io.tidegate.app.log;

import org.jspecify.annotations.NullMarked;
