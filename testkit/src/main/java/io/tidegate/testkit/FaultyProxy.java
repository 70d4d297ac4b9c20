package io.tidegate.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before a service as a proxy does: passes bytes on, or answers 502 as one whose upstream is
 * gone.
 */
public final class FaultyProxy implements AutoCloseable {

  private static final byte[] BAD_GATEWAY =
      "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket listener;
  private final int upstream;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean broken;

  /** How often it answered 502. */
  public final AtomicInteger refused = new AtomicInteger();

  /** Before this port of the machine. */
  public FaultyProxy(int upstream) throws IOException {
    this.upstream = upstream;
    listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** Where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /** The upstream goes away, with all that is under way, or is back. */
  public void broken(boolean broken) {
    this.broken = broken;
    if (broken) open.forEach(FaultyProxy::close);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException _) {
        return; // closed
      }
    }
  }

  private void serve(Socket client) {
    open.add(client);
    try (client) {
      if (broken) refuse(client);
      else pass(client);
    } catch (IOException _) {
      // one of the two is gone, and with it the other
    } finally {
      open.remove(client);
    }
  }

  private void refuse(Socket client) throws IOException {
    byte[] head = new byte[4_096];
    if (client.getInputStream().read(head) < 0) return;
    refused.incrementAndGet();
    client.getOutputStream().write(BAD_GATEWAY);
  }

  private void pass(Socket client) throws IOException {
    try (Socket service = new Socket(InetAddress.getLoopbackAddress(), upstream)) {
      open.add(service);
      Thread.ofVirtual().start(() -> copy(service, client));
      copy(client, service);
      open.remove(service);
    }
  }

  private static void copy(Socket from, Socket to) {
    byte[] bytes = new byte[8_192];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(bytes); length >= 0; length = in.read(bytes))
        out.write(bytes, 0, length);
    } catch (IOException _) {
      // the other end is gone
    }
    close(from);
    close(to);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // closed all the same
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    open.forEach(FaultyProxy::close);
  }
}
