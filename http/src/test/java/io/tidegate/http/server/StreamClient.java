package io.tidegate.http.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Reads server-sent events from one connection; gives up after ten seconds without a byte. */
public final class StreamClient implements AutoCloseable {

  private final Socket socket = new Socket();
  private final InputStream in;
  private final Map<String, String> fields = new LinkedHashMap<>();
  private int status;

  /**
   * Opens a stream and reads its head.
   *
   * @param receiveBytes of the receive buffer, 0 for the system's own
   * @param headers whole lines
   */
  public StreamClient(int port, String path, int receiveBytes, String... headers)
      throws IOException {
    in = connect(port, receiveBytes);
    StringBuilder request = new StringBuilder(get(path));
    for (String header : headers) request.append(header).append("\r\n");
    send(request.append("\r\n").toString());
    head();
  }

  /** Sends something before it opens the stream, and reads the first head. */
  StreamClient(int port, String before, String path) throws IOException {
    in = connect(port, 0);
    send(before + get(path) + "\r\n");
    head();
  }

  private InputStream connect(int port, int receiveBytes) throws IOException {
    if (receiveBytes > 0) socket.setReceiveBufferSize(receiveBytes);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
    socket.setSoTimeout(10_000);
    socket.setTcpNoDelay(true);
    return new BufferedInputStream(socket.getInputStream());
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: test\r\nAccept: text/event-stream\r\n";
  }

  /** Sends these characters as they are. */
  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Reads a head. */
  void head() throws IOException {
    status = Integer.parseInt(line().substring(9, 12));
    fields.clear();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      fields.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
    }
  }

  /** The status of the last head. */
  public int status() {
    return status;
  }

  /** A field of the last head, empty without one. */
  public String field(String name) {
    return fields.getOrDefault(name, "");
  }

  /** A body whose length the head told. */
  public String body() throws IOException {
    int length = Integer.parseInt(fields.getOrDefault("content-length", "0"));
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  /** The next message without the empty line that ends it; empty for the last chunk. */
  public String message() throws IOException {
    int length = Integer.parseInt(line(), 16);
    String chunk = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    if (!line().isEmpty()) throw new IOException("no end of the chunk: " + chunk);
    if (length > 0 && !chunk.endsWith("\n\n")) throw new IOException("no whole message: " + chunk);
    return chunk.strip();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) throw new IOException("closed after: " + line.toString(StandardCharsets.UTF_8));
      line.write(b);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    if (!text.endsWith("\r")) throw new IOException("line does not end in CRLF: " + text);
    return text.substring(0, text.length() - 1);
  }

  /** Ends what this client sends. */
  void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Waits for the server to close; false if something else comes. A reset is a close too. */
  boolean isClosed() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException _) {
      return true;
    }
  }

  /** Closes with a reset, as a client does that crashes. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
