package io.tidegate.lab.client.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Certificates and keys as people have them in files. Pure. */
public final class Pem {

  /**
   * What an RSA key of the old form (PKCS #1) lacks of one of the new (PKCS #8): version and
   * algorithm.
   */
  private static final byte[] RSA_ALGORITHM =
      HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

  private Pem() {}

  /**
   * All certificates of a text.
   *
   * @throws IllegalArgumentException if it has none, or one that is damaged
   */
  public static List<X509Certificate> certificates(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      List<X509Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!found.isEmpty()) return found;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("a certificate in PEM is damaged: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException("there is no certificate in PEM");
  }

  /**
   * The private key of a text.
   *
   * @param password empty without one
   * @throws IllegalArgumentException if it has none, or one of a form that we cannot read
   */
  static PrivateKey key(String text, String password) {
    try {
      if (text.contains("-----BEGIN PRIVATE KEY")) return of(block(text, "PRIVATE KEY"));
      if (text.contains("-----BEGIN RSA PRIVATE KEY") && !text.contains("Proc-Type: 4,ENCRYPTED"))
        return of(sequence(RSA_ALGORITHM, tagged(0x04, block(text, "RSA PRIVATE KEY"))));
      if (text.contains("-----BEGIN ENCRYPTED PRIVATE KEY"))
        return of(decrypted(block(text, "ENCRYPTED PRIVATE KEY"), password));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          "a private key in PEM is damaged, or its password is another: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException(
        text.contains("PRIVATE KEY-----")
            ? "a private key is of an old form; make one of the new with"
                + " \"openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW\""
            : "there is no private key in PEM");
  }

  private static byte[] block(String text, String name) {
    String begin = "-----BEGIN " + name + "-----";
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf("-----END " + name);
    if (to < from) throw new IllegalArgumentException("a private key in PEM has no end");
    return Base64.getMimeDecoder().decode(text.substring(from, to));
  }

  private static PrivateKey of(byte[] pkcs8) throws GeneralSecurityException {
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException _) {
        // It is of another algorithm.
      }
    }
    throw new InvalidKeySpecException("not of RSA, EC or EdDSA");
  }

  private static byte[] decrypted(byte[] encrypted, String password)
      throws GeneralSecurityException, IOException {
    EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encrypted);
    String algorithm =
        info.getAlgParameters() == null ? info.getAlgName() : info.getAlgParameters().toString();
    Cipher cipher = Cipher.getInstance(algorithm);
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray());
    cipher.init(
        Cipher.DECRYPT_MODE,
        SecretKeyFactory.getInstance(algorithm).generateSecret(spec),
        info.getAlgParameters());
    return info.getKeySpec(cipher).getEncoded();
  }

  private static byte[] sequence(byte[] a, byte[] b) {
    byte[] both = ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
    return tagged(0x30, both);
  }

  /** In DER, with a length of three bytes, which any key fits into. */
  private static byte[] tagged(int tag, byte[] content) {
    int length = content.length;
    return ByteBuffer.allocate(length + 5)
        .put((byte) tag)
        .put((byte) 0x83)
        .put((byte) (length >> 16))
        .putShort((short) length)
        .put(content)
        .array();
  }
}
