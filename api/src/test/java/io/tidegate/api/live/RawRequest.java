package io.tidegate.api.live;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request that other clients would not send, byte by byte over a socket. */
public final class RawRequest implements AutoCloseable {

  private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: (\\d+)\r\n");

  private final Socket socket;

  /** Connects. */
  public RawRequest(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
  }

  /** Sends these characters, each a byte. */
  public RawRequest send(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** Sends no more. */
  public RawRequest end() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** The reply to what was sent as this method and path. */
  public Reply reply(String method, String path) throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      bytes.write(b);
      String text = bytes.toString(StandardCharsets.UTF_8);
      int head = text.indexOf("\r\n\r\n");
      Matcher length = LENGTH.matcher(text);
      if (head >= 0 && length.find()) {
        int rest = Integer.parseInt(length.group(1)) - (bytes.size() - head - 4);
        bytes.write(in.readNBytes(rest));
        break;
      }
    }
    return Reply.of(method, path, bytes.toString(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
