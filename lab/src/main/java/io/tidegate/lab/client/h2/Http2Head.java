package io.tidegate.lab.client.h2;

/**
 * The head of a reply.
 *
 * @param status in [100, 999]
 * @param contentLength what it says of the body; negative where it says nothing
 * @param bytes names and values of its fields
 * @param positions four a field: where its name begins and ends, and its value
 */
public record Http2Head(int status, long contentLength, byte[] bytes, int[] positions) {}
