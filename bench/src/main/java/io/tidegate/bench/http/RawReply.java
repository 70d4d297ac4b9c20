package io.tidegate.bench.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * A reply as its bytes came.
 *
 * @param head to the empty line, that included
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RawReply(String head, byte[] body) {

  /** Asks a server of this machine for something in that coding. */
  static RawReply get(int port, String path, String coding) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request =
          "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: %s\r\nConnection: close\r\n\r\n"
              .formatted(path, coding);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] all = socket.getInputStream().readAllBytes();
      int end = new String(all, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
      String head = new String(all, 0, end, StandardCharsets.ISO_8859_1);
      if (!head.startsWith("HTTP/1.1 200 ")) throw new IOException(path + ": " + head);
      return new RawReply(head, Arrays.copyOfRange(all, end, all.length));
    }
  }

  /** Bytes of all of it. */
  int bytes() {
    return head.length() + body.length;
  }

  /** Value of a header field, empty without one. */
  String header(String name) {
    String wanted = name.toLowerCase(Locale.ROOT) + ":";
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(wanted))
        .map(line -> line.substring(wanted.length()).strip())
        .findFirst()
        .orElse("");
  }
}
