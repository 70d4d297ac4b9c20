/**
 * The access log: a line for each answered request, written beside the event loops. Start at {@link
 * io.tidegate.http.log.AccessLog}.
 */
@NullMarked
package io.tidegate.http.log;

import org.jspecify.annotations.NullMarked;
