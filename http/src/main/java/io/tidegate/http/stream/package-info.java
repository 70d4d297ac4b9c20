/**
 * Replies without an end: server-sent events, of which a slow reader gets only the newest. Start at
 * {@link io.tidegate.http.stream.EventStream}; what it sends comes from an {@link
 * io.tidegate.http.stream.EventSource}. Knows no request and no server.
 */
@NullMarked
package io.tidegate.http.stream;

import org.jspecify.annotations.NullMarked;
