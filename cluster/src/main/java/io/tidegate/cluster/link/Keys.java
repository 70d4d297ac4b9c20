package io.tidegate.cluster.link;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The JDK's primitives as links need them. Every JDK from 25 on has them all. */
final class Keys {

  /** Bytes of every key, proof and public value here. */
  static final int BYTES = 32;

  private static final String HMAC = "HmacSHA256";
  private static final String CURVE = "X25519";

  private Keys() {}

  /** HKDF-SHA256: extract, then expand. */
  static byte[] derive(byte[] key, byte[] salt, byte[] info) {
    return derived(HKDFParameterSpec.ofExtract().addIKM(key).addSalt(salt).thenExpand(info, BYTES));
  }

  /** HKDF-SHA256: expand alone. */
  static byte[] expand(byte[] key, byte[] info) {
    return derived(HKDFParameterSpec.expandOnly(new SecretKeySpec(key, "HKDF"), info, BYTES));
  }

  private static byte[] derived(HKDFParameterSpec how) {
    try {
      return KDF.getInstance("HKDF-SHA256").deriveData(how);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** HMAC-SHA256 over these parts, whose lengths are fixed or given by their beginnings. */
  static byte[] mac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      for (byte[] part : parts) mac.update(part);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A key pair for one link. */
  static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance(CURVE).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The public half of a pair, as RFC 7748 writes it: 32 bytes, little-endian. */
  static byte[] half(KeyPair pair) {
    byte[] big = ((XECPublicKey) pair.getPublic()).getU().toByteArray();
    byte[] half = new byte[BYTES];
    for (int i = 0; i < Math.min(BYTES, big.length); i++) half[i] = big[big.length - 1 - i];
    return half;
  }

  /**
   * What the owner of the other half computes too.
   *
   * @throws GeneralSecurityException if the other half is no point that leads to a secret
   */
  static byte[] agree(PrivateKey own, byte[] half) throws GeneralSecurityException {
    byte[] big = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) big[i] = half[BYTES - 1 - i];
    big[0] &= 0x7F; // the highest bit means nothing
    XECPublicKeySpec spec = new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, big));
    KeyAgreement agreement = KeyAgreement.getInstance(CURVE);
    agreement.init(own);
    agreement.doPhase(KeyFactory.getInstance(CURVE).generatePublic(spec), true);
    return agreement.generateSecret();
  }
}
