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

/** A client that sends exactly the bytes it is told to; reading gives up after ten seconds. */
public final class RawClient implements AutoCloseable {

  private final Socket socket;
  private final InputStream in;

  public RawClient(int port) throws IOException {
    this(port, 0);
  }

  /** With a small receive buffer, for clients that read slowly; 0 is the system's own. */
  public RawClient(int port, int receiveBytes) throws IOException {
    this(new Socket(), port, receiveBytes);
  }

  /** Over this socket, which is not connected yet. */
  RawClient(Socket socket, int port, int receiveBytes) throws IOException {
    this.socket = socket;
    if (receiveBytes > 0) socket.setReceiveBufferSize(receiveBytes);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
    socket.setSoTimeout(10_000);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** What came back: a status, fields by lower-case name, and a body. */
  public record Reply(int status, Map<String, String> fields, String body) {
    /** Value of that field, empty without one. */
    public String field(String name) {
      return fields.getOrDefault(name, "");
    }
  }

  public RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** A whole GET. */
  public RawClient get(String target) throws IOException {
    return send("GET " + target + " HTTP/1.1\r\nHost: test\r\n\r\n");
  }

  /** Ends what this client sends, and goes on receiving. */
  public RawClient shutdownOutput() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  public Reply reply() throws IOException {
    return reply(true);
  }

  /** One reply; without a body where it answers HEAD. */
  public Reply reply(boolean withBody) throws IOException {
    String statusLine = line();
    if (!statusLine.startsWith("HTTP/1.1 ")) throw new IOException("no status line: " + statusLine);
    int status = Integer.parseInt(statusLine.substring(9, 12));
    Map<String, String> fields = new LinkedHashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      fields.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
    }
    int length = withBody ? Integer.parseInt(fields.getOrDefault("content-length", "0")) : 0;
    byte[] body = in.readNBytes(length);
    if (body.length < length)
      throw new IOException("body ends after " + body.length + " of " + length);
    return new Reply(status, fields, new String(body, StandardCharsets.UTF_8));
  }

  /** Waits for the server to close; false if something else comes. A reset is a close too. */
  public boolean isClosed() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException _) {
      return true;
    }
  }

  /** Reads on until this has come. */
  void readUntil(String wanted) throws IOException {
    int matched = 0;
    while (matched < wanted.length()) {
      int b = in.read();
      if (b < 0) throw new IOException("closed before " + wanted);
      matched = b == wanted.charAt(matched) ? matched + 1 : b == wanted.charAt(0) ? 1 : 0;
    }
  }

  /** Everything until the server closes. */
  public String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0)
        throw new IOException(
            "closed within a reply, after: " + line.toString(StandardCharsets.ISO_8859_1));
      if (line.size() > 10_000)
        throw new IOException(
            "endless line: " + line.toString(StandardCharsets.ISO_8859_1).substring(0, 80));
      line.write(b);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    if (!text.endsWith("\r")) throw new IOException("line does not end in CRLF: " + text);
    return text.substring(0, text.length() - 1);
  }

  /** Closes with a reset, as a client does that crashes. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
