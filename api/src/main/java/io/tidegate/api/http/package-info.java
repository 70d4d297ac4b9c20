/**
 * The HTTP/1.1 server under the API, written directly on Netty's transport: bytes in, strict
 * requests out to a {@link io.tidegate.api.http.Handler}, replies back in order.
 *
 * <p>Start reading at {@link io.tidegate.api.http.HttpServer}, then {@code Connection}, which is
 * the state machine of one client; where the reply is a stream, {@code EventStream} goes on with
 * it. {@code RequestHead} holds the grammar, {@link io.tidegate.api.http.Router} finds the handler.
 * Knows nothing of sales or rooms. Everything here belongs to one event loop unless its Javadoc
 * says otherwise; nothing here blocks.
 */
@NullMarked
package io.tidegate.api.http;

import org.jspecify.annotations.NullMarked;
