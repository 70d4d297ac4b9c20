package io.tidegate.http.tls;

import java.nio.file.Path;
import java.util.List;

/**
 * A certificate and its key, in PEM files.
 *
 * @param hosts names that it is shown for, such as {@code shop.example} or {@code *.shop.example};
 *     empty for every name that has no other
 * @param certificate the chain, the server's own first
 * @param key its private key in PKCS#8, without a password
 */
public record CertificateFiles(List<String> hosts, Path certificate, Path key) {

  public CertificateFiles {
    hosts = List.copyOf(hosts);
  }
}
