package io.tidegate.lab.engine;

import io.tidegate.lab.client.dns.AddressRange;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** Addresses of this machine as {@code --local-ips} names them. Pure. */
final class LocalAddresses {

  private static final int MOST = 65_536;

  private LocalAddresses() {}

  /**
   * Adds one address, those of a range such as {@code 10.0.0.5-10.0.0.9}, or of a network such as
   * {@code 10.0.0.0/24}, from the one that is named on and without the network's own two.
   *
   * @throws IllegalArgumentException if the text names none, or there are too many
   */
  static void add(String text, List<InetAddress> to) {
    int dash = text.indexOf('-');
    InetAddress first;
    BigInteger from;
    BigInteger last;
    try {
      if (dash >= 0) {
        first = InetAddress.ofLiteral(text.substring(0, dash));
        from = number(first);
        last = number(InetAddress.ofLiteral(text.substring(dash + 1)));
      } else {
        AddressRange range = AddressRange.parse(text);
        first = range.first();
        int hostBits = 8 * first.getAddress().length - range.bits();
        BigInteger size = BigInteger.ONE.shiftLeft(hostBits);
        from = number(first);
        BigInteger network = from.subtract(from.mod(size));
        boolean hasOwn = hostBits > 1;
        last = network.add(size).subtract(hasOwn ? BigInteger.TWO : BigInteger.ONE);
        if (hasOwn && from.equals(network)) from = from.add(BigInteger.ONE);
      }
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException(text + " is not a valid IP, IP range or CIDR");
    }
    if (from.compareTo(last) > 0) throw new IllegalArgumentException("negative IP range: " + text);
    if (last.subtract(from).compareTo(BigInteger.valueOf(MOST - 1L - to.size())) > 0)
      throw new IllegalArgumentException(
          "localIPs may name %,d addresses; %s has more".formatted(MOST, text));
    int bytes = first.getAddress().length;
    for (BigInteger at = from; at.compareTo(last) <= 0; at = at.add(BigInteger.ONE))
      to.add(address(at, bytes));
  }

  private static BigInteger number(InetAddress address) {
    return new BigInteger(1, address.getAddress());
  }

  private static InetAddress address(BigInteger number, int bytes) {
    byte[] all = number.toByteArray();
    byte[] own = new byte[bytes];
    int length = Math.min(bytes, all.length);
    System.arraycopy(all, all.length - length, own, bytes - length, length);
    try {
      return InetAddress.getByAddress(own);
    } catch (UnknownHostException e) {
      throw new AssertionError(Arrays.toString(own), e); // it has the length of an address
    }
  }
}
