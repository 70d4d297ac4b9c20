package io.tidegate.app.gate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** Connections that nobody accepts, so many that the next one waits, as before a firewall. */
final class FullBacklog implements AutoCloseable {

  private static final int MOST = 100;
  private static final int WAIT_MS = 300;

  private final List<Socket> sockets = new ArrayList<>();

  FullBacklog(int port) throws IOException {
    while (sockets.size() < MOST && add(port)) {}
  }

  private boolean add(int port) throws IOException {
    Socket socket = new Socket();
    sockets.add(socket);
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), WAIT_MS);
      return true;
    } catch (SocketTimeoutException _) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) socket.close();
  }
}
