package io.tidegate.lab.client.tls;

import io.tidegate.lab.client.fault.Fault;
import java.security.cert.CertificateException;

/** Carries what is wrong with a certificate through the JDK's handshake. */
final class CertificateFault extends CertificateException {

  private static final long serialVersionUID = 1;

  private final transient Fault fault;

  CertificateFault(int code, String message) {
    super(message);
    fault = new Fault(code, message, "tls: failed to verify certificate: " + message);
  }

  Fault fault() {
    return fault;
  }
}
