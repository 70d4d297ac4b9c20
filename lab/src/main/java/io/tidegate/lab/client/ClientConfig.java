package io.tidegate.lab.client;

import io.tidegate.lab.client.dns.AddressRange;
import io.tidegate.lab.client.dns.DnsConfig;
import io.tidegate.lab.client.dns.HostNames;
import io.tidegate.lab.client.dns.HostOverride;
import io.tidegate.lab.client.dns.Resolver;
import io.tidegate.lab.client.tls.TlsConfig;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/**
 * How the users of a run speak HTTP.
 *
 * @param names which addresses their connections go to
 * @param tls whom they trust
 * @param localAddresses to come from, one a user by turns; empty for the system's choice
 * @param http2 whether a server over TLS may choose it
 * @param reuse whether a connection carries more than one request
 * @param idlePerOrigin connections that a user keeps to one origin, at least 0
 * @param headBytesMax of a reply
 * @param bodyBytesMax of a reply that is kept, also after it was decoded
 */
public record ClientConfig(
    Resolver.Rules names,
    TlsConfig tls,
    List<InetAddress> localAddresses,
    boolean http2,
    boolean reuse,
    int idlePerOrigin,
    int headBytesMax,
    long bodyBytesMax) {

  /** k6's. */
  public static final ClientConfig DEFAULT =
      new ClientConfig(
          new Resolver.Rules(
              DnsConfig.DEFAULT,
              new HostNames<HostOverride>(Map.of()),
              new HostNames<Boolean>(Map.of()),
              List.<AddressRange>of()),
          TlsConfig.DEFAULT,
          List.of(),
          true,
          true,
          6,
          1024 * 1024,
          1024L * 1024 * 1024);

  /** Refuses what cannot be. */
  public ClientConfig {
    localAddresses = List.copyOf(localAddresses);
    if (idlePerOrigin < 0) throw new IllegalArgumentException("idlePerOrigin must not be negative");
  }

  /** The same with another {@code reuse}. */
  public ClientConfig withReuse(boolean other) {
    return new ClientConfig(
        names, tls, localAddresses, http2, other, idlePerOrigin, headBytesMax, bodyBytesMax);
  }

  /** The same with HTTP/1.1 alone. */
  public ClientConfig withoutHttp2() {
    return new ClientConfig(
        names, tls, localAddresses, false, reuse, idlePerOrigin, headBytesMax, bodyBytesMax);
  }

  /** The same with other bounds of a reply. */
  public ClientConfig withBounds(int head, long body) {
    return new ClientConfig(names, tls, localAddresses, http2, reuse, idlePerOrigin, head, body);
  }

  /** The same with other names. */
  public ClientConfig with(Resolver.Rules other) {
    return new ClientConfig(
        other, tls, localAddresses, http2, reuse, idlePerOrigin, headBytesMax, bodyBytesMax);
  }

  /** The same with another TLS. */
  public ClientConfig with(TlsConfig other) {
    return new ClientConfig(
        names, other, localAddresses, http2, reuse, idlePerOrigin, headBytesMax, bodyBytesMax);
  }

  /** The same from other addresses. */
  public ClientConfig from(List<InetAddress> others) {
    return new ClientConfig(
        names, tls, others, http2, reuse, idlePerOrigin, headBytesMax, bodyBytesMax);
  }
}
