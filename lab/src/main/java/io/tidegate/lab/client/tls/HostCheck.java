package io.tidegate.lab.client.tls;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a certificate is a host's (RFC 9525): by its alternative names alone, as browsers and Go
 * hold it. Pure.
 */
final class HostCheck {

  private static final int DNS = 2;
  private static final int ADDRESS = 7;

  private HostCheck() {}

  static boolean matches(X509Certificate certificate, String host)
      throws CertificateParsingException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    if (names == null) return false;
    InetAddress address = address(host);
    for (List<?> name : names) {
      if (!(name.get(0) instanceof Integer kind) || !(name.get(1) instanceof String text)) continue;
      if (kind == ADDRESS && address != null && address.equals(address(text))) return true;
      if (kind == DNS
          && address == null
          && named(text.toLowerCase(Locale.ROOT), host.toLowerCase(Locale.ROOT))) return true;
    }
    return false;
  }

  /** A {@code *} stands for one whole label, the first. */
  private static boolean named(String pattern, String host) {
    if (!pattern.startsWith("*.")) return pattern.equals(host);
    int dot = host.indexOf('.');
    return dot > 0 && host.substring(dot).equals(pattern.substring(1));
  }

  private static @Nullable InetAddress address(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
