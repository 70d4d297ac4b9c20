package io.tidegate.app.service;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * The address of this machine, for who cannot know it beforehand: a container that is one of
 * several made from the same description.
 */
final class OwnAddress {
  /** What stands in place of an address. */
  static final String AUTO = "auto";

  private OwnAddress() {}

  /**
   * That host; where it is {@link #AUTO}, the address that belongs to this machine's own name, as
   * container engines write it, otherwise the only address of its networks.
   *
   * @throws IOException if there is none or are several; the message names them
   */
  static String of(String host) throws IOException {
    if (!host.equals(AUTO)) return host;
    try {
      InetAddress named = InetAddress.getLocalHost();
      if (reachesOthers(named)) return named.getHostAddress();
    } catch (UnknownHostException e) {
      // A machine whose name nobody knows, not even itself: its networks decide.
    }
    return only(
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(OwnAddress::reachesOthers)
            .toList());
  }

  /** The only one of them, of those of IPv4 if there are any. */
  static String only(List<InetAddress> addresses) throws IOException {
    List<InetAddress> of4 = new ArrayList<>(addresses);
    of4.removeIf(address -> !(address instanceof Inet4Address));
    List<InetAddress> found = of4.isEmpty() ? addresses : of4;
    if (found.size() == 1) return found.getFirst().getHostAddress();
    List<String> names = found.stream().map(InetAddress::getHostAddress).toList();
    throw new IOException(
        "cluster.host is auto, and this machine has "
            + (names.isEmpty()
                ? "no address"
                : "several addresses (" + String.join(", ", names) + ")")
            + " that others could reach: name one");
  }

  static boolean reachesOthers(InetAddress address) {
    return !address.isLoopbackAddress()
        && !address.isAnyLocalAddress()
        && !address.isLinkLocalAddress()
        && !address.isMulticastAddress();
  }
}
