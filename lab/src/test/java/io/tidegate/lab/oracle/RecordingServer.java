package io.tidegate.lab.oracle;

import io.tidegate.http.json.JsonWriter;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/**
 * A server that remembers every request byte by byte: the order and case of headers, what the body
 * was, and over how many connections they came. Made on sockets, since servers tidy what they
 * receive. {@code /seen} says what it saw; {@code /drop} ends the connection without an answer.
 *
 * <p>Thread-safe: a virtual thread serves each connection.
 */
final class RecordingServer implements AutoCloseable {

  private static final int IDLE_MS = 30_000;
  private static final int SEEN_MAX = 100_000;

  private final ServerSocket plain;
  private final ServerSocket tls;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<SeenRequest> seen = new ArrayList<>();
  private int connections;

  /** Listens on free ports of the loopback address, on one of them with TLS. */
  RecordingServer(SSLContext tls) throws IOException {
    this.plain = listen(ServerSocketFactory.getDefault());
    this.tls = listen(tls.getServerSocketFactory());
  }

  /**
   * Serves until it is ended, for looking at a script by hand: prints the two addresses.
   *
   * @param arguments a folder for the certificate
   */
  public static void main(String[] arguments) throws Exception {
    RecordingServer server = new RecordingServer(SelfSigned.in(Path.of(arguments[0])));
    System.out.println("-e BASE=" + server.base() + " -e BASE_TLS=" + server.baseTls());
    Thread.currentThread().join();
  }

  private ServerSocket listen(ServerSocketFactory factory) throws IOException {
    ServerSocket socket = factory.createServerSocket();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
    Thread.ofVirtual().name("accept").start(() -> accept(socket));
    return socket;
  }

  /** The address scripts get as {@code __ENV.BASE}. */
  String base() {
    return "http://127.0.0.1:" + plain.getLocalPort();
  }

  /** The same with TLS, as {@code __ENV.BASE_TLS}. */
  String baseTls() {
    return "https://127.0.0.1:" + tls.getLocalPort();
  }

  /** What came since {@link #forget}, in the order in which it was read. */
  synchronized List<SeenRequest> seen() {
    return List.copyOf(seen);
  }

  /** Connections over which a request came since {@link #forget}. */
  synchronized int connections() {
    return connections;
  }

  /** Begins anew; connections that are open no longer count and are closed. */
  void forget() throws IOException {
    for (Socket socket : open) socket.close();
    synchronized (this) {
      seen.clear();
      connections = 0;
    }
  }

  private void accept(ServerSocket port) {
    while (!port.isClosed()) {
      try {
        Socket socket = port.accept();
        open.add(socket);
        Thread.ofVirtual().name("conn").start(() -> serve(socket));
      } catch (IOException e) {
        if (!port.isClosed()) throw new UncheckedIOException(e);
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setSoTimeout(IDLE_MS);
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      RequestParser requests = new RequestParser(in);
      boolean first = true;
      for (SeenRequest next = requests.next(); next != null; next = requests.next()) {
        if (next.path().equals("/seen")) {
          Answer.json(seenAsJson()).write(out, true);
          continue;
        }
        record(next, first);
        first = false;
        if (next.path().equals("/drop")) return;
        if (WebSocketEcho.isAskedFor(next)) {
          new WebSocketEcho(in, out, frame -> record(frame, false)).talk(next);
          return;
        }
        Endpoints.answer(next).write(out, !next.method().equals("HEAD"));
        if (endsHere(next)) return;
      }
    } catch (IOException _) {
      // a client that goes away is what some scripts are about
    } finally {
      open.remove(socket);
    }
  }

  private static boolean endsHere(SeenRequest request) {
    return request.header("Connection").orElse("").equalsIgnoreCase("close")
        || request.path().equals("/truncated");
  }

  private synchronized void record(SeenRequest request, boolean newConnection) {
    if (seen.size() == SEEN_MAX) throw new IllegalStateException("more than " + SEEN_MAX);
    seen.add(request);
    if (newConnection) connections++;
  }

  private String seenAsJson() {
    JsonWriter json = new JsonWriter(4_096).beginArray();
    for (SeenRequest request : seen()) {
      json.beginObject().member("method", request.method()).member("target", request.target());
      json.name("headers").beginArray();
      for (SeenRequest.Header header : request.headers())
        json.beginArray().value(header.name()).value(header.value()).endArray();
      json.endArray().member("body", request.text()).endObject();
    }
    return json.endArray().toString();
  }

  @Override
  public void close() throws IOException {
    plain.close();
    tls.close();
    forget();
  }
}
