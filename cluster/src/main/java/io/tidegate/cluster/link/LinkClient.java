package io.tidegate.cluster.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;

/** Opens links. */
public final class LinkClient {

  private LinkClient() {}

  /**
   * Connects, and waits until both sides know each other.
   *
   * @param address {@code host:port}; the host is looked up now
   * @param within how long connecting may take, and the handshake after it again at most
   * @throws LinkRefusedException if the other side refuses, or does not know the secret
   * @throws IOException if it cannot be reached, or says nothing in time
   */
  public static Link connect(
      String address, LinkSecret secret, LinkConfig config, Link.Receiver receiver, Duration within)
      throws IOException {
    InetSocketAddress to = resolved(address);
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(to, Math.toIntExact(Math.max(1, within.toMillis())));
      Duration handshake = within.compareTo(config.handshake()) < 0 ? within : config.handshake();
      Handshake.Secrets secrets = Handshake.introduce(socket, secret, handshake);
      return Link.start(
          socket, secrets.clientToServer(), secrets.serverToClient(), config, receiver);
    } catch (LinkRefusedException e) {
      socket.close();
      throw new LinkRefusedException(address + ": " + e.getMessage());
    } catch (IOException e) {
      socket.close();
      throw new IOException(address + ": " + e.getMessage(), e);
    }
  }

  private static InetSocketAddress resolved(String address) throws IOException {
    int colon = address.lastIndexOf(':');
    try {
      if (colon < 1) throw new NumberFormatException();
      InetSocketAddress found =
          new InetSocketAddress(
              address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
      if (found.isUnresolved()) throw new UnknownHostException("no such host: " + address);
      return found;
    } catch (IllegalArgumentException e) {
      throw new IOException("an address has the form host:port, which this has not: " + address, e);
    }
  }
}
