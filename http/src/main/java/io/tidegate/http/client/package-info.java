/**
 * HTTP/1.1 towards a server: one connection, one request at a time, both bodies streamed with
 * back-pressure. Who has how many connections, and to whom, is not decided here. Start at {@link
 * io.tidegate.http.client.ClientConnection}.
 */
@NullMarked
package io.tidegate.http.client;

import org.jspecify.annotations.NullMarked;
