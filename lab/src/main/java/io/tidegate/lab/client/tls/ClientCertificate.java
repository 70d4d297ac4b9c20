package io.tidegate.lab.client.tls;

import io.tidegate.lab.client.dns.HostNames;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** By which users show who they are to some hosts, or to all. Immutable. */
public final class ClientCertificate {

  private final HostNames<Boolean> hosts;
  private final boolean everywhere;
  private final X509Certificate[] chain;
  private final PrivateKey key;

  /**
   * @param domains names or patterns of the hosts that it is for; empty for all
   * @param chain its own first, then those that signed it
   */
  public ClientCertificate(List<String> domains, List<X509Certificate> chain, PrivateKey key) {
    Map<String, Boolean> names =
        domains.stream().distinct().collect(Collectors.toMap(Function.identity(), _ -> true));
    hosts = new HostNames<>(names);
    everywhere = domains.isEmpty();
    this.chain = chain.toArray(X509Certificate[]::new);
    this.key = key;
  }

  /**
   * Reads both in PEM.
   *
   * @param password of the key, empty without one
   * @throws IllegalArgumentException if one is not what it must be; the message is for whoever
   *     wrote it
   */
  public static ClientCertificate of(
      List<String> domains, String certificates, String key, String password) {
    return new ClientCertificate(domains, Pem.certificates(certificates), Pem.key(key, password));
  }

  boolean isFor(String host) {
    return everywhere || hosts.find(host) != null;
  }

  X509Certificate[] chain() {
    return chain.clone();
  }

  PrivateKey key() {
    return key;
  }
}
