package io.tidegate.http.stream;

import java.time.Duration;

/**
 * Bounds on streams.
 *
 * @param max open streams of all loops
 * @param write time a client may take to receive an event
 * @param heartbeat time without an event after which a stream gets a comment
 */
public record StreamConfig(int max, Duration write, Duration heartbeat) {}
