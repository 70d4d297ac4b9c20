/**
 * The client's side of a WebSocket (RFC 6455, RFC 7692), over the lab's own connections. Start at
 * {@link io.tidegate.lab.client.websocket.Handshake}.
 */
@NullMarked
package io.tidegate.lab.client.websocket;

import org.jspecify.annotations.NullMarked;
