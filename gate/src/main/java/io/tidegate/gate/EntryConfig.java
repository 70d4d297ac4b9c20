package io.tidegate.gate;

import io.tidegate.http.h2.Http2Config;
import io.tidegate.http.server.Entry;
import io.tidegate.http.tls.CertificateFiles;
import io.tidegate.http.tls.Certificates;
import java.io.IOException;
import java.util.List;

/**
 * What clients may speak to the gate besides HTTP/1.1.
 *
 * @param certificates for TLS; without any, the gate speaks in the clear
 * @param http2 bounds of HTTP/2, which clients choose within TLS
 * @param clearHttp2 whether a client may begin HTTP/2 in the clear, which it has to know beforehand
 */
public record EntryConfig(
    List<CertificateFiles> certificates, Http2Config http2, boolean clearHttp2) {

  /** HTTP/1.1 in the clear. */
  public static final EntryConfig PLAIN = new EntryConfig(List.of(), Http2Config.DEFAULT, false);

  public EntryConfig {
    certificates = List.copyOf(certificates);
  }

  /** With these certificates. */
  public static EntryConfig tls(List<CertificateFiles> certificates) {
    return new EntryConfig(certificates, Http2Config.DEFAULT, false);
  }

  /**
   * The same, with its certificates read.
   *
   * @throws IOException if one of them is not what it must be; its message says what in which file
   */
  Entry open() throws IOException {
    Certificates tls = certificates.isEmpty() ? null : Certificates.read(certificates, true);
    return new Entry(tls, http2, clearHttp2);
  }
}
