package io.tidegate.gate.health;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One check: a connection of its own, one request, the status of its response. Blocks. */
final class HealthCheck {

  /** {@code HTTP/1.1 200}. */
  private static final int STATUS_BYTES = 12;

  private final CheckConfig config;
  private final String host;
  private final InetSocketAddress address;

  /**
   * @param host what it says in {@code Host}
   */
  HealthCheck(CheckConfig config, String host, InetSocketAddress address) {
    this.config = config;
    this.host = host;
    this.address = address;
  }

  /** Asks; returns what is wrong, null if nothing is. */
  @Nullable String run() {
    long endNs = System.nanoTime() + config.timeout().toNanos();
    try (Socket socket = new Socket()) {
      InetSocketAddress to =
          address.isUnresolved()
              ? new InetSocketAddress(address.getHostString(), address.getPort())
              : address;
      socket.connect(to, leftMs(endNs));
      socket.getOutputStream().write(request());
      return verdict(status(socket, endNs));
    } catch (SocketTimeoutException _) {
      return "no answer within " + config.timeout().toMillis() + " ms";
    } catch (IOException e) {
      return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
  }

  private byte[] request() {
    String text =
        "GET "
            + config.path()
            + " HTTP/1.1\r\nHost: "
            + host
            + "\r\nUser-Agent: tidegate-health\r\nAccept: */*\r\nConnection: close\r\n\r\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The first bytes of the response, by the bound, however slowly they come. */
  private static String status(Socket socket, long endNs) throws IOException {
    byte[] bytes = new byte[STATUS_BYTES];
    InputStream in = socket.getInputStream();
    int length = 0;
    while (length < bytes.length) {
      socket.setSoTimeout(leftMs(endNs));
      int read = in.read(bytes, length, bytes.length - length);
      if (read < 0) break;
      length += read;
    }
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }

  private @Nullable String verdict(String begin) {
    if (!begin.matches("HTTP/1\\.[01] [1-5][0-9][0-9]")) return "no HTTP response";
    int status = Integer.parseInt(begin.substring(9));
    return config.expects(status) ? null : "status " + status;
  }

  private static int leftMs(long endNs) throws SocketTimeoutException {
    long left = Duration.ofNanos(endNs - System.nanoTime()).toMillis();
    if (left <= 0) throw new SocketTimeoutException();
    return (int) left;
  }
}
