package io.tidegate.http.server;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The hosts that a server answers for, by what requests say in {@code Host}. It keeps pages of
 * other sites away from a server that believes whoever reaches it: such a page can make its own
 * name lead to this machine (DNS rebinding), but cannot make the browser send another {@code Host}
 * than that name. Ports do not matter. Any thread.
 */
public final class Hosts {

  /** Every host. */
  public static final Hosts ANY = new Hosts(Set.of(), true);

  private static final byte[] NOTHING = {};

  private final Set<String> names;
  private final boolean any;

  /** What was found right last: nearly every request says the same. */
  private volatile byte[] last = NOTHING;

  private Hosts(Set<String> names, boolean any) {
    this.names = names;
    this.any = any;
  }

  /**
   * This machine's own names, {@code localhost} and loopback addresses, and these.
   *
   * @param names without a port
   */
  public static Hosts loopbackAnd(Collection<String> names) {
    return new Hosts(
        names.stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet()),
        false);
  }

  /** Whether the server answers this request. One without a host comes from no browser. */
  public boolean answer(Exchange exchange) {
    if (any || exchange.hostIs(last)) return true;
    String host = exchange.host();
    if (!host.isEmpty() && !isOurs(withoutPort(host.toLowerCase(Locale.ROOT)))) return false;
    last = exchange.hostBytes();
    return true;
  }

  private boolean isOurs(String host) {
    return names.contains(host) || isLoopback(host);
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.[0-9]{1,3}){3}");
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }
}
