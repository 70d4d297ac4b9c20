package io.tidegate.lab.client;

import io.tidegate.lab.client.fault.Fault;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came of one call: a reply, or the reason why there is none.
 *
 * @param status in [100, 999]; 0 where there is no whole reply
 * @param reason what stands behind the status; empty where nothing does
 * @param proto such as {@code HTTP/1.1}; empty where there is no reply
 * @param body decoded from what Content-Encoding says, or as far as it came; null where it was
 *     dropped, where nothing came, and where the status has none; empty where the reply has none
 * @param peer null where no connection came about
 * @param errorCode k6's: 0 below status 400, 1000 and the status from there, and a {@linkplain
 *     io.tidegate.lab.client.fault.Fault fault's} without a reply
 * @param error in words, as scripts see it; null where there is a reply
 * @param detail the same as the log has it; null where there is a reply
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
    @Nullable String detail,
    long sentBytes,
    long receivedBytes) {

  /** There is none, and nothing was sent. */
  public static HttpReply failed(String method, HttpUrl url, Fault fault) {
    return new HttpReply(
        0,
        "",
        "",
        ReplyHeaders.EMPTY,
        null,
        Timings.NONE,
        null,
        fault.code(),
        fault.message(),
        ofRequest(method, url, fault),
        0,
        0);
  }

  /** What became of which request: {@code Get "http://a.test/": EOF}. */
  static String ofRequest(String method, HttpUrl url, Fault fault) {
    String verb =
        method.isEmpty() ? "Get" : method.charAt(0) + method.substring(1).toLowerCase(Locale.ROOT);
    return verb + " \"" + url.withoutPassword() + "\": " + fault.detail();
  }

  /** Whether there is none. */
  public boolean failed() {
    return status == 0;
  }
}
