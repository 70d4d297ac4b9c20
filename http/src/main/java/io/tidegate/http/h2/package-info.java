/**
 * HTTP/2 for a server that speaks HTTP/1.1: each stream of a connection becomes a channel of its
 * own, in which requests and replies are the bytes of HTTP/1.1, checked and framed. Start at {@link
 * io.tidegate.http.h2.StreamTranslator}.
 */
@NullMarked
package io.tidegate.http.h2;

import org.jspecify.annotations.NullMarked;
