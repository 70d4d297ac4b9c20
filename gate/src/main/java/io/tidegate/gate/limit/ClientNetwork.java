package io.tidegate.gate.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

/** What stands for a client when clients are told apart by address. */
public final class ClientNetwork {

  /** An IPv6 client has at least this many bytes of network, and the rest as it likes. */
  private static final int NETWORK_BYTES = 8;

  private ClientNetwork() {}

  /** The bytes of an address; of IPv6 those of its /64. */
  public static byte[] of(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes;
  }
}
