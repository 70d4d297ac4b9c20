package io.tidegate.http.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;

/** A certificate with its chain, and the key that belongs to it. Immutable. */
record PemPair(X509Certificate[] chain, PrivateKey key) {

  private static final String BEGIN = "-----BEGIN ";
  private static final String PKCS8 = "PRIVATE KEY-----";

  /**
   * Reads the two files.
   *
   * @throws IOException if one is missing or not what it must be, or they do not belong together;
   *     its message names the file and what helps
   */
  static PemPair read(CertificateFiles files) throws IOException {
    X509Certificate[] chain = chain(files.certificate());
    PrivateKey key = key(files.key(), chain[0].getPublicKey());
    try {
      if (!belongTogether(key, chain[0].getPublicKey()))
        throw new IOException(files.key() + ": is not the key of " + files.certificate());
    } catch (GeneralSecurityException e) {
      throw new IOException(files.key() + ": is not the key of " + files.certificate(), e);
    }
    return new PemPair(chain, key);
  }

  private static X509Certificate[] chain(Path file) throws IOException {
    try {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes(file)));
      if (all.isEmpty()) throw new IOException(file + ": has no certificate in PEM");
      return all.toArray(X509Certificate[]::new);
    } catch (GeneralSecurityException e) {
      throw new IOException(file + ": is no certificate in PEM", e);
    }
  }

  private static PrivateKey key(Path file, PublicKey of) throws IOException {
    String text = new String(bytes(file), StandardCharsets.US_ASCII);
    int begin = text.indexOf(BEGIN + PKCS8);
    int end = text.indexOf("-----END " + PKCS8);
    if (begin < 0 || end < begin) throw new IOException(file + ": " + whatItIs(text));
    try {
      byte[] encoded =
          Base64.getMimeDecoder().decode(text.substring(begin + (BEGIN + PKCS8).length(), end));
      return KeyFactory.getInstance(of.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (InvalidKeySpecException e) {
      throw new IOException(
          file + ": is no key for a certificate with a key of " + of.getAlgorithm(), e);
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw new IOException(file + ": is a damaged key", e);
    }
  }

  private static String whatItIs(String text) {
    if (text.contains(BEGIN + "ENCRYPTED")) return "has a password; keys here have none";
    if (text.contains("RSA PRIVATE KEY") || text.contains("EC PRIVATE KEY"))
      return "is a key of the old form; make one of the new with"
          + " \"openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW\"";
    return "has no private key in PEM";
  }

  private static byte[] bytes(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IOException(file + ": cannot be read: " + e.getClass().getSimpleName(), e);
    }
  }

  private static boolean belongTogether(PrivateKey key, PublicKey certified)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm(); // EdDSA and its like sign by their own name
        };
    byte[] anything = {1, 2, 3};
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(anything);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(anything);
      return signature.verify(signed);
    } catch (InvalidKeyException _) {
      return false;
    }
  }
}
