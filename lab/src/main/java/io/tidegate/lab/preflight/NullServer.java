package io.tidegate.lab.preflight;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A server inside the generator that does nothing but answer, always the same: what a script costs
 * against it, it costs the generator. A thread for each connection, named so that its CPU can be
 * told from the script's.
 */
public final class NullServer implements AutoCloseable {

  /** Of all its threads. */
  static final String THREAD = "null-server";

  private static final int HEAD_BYTES_MAX = 64 * 1024;
  private static final int CONNECTIONS_MAX = 1_000;
  private static final int BACKLOG = 512;

  /** What it answers. */
  record Answer(byte[] head, byte[] body) {

    /** An empty object, as JSON. */
    static final Answer DEFAULT =
        of(200, List.of("Content-Type: application/json"), "{}".getBytes(StandardCharsets.UTF_8));

    /**
     * @param fields as lines, without the length
     */
    static Answer of(int status, List<String> fields, byte[] body) {
      StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" OK\r\n");
      for (String field : fields) head.append(field).append("\r\n");
      boolean none = status == 204 || status == 304;
      if (!none) head.append("Content-Length: ").append(body.length).append("\r\n");
      byte[] bytes = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
      return new Answer(bytes, none ? new byte[0] : body);
    }
  }

  /** A request as it came: its line and its fields. */
  record Asked(String method, String target, List<String> fields) {}

  private final ServerSocket server;
  private final List<Socket> sockets = new ArrayList<>();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicReference<@Nullable Asked> first = new AtomicReference<>();
  private volatile Answer answer = Answer.DEFAULT;
  private volatile boolean closed;

  /** One at a port of loopback that is free. */
  public NullServer() throws IOException {
    server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name(THREAD).start(this::accept);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  /** It answers this from now on. */
  void answers(Answer answer) {
    this.answer = answer;
  }

  /** How many it answered. */
  long requests() {
    return requests.get();
  }

  /** The first request of all; null before it. */
  @Nullable Asked first() {
    return first.get();
  }

  private void accept() {
    while (!closed) {
      try {
        Socket socket = server.accept();
        if (!keep(socket)) socket.close();
        else Thread.ofPlatform().daemon().name(THREAD).start(() -> serve(socket));
      } catch (IOException _) {
        // Whoever asked sees it; the next may do better.
      }
    }
  }

  private synchronized boolean keep(Socket socket) {
    sockets.removeIf(Socket::isClosed);
    if (closed || sockets.size() >= CONNECTIONS_MAX) return false;
    return sockets.add(socket);
  }

  private void serve(Socket socket) {
    try (socket;
        InputStream in = new BufferedInputStream(socket.getInputStream(), 16 * 1024)) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      while (true) {
        String head = head(in);
        if (head.isEmpty()) return;
        Asked asked = asked(head);
        first.compareAndSet(null, asked);
        in.skipNBytes(length(asked));
        Answer now = answer;
        boolean withBody = !asked.method.equals("HEAD");
        byte[] bytes = new byte[now.head.length + (withBody ? now.body.length : 0)];
        System.arraycopy(now.head, 0, bytes, 0, now.head.length);
        if (withBody) System.arraycopy(now.body, 0, bytes, now.head.length, now.body.length);
        requests.incrementAndGet();
        out.write(bytes);
      }
    } catch (IOException _) {
      // The client is gone.
    }
  }

  /** Up to the empty line; empty where there is none. */
  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder(256);
    for (int c = in.read(); c >= 0 && head.length() < HEAD_BYTES_MAX; c = in.read()) {
      head.append((char) c);
      int length = head.length();
      if (c == '\n' && length > 3 && head.charAt(length - 3) == '\n') return head.toString();
    }
    return "";
  }

  private static Asked asked(String head) {
    String[] lines = head.split("\r\n", -1);
    String[] words = lines[0].split(" ", -1);
    List<String> fields = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) if (!lines[i].isEmpty()) fields.add(lines[i]);
    return new Asked(words[0], words.length > 1 ? words[1] : "/", fields);
  }

  /** The client always says it. */
  private static long length(Asked asked) throws IOException {
    for (String field : asked.fields) {
      if (!field.toLowerCase(Locale.ROOT).startsWith("content-length:")) continue;
      try {
        return Long.parseLong(field.substring("content-length:".length()).strip());
      } catch (NumberFormatException e) {
        throw new IOException(e);
      }
    }
    return 0;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    server.close();
    synchronized (this) {
      for (Socket socket : sockets) socket.close();
    }
  }
}
