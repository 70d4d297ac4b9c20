package io.tidegate.testkit;

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
import java.util.Map;

/** One connection, spoken to byte by byte; reading gives up after thirty seconds. */
public final class RawClient implements AutoCloseable {

  private static final int WAIT_MS = 30_000;
  private static final int LINE_MAX = 10_000;

  private final Socket socket;
  private final InputStream in;

  /** Connects to a port of this machine. */
  public RawClient(int port) throws IOException {
    this(port, 0);
  }

  /** With a small receive buffer, for clients that read slowly; 0 is the system's own. */
  public RawClient(int port, int receiveBytes) throws IOException {
    this(new Socket(), port, receiveBytes);
  }

  /** Over this socket, which is not connected yet. */
  public RawClient(Socket socket, int port, int receiveBytes) throws IOException {
    this.socket = socket;
    if (receiveBytes > 0) socket.setReceiveBufferSize(receiveBytes);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), WAIT_MS);
    socket.setSoTimeout(WAIT_MS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), 4_096);
  }

  /** Sends these characters, each a byte. */
  public RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends these bytes. */
  public RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Sends a whole GET. */
  public RawClient get(String target) throws IOException {
    return send(head("GET", target) + "\r\n");
  }

  /** Ends what this client sends, and goes on receiving. */
  public RawClient shutdownOutput() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** Sends a request with a JSON body, or none if it is empty, and reads the reply. */
  public Reply ask(String method, String path, String body, String... headers) throws IOException {
    String type = body.isEmpty() ? "" : "Content-Type: application/json\r\n";
    String length = "Content-Length: " + body.length() + "\r\n\r\n";
    send(head(method, path, headers) + type + length + body);
    return reply(method, path);
  }

  /** Opens a stream of events and reads its head. */
  public Reply events(String path, String... headers) throws IOException {
    send(head("GET", path, headers) + "Accept: text/event-stream\r\n\r\n");
    return reply("GET", path, false);
  }

  private static String head(String method, String path, String... headers) {
    StringBuilder head = new StringBuilder(256);
    head.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: localhost\r\n");
    for (int i = 0; i < headers.length; i += 2)
      head.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
    return head.toString();
  }

  /** One reply to whatever was sent. */
  public Reply reply() throws IOException {
    return reply(true);
  }

  /** One reply to whatever was sent; without a body where that was HEAD. */
  public Reply reply(boolean withBody) throws IOException {
    return reply("", "", withBody);
  }

  /** The reply to what was sent as this method and path. */
  public Reply reply(String method, String path) throws IOException {
    return reply(method, path, true);
  }

  private Reply reply(String method, String path, boolean withBody) throws IOException {
    String statusLine = line();
    if (!statusLine.startsWith("HTTP/1.1 ")) throw new IOException("no status line: " + statusLine);
    int status = Integer.parseInt(statusLine.substring(9, 12));
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      String name = Reply.lower(line.substring(0, colon));
      String value = line.substring(colon + 1).strip();
      if (name.equals("set-cookie")) headers.merge(name, value, (all, more) -> all + "\n" + more);
      else headers.putIfAbsent(name, value);
    }
    return new Reply(method, path, status, headers, withBody ? body(headers) : new byte[0]);
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    if (!headers.containsKey("transfer-encoding"))
      return bytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) body.writeBytes(chunk);
    return body.toByteArray();
  }

  /** The next message of a stream without its empty line; empty for the last chunk. */
  public String message() throws IOException {
    String message = new String(chunk(), StandardCharsets.UTF_8);
    if (!message.isEmpty() && !message.endsWith("\n\n"))
      throw new IOException("no whole message: " + message);
    return message.strip();
  }

  private byte[] chunk() throws IOException {
    byte[] chunk = bytes(Integer.parseInt(line(), 16));
    if (!line().isEmpty()) throw new IOException("a chunk does not end after " + chunk.length);
    return chunk;
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
  public void readUntil(String wanted) throws IOException {
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

  private byte[] bytes(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length)
      throw new IOException("ends after " + bytes.length + " of " + length);
    return bytes;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) throw new IOException("closed within a reply, after: " + ascii(line));
      if (line.size() > LINE_MAX)
        throw new IOException("endless line: " + ascii(line).substring(0, 80));
      line.write(b);
    }
    String text = ascii(line);
    if (!text.endsWith("\r")) throw new IOException("line does not end in CRLF: " + text);
    return text.substring(0, text.length() - 1);
  }

  private static String ascii(ByteArrayOutputStream line) {
    return line.toString(StandardCharsets.ISO_8859_1);
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
