package io.tidegate.bench.crash;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection, one request at a time, blocking: it is known exactly what was sent. */
final class BlockingConnection implements Closeable {
  private static final int WAIT_MS = 20_000;
  private static final String LENGTH = "content-length:";

  private final Socket socket = new Socket();
  private final InputStream in;

  BlockingConnection(int port) throws IOException {
    this(port, WAIT_MS);
  }

  /**
   * @param waitMs for the connection, and for each piece of a reply
   */
  BlockingConnection(int port, int waitMs) throws IOException {
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), waitMs);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(waitMs);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** A whole reply. */
  record Answer(int status, String body) {}

  /**
   * Sends and waits for the whole reply.
   *
   * @throws IOException if there is none
   */
  Answer ask(String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    int length = 0;
    for (String header = line(); !header.isEmpty(); header = line()) {
      if (header.regionMatches(true, 0, LENGTH, 0, LENGTH.length()))
        length = Integer.parseInt(header.substring(LENGTH.length()).strip());
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) throw new EOFException("a reply was cut");
    return new Answer(status, new String(body, StandardCharsets.UTF_8));
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) throw new EOFException("the connection was closed");
      if (next != '\r') line.append((char) next);
    }
    return line.toString();
  }

  /** A request's text. */
  static String text(String method, String path, String body, String... headers) {
    StringBuilder text = new StringBuilder();
    text.append(method).append(" /api/v1").append(path).append(" HTTP/1.1\r\nHost: localhost\r\n");
    for (String header : headers) text.append(header).append("\r\n");
    if (!body.isEmpty()) text.append("Content-Type: application/json\r\n");
    if (!method.equals("GET")) text.append("Content-Length: ").append(body.length()).append("\r\n");
    return text.append("\r\n").append(body).toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // It is of no more use either way.
    }
  }
}
