package io.tidegate.lab.client;

import org.jspecify.annotations.Nullable;

/**
 * What came of a request for another protocol.
 *
 * @param reply of HTTP, or why there is none
 * @param tunnel the connection, which is to be closed; null where the server did not change the
 *     protocol
 */
public record Upgraded(HttpReply reply, @Nullable Tunnel tunnel) {}
