package io.tidegate.lab.client.dns;

import java.net.InetAddress;

/**
 * Where a host name leads instead of where DNS says.
 *
 * @param port 0 for the one that the URL has
 */
public record HostOverride(InetAddress address, int port) {

  /**
   * Reads {@code 10.1.2.3}, {@code 10.1.2.3:8443}, {@code ::1} or {@code [::1]:8443}.
   *
   * @throws IllegalArgumentException if it is none of these; the message is for whoever wrote it
   */
  public static HostOverride parse(String text) {
    int colon = text.lastIndexOf(':');
    boolean bracket = text.startsWith("[");
    boolean port =
        bracket ? text.indexOf("]:") == colon - 1 : colon >= 0 && text.indexOf(':') == colon;
    String address = port ? text.substring(0, colon) : text;
    if (bracket && address.endsWith("]")) address = address.substring(1, address.length() - 1);
    try {
      int number = port ? Integer.parseInt(text.substring(colon + 1)) : 0;
      if (number < 0 || number > 65_535) throw new NumberFormatException("out of range");
      return new HostOverride(InetAddress.ofLiteral(address), number);
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException(
          "invalid host override '" + text + "': not an IP address, nor one with a port");
    }
  }
}
