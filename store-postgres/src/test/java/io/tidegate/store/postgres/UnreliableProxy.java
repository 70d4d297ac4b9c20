package io.tidegate.store.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands before a database on this machine, and loses what it is told to. */
public final class UnreliableProxy implements AutoCloseable {

  /** What it does with the bytes that come. */
  public enum Does {
    /** Passes all on. */
    PASS,
    /** Cuts a connection when a request comes, before it is passed on. */
    CUT_BEFORE_REQUEST,
    /** Passes requests on, and cuts the connection when the reply comes. */
    CUT_BEFORE_REPLY,
    /** Passes requests on, and keeps replies to itself. */
    SWALLOW_REPLIES,
  }

  private final ServerSocket listener;
  private volatile int upstream;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Does does = Does.PASS;

  /** Before this port. */
  public UnreliableProxy(int upstream) throws IOException {
    this.upstream = upstream;
    listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** Where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /** From now on. */
  public void does(Does what) {
    does = what;
  }

  /** Where new connections lead. */
  public void upstream(int port) {
    upstream = port;
  }

  /** Cuts all connections that are open. */
  public void cutAll() {
    open.forEach(UnreliableProxy::close);
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
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), upstream)) {
      open.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      Thread.ofVirtual().start(() -> copy(server, client, Does.CUT_BEFORE_REPLY));
      copy(client, server, Does.CUT_BEFORE_REQUEST);
      open.remove(server);
    } catch (IOException _) {
      // one of the two is gone
    } finally {
      open.remove(client);
    }
  }

  private void copy(Socket from, Socket to, Does cutting) {
    byte[] bytes = new byte[64 << 10];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
        if (does == cutting) break;
        boolean swallowed = does == Does.SWALLOW_REPLIES && cutting == Does.CUT_BEFORE_REPLY;
        if (!swallowed) out.write(bytes, 0, length);
      }
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
    cutAll();
  }
}
