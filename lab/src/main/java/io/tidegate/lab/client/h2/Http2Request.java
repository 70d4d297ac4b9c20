package io.tidegate.lab.client.h2;

import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;

/**
 * One request, ready to be framed.
 *
 * @param head all its fields, pseudo fields first, names in lower case
 * @param body null for none
 * @param deadlineNs when it has to be over, of {@link System#nanoTime}
 * @param keepBody false where the body of the reply is read, counted and dropped
 * @param bodyBytesMax of what is kept
 */
public record Http2Request(
    Http2Headers head,
    byte @Nullable [] body,
    long deadlineNs,
    boolean keepBody,
    long bodyBytesMax) {

  boolean isHead() {
    return "HEAD".contentEquals(head.method());
  }
}
