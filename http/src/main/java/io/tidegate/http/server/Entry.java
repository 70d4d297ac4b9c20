package io.tidegate.http.server;

import io.tidegate.http.h2.Http2Config;
import io.tidegate.http.tls.Certificates;
import org.jspecify.annotations.Nullable;

/**
 * How connections begin: what lies between the socket and HTTP, and which HTTP it may be.
 *
 * @param tls what to show to clients; null to speak in the clear
 * @param http2 bounds of HTTP/2
 * @param clearHttp2 whether a client may begin HTTP/2 in the clear, which it has to know beforehand
 */
public record Entry(@Nullable Certificates tls, Http2Config http2, boolean clearHttp2) {

  /** HTTP/1.1 in the clear. */
  public static final Entry PLAIN = new Entry(null, Http2Config.DEFAULT, false);

  /** HTTP/1.1 and HTTP/2 in the clear. */
  public static final Entry CLEAR_HTTP2 = new Entry(null, Http2Config.DEFAULT, true);

  /** TLS. */
  public static Entry tls(Certificates certificates) {
    return new Entry(certificates, Http2Config.DEFAULT, false);
  }
}
