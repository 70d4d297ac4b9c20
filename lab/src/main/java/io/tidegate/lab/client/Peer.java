package io.tidegate.lab.client;

import org.jspecify.annotations.Nullable;

/**
 * The far side of a connection.
 *
 * @param ip its address
 * @param port in [1, 65535]
 * @param tlsVersion such as {@code tls1.3}; null without TLS
 * @param tlsCipherSuite such as {@code TLS_AES_128_GCM_SHA256}; null without TLS
 */
public record Peer(
    String ip, int port, @Nullable String tlsVersion, @Nullable String tlsCipherSuite) {}
