package io.tidegate.gate;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.tidegate.http.h2.Http2Config;
import io.tidegate.http.server.Entry;
import io.tidegate.http.tls.CertificateFiles;
import io.tidegate.http.tls.Certificates;
import java.io.IOException;
import java.util.List;

/**
 * What clients may speak to the gate besides HTTP/1.1.
 *
 * @param certificates for TLS; without any, the gate speaks in the clear
 * @param http2 bounds of HTTP/2, which clients choose within TLS
 * @param clearHttp2 whether a client may begin HTTP/2 in the clear, which it has to know beforehand
 * @param proxies networks of those who send the PROXY protocol ahead, each an address or {@code
 *     address/bits}; empty for clients who come by themselves
 */
public record EntryConfig(
    List<CertificateFiles> certificates,
    Http2Config http2,
    boolean clearHttp2,
    List<String> proxies) {

  /** HTTP/1.1 in the clear. */
  public static final EntryConfig PLAIN =
      new EntryConfig(List.of(), Http2Config.DEFAULT, false, List.of());

  /** This machine and networks that are nobody's on the internet, where a proxy usually stands. */
  public static final List<String> NEAR =
      List.of("127.0.0.0/8", "::1", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7");

  public EntryConfig {
    certificates = List.copyOf(certificates);
    proxies = List.copyOf(proxies);
    for (String network : proxies) network(network);
  }

  /** With these certificates. */
  public static EntryConfig tls(List<CertificateFiles> certificates) {
    return new EntryConfig(certificates, Http2Config.DEFAULT, false, List.of());
  }

  /**
   * The same, with its certificates read.
   *
   * @throws IOException if one of them is not what it must be; its message says what in which file
   */
  Entry open() throws IOException {
    Certificates tls = certificates.isEmpty() ? null : Certificates.read(certificates, true);
    return new Entry(tls, http2, clearHttp2, proxies.stream().map(EntryConfig::network).toList());
  }

  private static IpSubnetFilterRule network(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    if (bytes == null) throw new IllegalArgumentException("\"" + text + "\" is no address");
    int most = 8 * bytes.length;
    int bits = slash < 0 ? most : bits(text.substring(slash + 1));
    if (bits < 0 || bits > most)
      throw new IllegalArgumentException("\"" + text + "\" must have bits in [0, " + most + "]");
    return new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT);
  }

  private static int bits(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      return -1;
    }
  }
}
