package io.tidegate.lab.client.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Which certificate a host is shown: the first that is for it, and of a kind that it takes. */
final class ClientKeys extends X509ExtendedKeyManager {

  private final List<ClientCertificate> certificates;

  ClientKeys(List<ClientCertificate> certificates) {
    this.certificates = certificates;
  }

  /** Its index is its alias. */
  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] types, Principal @Nullable [] issuers, SSLEngine engine) {
    for (String type : types) {
      for (int i = 0; i < certificates.size(); i++) {
        ClientCertificate one = certificates.get(i);
        if (one.key().getAlgorithm().equals(type) && one.isFor(engine.getPeerHost())) return "" + i;
      }
    }
    return null;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return certificates.get(Integer.parseInt(alias)).chain();
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return certificates.get(Integer.parseInt(alias)).key();
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] types, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }

  @Override
  public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String type, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }
}
