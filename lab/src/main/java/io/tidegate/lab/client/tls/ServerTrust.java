package io.tidegate.lab.client.tls;

import io.tidegate.lab.client.fault.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom we take for who they say they are. Tells in which way a certificate is wrong, in the order
 * in which Go looks.
 */
final class ServerTrust extends X509ExtendedTrustManager {

  private static final List<String> MACHINE =
      List.of(
          "/etc/ssl/certs/ca-certificates.crt",
          "/etc/pki/tls/certs/ca-bundle.crt",
          "/etc/ssl/ca-bundle.pem",
          "/etc/ssl/cert.pem");

  private final @Nullable X509TrustManager authorities;

  /** Trusts whom the machine trusts, and these; without {@code verify} anybody. */
  ServerTrust(boolean verify, List<X509Certificate> others) throws GeneralSecurityException {
    authorities = verify ? authorities(others) : null;
  }

  private static X509TrustManager authorities(List<X509Certificate> others)
      throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new UncheckedIOException("nothing is read", e);
    }
    int count = 0;
    for (X509Certificate one : Stream.concat(ofMachine().stream(), others.stream()).toList())
      store.setCertificateEntry("authority-" + count++, one);
    return first(count == 0 ? null : store);
  }

  /** {@code SSL_CERT_FILE}, or where distributions keep them; the JDK's where there is neither. */
  private static List<X509Certificate> ofMachine() throws GeneralSecurityException {
    String named = System.getenv("SSL_CERT_FILE");
    Stream<String> places = named == null || named.isEmpty() ? MACHINE.stream() : Stream.of(named);
    for (Path place : places.map(Path::of).filter(Files::isReadable).toList()) {
      try {
        return Pem.certificates(Files.readString(place));
      } catch (IOException | IllegalArgumentException _) {
        // The next place.
      }
    }
    return List.of(first(null).getAcceptedIssuers());
  }

  private static X509TrustManager first(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return (X509TrustManager) factory.getTrustManagers()[0];
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    if (authorities == null) return;
    try {
      chain[0].checkValidity();
    } catch (CertificateException _) {
      throw new CertificateFault(Fault.TLS, "x509: certificate has expired or is not yet valid");
    }
    if (!HostCheck.matches(chain[0], engine.getPeerHost()))
      throw new CertificateFault(Fault.WRONG_HOST, "x509: certificate doesn't match hostname");
    try {
      authorities.checkServerTrusted(chain, type);
    } catch (CertificateException _) {
      throw new CertificateFault(Fault.UNKNOWN_AUTHORITY, "x509: unknown authority");
    }
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities == null ? new X509Certificate[0] : authorities.getAcceptedIssuers();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
    throw new UnsupportedOperationException("there are only engines here");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) {
    throw new UnsupportedOperationException("there are only engines here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) {
    throw new UnsupportedOperationException("there are only clients here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
    throw new UnsupportedOperationException("there are only clients here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
    throw new UnsupportedOperationException("there are only clients here");
  }
}
