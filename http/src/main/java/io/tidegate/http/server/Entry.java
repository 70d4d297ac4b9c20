package io.tidegate.http.server;

import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.tidegate.http.h2.Http2Config;
import io.tidegate.http.tls.Certificates;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How connections begin: what lies between the socket and HTTP, and which HTTP it may be.
 *
 * @param tls what to show to clients; null to speak in the clear
 * @param http2 bounds of HTTP/2
 * @param clearHttp2 whether a client may begin HTTP/2 in the clear, which it has to know beforehand
 * @param proxies addresses of those who send the PROXY protocol ahead, version 1 or 2: then nobody
 *     else may connect, and nobody without it; empty for clients who come by themselves
 */
public record Entry(
    @Nullable Certificates tls,
    Http2Config http2,
    boolean clearHttp2,
    List<IpSubnetFilterRule> proxies) {

  /** HTTP/1.1 in the clear. */
  public static final Entry PLAIN = new Entry(null, Http2Config.DEFAULT, false, List.of());

  /** HTTP/1.1 and HTTP/2 in the clear. */
  public static final Entry CLEAR_HTTP2 = new Entry(null, Http2Config.DEFAULT, true, List.of());

  public Entry {
    proxies = List.copyOf(proxies);
  }

  /** TLS. */
  public static Entry tls(Certificates certificates) {
    return new Entry(certificates, Http2Config.DEFAULT, false, List.of());
  }

  /** The same behind these proxies. */
  public Entry behind(List<IpSubnetFilterRule> proxies) {
    return new Entry(tls, http2, clearHttp2, proxies);
  }

  /** Whether a connection is HTTP/1.1 from its first byte on. */
  boolean isPlain() {
    return tls == null && !clearHttp2 && proxies.isEmpty();
  }

  boolean isProxy(InetSocketAddress address) {
    return proxies.stream().anyMatch(rule -> rule.matches(address));
  }
}
