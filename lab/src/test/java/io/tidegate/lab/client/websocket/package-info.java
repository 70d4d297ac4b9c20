/** The client of WebSockets against a server of Netty's, and against bytes. */
@NullMarked
package io.tidegate.lab.client.websocket;

import org.jspecify.annotations.NullMarked;
