package io.tidegate.http.server;

import io.tidegate.http.tls.CertificateFiles;
import io.tidegate.http.tls.Certificates;
import io.tidegate.http.tls.DevCertificate;
import io.tidegate.testkit.RawClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** TLS with a certificate made for the test, and clients that trust it. */
final class TestTls {

  final CertificateFiles files;
  final Entry entry;
  private final SSLContext client;

  TestTls(Path folder) throws Exception {
    files = DevCertificate.in(folder);
    entry = Entry.tls(Certificates.read(List.of(files), true));
    client = trusting(files.certificate());
  }

  /** Of a client that trusts these certificates and no others. */
  static SSLContext trusting(Path... certificates) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    for (Path file : certificates) {
      try (InputStream in = Files.newInputStream(file)) {
        trusted.setCertificateEntry(
            file.toString(), CertificateFactory.getInstance("X.509").generateCertificate(in));
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
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
