package io.tidegate.api;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One connection, spoken to byte by byte. */
final class Wire implements AutoCloseable {

  private final Socket socket;
  private final InputStream in;

  Wire(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(30_000);
    in = new BufferedInputStream(socket.getInputStream(), 4_096);
  }

  /** Sends these characters as they are. */
  void write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends a request with a JSON body, or none if it is empty, and reads the reply. */
  Reply ask(String method, String path, String body, String... headers) throws IOException {
    StringBuilder request = new StringBuilder(256);
    request.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: test\r\n");
    for (int i = 0; i < headers.length; i += 2)
      request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
    if (!body.isEmpty()) request.append("Content-Type: application/json\r\n");
    request.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
    write(request.toString());
    return read(method + " " + path);
  }

  /** Reads one reply whose length is told. */
  Reply read(String what) throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      headers.put(name, line.substring(colon + 1).trim());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new Reply(what, status, headers, in.readNBytes(length));
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) throw new EOFException("closed after: " + line);
      if (b != '\r') line.append((char) b);
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
