/**
 * The service's log: one line for each event, as text or as JSON, on the standard error. What is
 * said goes through SLF4J, whose provider this is. Start at {@link io.tidegate.app.log.ServiceLog}.
 */
@NullMarked
package io.tidegate.app.log;

import org.jspecify.annotations.NullMarked;
