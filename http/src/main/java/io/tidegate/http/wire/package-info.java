/**
 * HTTP/1.1 as bytes, strict (RFC 9112): heads of requests, chunks, escapes, heads of replies. No
 * sockets. Start at {@link io.tidegate.http.wire.RequestHead}; what it refuses is a {@link
 * io.tidegate.http.wire.Refusal}, rendered by whoever serves.
 */
@NullMarked
package io.tidegate.http.wire;

import org.jspecify.annotations.NullMarked;
