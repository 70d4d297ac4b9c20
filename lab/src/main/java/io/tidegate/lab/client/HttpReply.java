package io.tidegate.lab.client;

import org.jspecify.annotations.Nullable;

/**
 * What came of one call: a reply, or the reason why there is none.
 *
 * @param status in [100, 999]; 0 where there is no whole reply
 * @param reason what stands behind the status; empty where nothing does
 * @param proto such as {@code HTTP/1.1}; empty where there is no reply
 * @param body decoded from what Content-Encoding says; null where it was dropped or there is no
 *     reply, empty where the reply has none
 * @param peer null where no connection came about
 * @param errorCode k6's: 0 below status 400, 1000 and the status from there, and a {@linkplain
 *     io.tidegate.lab.client.fault.Fault fault's} without a reply
 * @param error in words; null where there is a reply
 * @param sentBytes above TCP, with a handshake of TLS where one was needed
 * @param receivedBytes likewise
 */
public record HttpReply(
    int status,
    String reason,
    String proto,
    ReplyHeaders headers,
    byte @Nullable [] body,
    Timings timings,
    @Nullable Peer peer,
    int errorCode,
    @Nullable String error,
    long sentBytes,
    long receivedBytes) {

  /** Whether there is none. */
  public boolean failed() {
    return status == 0;
  }
}
