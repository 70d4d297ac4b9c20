package io.tidegate.bench.peer;

import io.tidegate.http.tls.CertificateFiles;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What each load balancer that is measured is told.
 *
 * @param folder its own, empty
 * @param upstream port of the server behind it, on 127.0.0.1
 * @param tls what it shows its clients, in absolute paths; null to speak in the clear
 */
public record ProxySetup(Path folder, int upstream, @Nullable CertificateFiles tls) {

  String scheme() {
    return tls == null ? "http" : "https";
  }
}
