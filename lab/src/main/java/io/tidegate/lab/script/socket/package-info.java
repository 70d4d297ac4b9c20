/**
 * WebSockets of scripts, for {@code k6/ws} and {@code k6/websockets}. Start at {@link
 * io.tidegate.lab.script.socket.SocketHost}.
 */
@NullMarked
package io.tidegate.lab.script.socket;

import org.jspecify.annotations.NullMarked;
