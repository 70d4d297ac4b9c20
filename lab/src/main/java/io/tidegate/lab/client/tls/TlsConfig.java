package io.tidegate.lab.client.tls;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * How the users of a run speak TLS.
 *
 * @param verify false for {@code insecureSkipTLSVerify}: any certificate will do
 * @param versions those that are offered, at least one
 * @param cipherSuites those that are offered, by their standard names; empty for the JDK's
 * @param certificates by which users show who they are
 * @param trusted authorities besides those of the machine
 */
public record TlsConfig(
    boolean verify,
    List<TlsVersion> versions,
    List<String> cipherSuites,
    List<ClientCertificate> certificates,
    List<X509Certificate> trusted) {

  /** k6's. */
  public static final TlsConfig DEFAULT =
      new TlsConfig(
          true,
          TlsVersion.between(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3),
          List.of(),
          List.of(),
          List.of());

  /** Refuses what cannot be. */
  public TlsConfig {
    versions = List.copyOf(versions);
    cipherSuites = List.copyOf(cipherSuites);
    certificates = List.copyOf(certificates);
    trusted = List.copyOf(trusted);
    if (versions.isEmpty()) throw new IllegalArgumentException("no version of TLS is allowed");
  }

  /** The same that takes any certificate. */
  public TlsConfig insecure() {
    return new TlsConfig(false, versions, cipherSuites, certificates, trusted);
  }

  /** The same with other versions. */
  public TlsConfig with(List<TlsVersion> others) {
    return new TlsConfig(verify, others, cipherSuites, certificates, trusted);
  }

  /** The same that trusts these, too. */
  public TlsConfig trusting(List<X509Certificate> others) {
    return new TlsConfig(verify, versions, cipherSuites, certificates, others);
  }

  /** The same with other certificates of users. */
  public TlsConfig showing(List<ClientCertificate> others) {
    return new TlsConfig(verify, versions, cipherSuites, others, trusted);
  }
}
