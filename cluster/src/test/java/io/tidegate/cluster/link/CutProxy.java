package io.tidegate.cluster.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between a client and a server, and does to what the client sends what a test wants. */
final class CutProxy implements AutoCloseable {

  /** Carries bytes from the client to the server, until it wants no more. */
  interface Carrier {
    void carry(InputStream from, OutputStream to) throws IOException;
  }

  private final ServerSocket listener;
  private final int target;
  private final Carrier carrier;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  CutProxy(int target, Carrier carrier) throws IOException {
    this.target = target;
    this.carrier = carrier;
    listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::run);
  }

  String address() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  private void run() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(client);
        sockets.add(server);
        Thread.ofVirtual().start(() -> pass(server, client, InputStream::transferTo));
        Thread.ofVirtual().start(() -> pass(client, server, carrier));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private static void pass(Socket from, Socket to, Carrier how) {
    try (from;
        to) {
      how.carry(from.getInputStream(), to.getOutputStream());
    } catch (IOException _) {
      // the test looks at what arrived
    }
  }

  /** Carries the client's side of a handshake. */
  static void handshake(InputStream from, OutputStream to) throws IOException {
    to.write(from.readNBytes(Handshake.CLIENT_BYTES));
  }

  /** The next record, with its length before it. */
  static byte[] record(InputStream from) throws IOException {
    byte[] length = from.readNBytes(RecordSealer.LENGTH_BYTES);
    int count = ByteBuffer.wrap(length).getInt();
    byte[] record = Arrays.copyOf(length, length.length + count);
    if (from.readNBytes(record, length.length, count) < count) throw new IOException("ended");
    return record;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) socket.close();
  }
}
