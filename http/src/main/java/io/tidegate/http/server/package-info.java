/**
 * The HTTP/1.1 server under the API, written directly on Netty's transport: bytes in, strict
 * requests out to a {@link io.tidegate.http.server.Handler}, replies back in order.
 *
 * <p>Start reading at {@link io.tidegate.http.server.HttpServer}, then {@code Connection}, which is
 * the state machine of one client, and {@code RequestBuffer}, which holds what that client has
 * sent; where the reply is a stream, {@link io.tidegate.http.stream.EventStream} goes on with it.
 * {@link io.tidegate.http.wire.RequestHead} holds the grammar, {@link
 * io.tidegate.http.server.Router} finds the handler. Knows nothing of sales or rooms. Everything
 * here belongs to one event loop unless its Javadoc says otherwise; nothing here blocks.
 */
@NullMarked
package io.tidegate.http.server;

import org.jspecify.annotations.NullMarked;
