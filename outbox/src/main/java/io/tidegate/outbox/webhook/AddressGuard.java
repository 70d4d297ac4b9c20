package io.tidegate.outbox.webhook;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says to which address a webhook may connect. A URL is what an operator, or somebody an operator
 * trusts half, wrote down: without this, it could have the service knock at doors inside its own
 * network. A name is resolved once for each attempt, and the connection goes to the address that
 * was checked; so a name that resolves to something else a moment later (re-binding) gains nothing.
 *
 * <p>Refused are addresses that are not of the public internet, and plain {@code http}, unless the
 * operator lists the host or the network. A name with one such address is refused as a whole.
 */
public final class AddressGuard {

  /** Looks a name up. */
  @FunctionalInterface
  public interface Resolver {
    /** All its addresses. */
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /** Not of the public internet, by the registries of special addresses of IANA. */
  private static final List<Network> SPECIAL =
      List.of(
              "0.0.0.0/8", // this network
              "10.0.0.0/8", // private
              "100.64.0.0/10", // carrier-grade NAT; also metadata of some clouds
              "127.0.0.0/8", // loopback
              "169.254.0.0/16", // link-local; metadata of most clouds
              "172.16.0.0/12", // private
              "192.0.0.0/24", // protocols
              "192.0.2.0/24", // documentation
              "192.88.99.0/24", // 6to4 relays
              "192.168.0.0/16", // private
              "198.18.0.0/15", // benchmarks
              "198.51.100.0/24", // documentation
              "203.0.113.0/24", // documentation
              "224.0.0.0/4", // multicast
              "240.0.0.0/4", // reserved, broadcast
              "::/96", // unspecified, loopback, IPv4-compatible
              "64:ff9b::/96", // NAT64: an IPv4 address in disguise
              "64:ff9b:1::/48", // the same, local
              "100::/64", // discard
              "2001::/23", // protocols, Teredo
              "2001:db8::/32", // documentation
              "2002::/16", // 6to4: an IPv4 address in disguise
              "3fff::/20", // documentation
              "5f00::/16", // segment routing
              "fc00::/7", // unique local; metadata of one cloud
              "fe80::/10", // link-local
              "fec0::/10", // site-local
              "ff00::/8") // multicast
          .stream()
          .map(Network::parse)
          .toList();

  private final Resolver resolver;
  private final List<String> hosts;
  private final List<Network> networks;

  /**
   * @param allowed hosts and networks ({@code 10.1.0.0/16}) that may be connected to all the same,
   *     also by plain http; at most 64
   * @throws IllegalArgumentException if a network is none
   */
  public AddressGuard(Resolver resolver, List<String> allowed) {
    if (allowed.size() > 64) throw new IllegalArgumentException("at most 64 may be listed");
    this.resolver = resolver;
    this.networks = allowed.stream().filter(a -> a.contains("/")).map(Network::parse).toList();
    this.hosts = allowed.stream().filter(a -> !a.contains("/")).toList();
  }

  /**
   * Why a URL can never be right; null if it may be.
   *
   * @param url as it was written
   */
  public static @Nullable String fault(URI url) {
    String scheme = url.getScheme();
    if (!"https".equalsIgnoreCase(scheme) && !"http".equalsIgnoreCase(scheme))
      return "must begin with https://";
    if (url.getHost() == null) return "must name a host";
    if (url.getRawUserInfo() != null) return "must not hold a user";
    if (url.getRawFragment() != null) return "must not have a fragment";
    return null;
  }

  /**
   * The address to connect to.
   *
   * @throws IOException if the name cannot be resolved, or must not be connected to
   */
  InetAddress check(URI url) throws IOException {
    String host = host(url);
    boolean listed = hosts.stream().anyMatch(host::equalsIgnoreCase);
    InetAddress[] addresses = resolver.resolve(host);
    if (addresses.length == 0) throw new UnknownHostException(host);
    boolean allowed = true;
    for (InetAddress address : addresses) {
      boolean fits = listed || networks.stream().anyMatch(n -> n.holds(address));
      if (!fits && SPECIAL.stream().anyMatch(n -> n.holds(address)))
        throw new IOException(
            "%s is %s, which is not of the public internet; allow it if it is meant"
                .formatted(host, address.getHostAddress()));
      allowed &= fits;
    }
    if (!allowed && !"https".equalsIgnoreCase(url.getScheme()))
      throw new IOException("plain http is for hosts that are allowed by name or network");
    return addresses[0];
  }

  /** Without the brackets of an IPv6 address. */
  static String host(URI url) {
    String host = url.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** A network in CIDR notation. */
  private record Network(byte[] address, int bits) {

    static Network parse(String text) {
      int slash = text.indexOf('/');
      String address = text.substring(0, slash);
      try {
        if (!address.matches("[0-9a-fA-F.:]+")) throw new IllegalArgumentException();
        byte[] bytes = InetAddress.getByName(address).getAddress();
        int bits = Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > 8 * bytes.length) throw new IllegalArgumentException();
        return new Network(bytes, bits);
      } catch (UnknownHostException | IllegalArgumentException e) {
        throw new IllegalArgumentException("no network: " + text, e);
      }
    }

    /** An IPv4 address in an IPv6 one, {@code ::ffff:10.0.0.1}, is an IPv4 address here. */
    boolean holds(InetAddress other) {
      byte[] bytes = other.getAddress();
      if (bytes.length != address.length) return false;
      for (int bit = 0; bit < bits; bit += 8) {
        int mask = bits - bit >= 8 ? 0xFF : 0xFF << (8 - (bits - bit));
        if (((bytes[bit / 8] ^ address[bit / 8]) & mask) != 0) return false;
      }
      return true;
    }
  }
}
