package io.tidegate.http.server;

import io.tidegate.http.tls.CertificateFiles;
import io.tidegate.http.tls.Certificates;
import io.tidegate.http.tls.DevCertificate;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** TLS with a certificate made for the test, and clients that trust it. */
final class TestTls {

  final CertificateFiles files;
  final Entry entry;
  private final SSLContext client;

  TestTls(Path folder) throws Exception {
    files = DevCertificate.in(folder);
    entry = Entry.tls(Certificates.read(List.of(files), true));
    client = Trust.in(files.certificate());
  }

  /** A client of HTTP/1.1 that trusts this server. */
  RawClient connect(int port, int receiveBytes) throws Exception {
    return new RawClient(client.getSocketFactory().createSocket(), port, receiveBytes);
  }

  /** A socket after the handshake, in which the client offered these protocols. */
  SSLSocket socket(int port, String... protocols) throws IOException {
    return socket(client, port, "localhost", protocols);
  }

  /** The same, asking for a host. */
  static SSLSocket socket(SSLContext trusting, int port, String host, String... protocols)
      throws IOException {
    SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket();
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(protocols);
    parameters.setServerNames(List.of(new SNIHostName(host)));
    socket.setSSLParameters(parameters);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 30_000);
    socket.setSoTimeout(30_000);
    socket.setTcpNoDelay(true);
    socket.startHandshake();
    return socket;
  }

  SSLContext client() {
    return client;
  }
}
