package io.tidegate.lab.client.dns;

import java.net.InetAddress;

/**
 * Addresses with the same first bits. Immutable.
 *
 * @param bits how many, in [0, 32] or [0, 128]
 */
public record AddressRange(InetAddress first, int bits) {

  /**
   * Reads {@code 10.0.0.0/8}, {@code fd00::/8}, or one address.
   *
   * @throws IllegalArgumentException if it is neither; the message is for whoever wrote it
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    try {
      InetAddress first = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
      int width = 8 * first.getAddress().length;
      int bits = slash < 0 ? width : Integer.parseInt(text.substring(slash + 1));
      if (bits < 0 || bits > width) throw new NumberFormatException("out of range");
      return new AddressRange(first, bits);
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException("invalid CIDR address: " + text);
    }
  }

  @Override
  public String toString() {
    return first.getHostAddress() + "/" + bits;
  }

  /** Whether the address is one of them. */
  public boolean contains(InetAddress address) {
    byte[] ours = first.getAddress();
    byte[] theirs = address.getAddress();
    if (ours.length != theirs.length) return false;
    for (int i = 0; i < bits; i += 8) {
      int mask = bits - i >= 8 ? 0xff : 0xff << (8 - (bits - i));
      if (((ours[i / 8] ^ theirs[i / 8]) & mask) != 0) return false;
    }
    return true;
  }
}
