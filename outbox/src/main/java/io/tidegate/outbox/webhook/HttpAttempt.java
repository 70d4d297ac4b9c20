package io.tidegate.outbox.webhook;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One POST over a connection of its own, to an address that was checked before. The client of the
 * JDK resolves a name by itself, and could be led elsewhere; this one is given the address, and
 * shows the name to TLS alone. It follows no redirect and looks at no body. One thread makes the
 * attempt; any thread aborts it.
 */
final class HttpAttempt {

  private static final int HEAD_BYTES_MAX = 16 << 10;
  private static final int BODY_BYTES_READ = 16 << 10;
  private static final int INTERIM_MAX = 5;

  private final SSLSocketFactory tls;
  private final URI url;
  private final long untilNs;
  private volatile @Nullable Socket socket;
  private volatile boolean aborted;

  /** What came back. */
  record Answer(int status, Map<String, String> headers) {}

  HttpAttempt(SSLSocketFactory tls, URI url, long timeoutMs) {
    this.tls = tls;
    this.url = url;
    this.untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
  }

  /** Ends it, whatever it is waiting for. */
  void abort() {
    aborted = true;
    close(socket);
  }

  private static void close(@Nullable Socket open) {
    try {
      if (open != null) open.close();
    } catch (IOException e) {
      // It is of no use any more.
    }
  }

  /**
   * Sends and waits for the head of the answer.
   *
   * @param headers beside those that HTTP itself needs
   */
  Answer post(InetAddress address, Map<String, String> headers, byte[] body) throws IOException {
    try {
      Socket open = connect(address);
      OutputStream out = open.getOutputStream();
      out.write(head(headers, body.length));
      out.write(body);
      out.flush();
      InputStream in = new BufferedInputStream(open.getInputStream());
      Answer answer = answer(open, in);
      drain(open, in);
      return answer;
    } finally {
      close(socket);
    }
  }

  private Socket connect(InetAddress address) throws IOException {
    boolean secure = "https".equalsIgnoreCase(url.getScheme());
    int port = url.getPort() != -1 ? url.getPort() : secure ? 443 : 80;
    Socket plain = new Socket();
    use(plain);
    plain.setTcpNoDelay(true);
    plain.connect(new InetSocketAddress(address, port), leftMs());
    plain.setSoTimeout(leftMs());
    if (!secure) return plain;
    String host = AddressGuard.host(url);
    SSLSocket encrypted = (SSLSocket) tls.createSocket(plain, host, port, true);
    use(encrypted);
    SSLParameters parameters = encrypted.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    encrypted.setSSLParameters(parameters);
    encrypted.startHandshake();
    return encrypted;
  }

  private void use(Socket next) throws IOException {
    socket = next;
    if (!aborted) return;
    close(next);
    throw new IOException("aborted");
  }

  private int leftMs() throws SocketTimeoutException {
    long leftMs = TimeUnit.NANOSECONDS.toMillis(untilNs - System.nanoTime());
    if (leftMs <= 0) throw new SocketTimeoutException("no answer in time");
    return (int) Math.min(leftMs, Integer.MAX_VALUE);
  }

  private byte[] head(Map<String, String> headers, int length) {
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    String port = url.getPort() == -1 ? "" : ":" + url.getPort();
    StringBuilder head = new StringBuilder(512);
    head.append("POST ").append(path).append(query).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(url.getHost()).append(port).append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(length).append("\r\nConnection: close\r\n\r\n");
    return head.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private Answer answer(Socket open, InputStream in) throws IOException {
    for (int i = 0; i < INTERIM_MAX; i++) {
      Answer answer = oneAnswer(open, in);
      if (answer.status() >= 200) return answer;
    }
    throw new IOException("too many interim answers");
  }

  private Answer oneAnswer(Socket open, InputStream in) throws IOException {
    int[] left = {HEAD_BYTES_MAX};
    String status = line(open, in, left);
    if (!status.matches("HTTP/1\\.[01] [1-9][0-9][0-9]( .*)?"))
      throw new IOException("the answer is not HTTP");
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(open, in, left); !line.isEmpty(); line = line(open, in, left)) {
      int colon = line.indexOf(':');
      if (colon < 1) throw new IOException("the answer's head is not HTTP");
      headers.putIfAbsent(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Answer(Integer.parseInt(status.substring(9, 12)), headers);
  }

  private String line(Socket open, InputStream in, int[] left) throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      open.setSoTimeout(leftMs());
      int c = in.read();
      if (c < 0) throw new EOFException("the connection was closed before an answer");
      if (--left[0] < 0) throw new IOException("the answer's head is too long");
      if (c == '\n') break;
      line.append((char) c);
    }
    if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r')
      line.setLength(line.length() - 1);
    return line.toString();
  }

  /** So that a server which still writes does not see its connection reset; up to a bound. */
  private void drain(Socket open, InputStream in) {
    try {
      open.setSoTimeout(Math.min(leftMs(), 200));
      byte[] some = new byte[1_024];
      int read = 0;
      while (read < BODY_BYTES_READ) {
        int n = in.read(some);
        if (n < 0) return;
        read += n;
        open.setSoTimeout(Math.min(leftMs(), 200));
      }
    } catch (IOException e) {
      // The answer is there; what follows it is of no use.
    }
  }
}
