package io.tidegate.lab.script.crypto;

import io.tidegate.lab.script.host.HostFunctions;
import io.tidegate.lab.script.host.JsValues;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;

/**
 * What the global {@code crypto.subtle} needs of the JDK. Secret keys are raw bytes, private ones
 * PKCS #8, public ones SPKI. Confined to the user's thread.
 */
final class WebCrypto {

  private final JsValues values;

  WebCrypto(JsValues values) {
    this.values = values;
  }

  void addTo(HostFunctions host) {
    put(host, "webDigest", a -> digest(a[0].asString(), JsValues.bytes(a[1])));
    put(host, "webMac", a -> mac(a[0].asString(), JsValues.bytes(a[1]), JsValues.bytes(a[2])));
    put(host, "webCipher", WebCrypto::cipher);
    put(host, "webSign", WebCrypto::sign);
    put(host, "webDerive", a -> derive(JsValues.bytes(a[0]), JsValues.bytes(a[1])));
    host.put("webVerify", a -> verify(a));
    host.put("webKeyPair", a -> keyPair(a[0].asString(), a[1].asString()));
  }

  private interface Bytes {
    byte[] of(Value[] arguments) throws GeneralSecurityException;
  }

  private void put(HostFunctions host, String name, Bytes bytes) {
    host.put(
        name,
        a -> {
          try {
            return values.buffer(bytes.of(a));
          } catch (GeneralSecurityException e) {
            throw failed(e);
          }
        });
  }

  private static IllegalStateException failed(GeneralSecurityException e) {
    return new IllegalStateException("the operation failed: " + e.getMessage(), e);
  }

  /** {@code SHA-256} as the JDK writes it inside of other names. */
  private static String joined(String hash) {
    return hash.replace("-", "");
  }

  private static byte[] digest(String hash, byte[] data) throws GeneralSecurityException {
    return MessageDigest.getInstance(hash).digest(data);
  }

  private static byte[] mac(String hash, byte[] key, byte[] data) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("Hmac" + joined(hash));
    mac.init(new SecretKeySpec(key, "Hmac"));
    return mac.doFinal(data);
  }

  /** Of a mode, whether it encrypts, a key, an IV, the bits of a tag, more data and the data. */
  private static byte[] cipher(Value[] a) throws GeneralSecurityException {
    String mode = a[0].asString();
    byte[] iv = JsValues.bytes(a[3]);
    boolean isGcm = mode.equals("GCM");
    String padding = mode.equals("CBC") ? "PKCS5Padding" : "NoPadding";
    Cipher cipher = Cipher.getInstance("AES/" + mode + "/" + padding);
    AlgorithmParameterSpec spec =
        isGcm ? new GCMParameterSpec(a[4].asInt(), iv) : new IvParameterSpec(iv);
    int way = a[1].asBoolean() ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE;
    cipher.init(way, new SecretKeySpec(JsValues.bytes(a[2]), "AES"), spec);
    if (isGcm) cipher.updateAAD(JsValues.bytes(a[5]));
    return cipher.doFinal(JsValues.bytes(a[6]));
  }

  /** Of a scheme, its hash, bytes of salt, a private key and the data. */
  private static byte[] sign(Value[] a) throws GeneralSecurityException {
    Signature signature = signature(a[0].asString(), a[1].asString(), a[2].asInt());
    PKCS8EncodedKeySpec key = new PKCS8EncodedKeySpec(JsValues.bytes(a[3]));
    signature.initSign(factory(a[0].asString()).generatePrivate(key));
    signature.update(JsValues.bytes(a[4]));
    return signature.sign();
  }

  /** Likewise with a public key, and a signature behind the data. */
  private static Object verify(Value[] a) {
    try {
      Signature signature = signature(a[0].asString(), a[1].asString(), a[2].asInt());
      X509EncodedKeySpec key = new X509EncodedKeySpec(JsValues.bytes(a[3]));
      signature.initVerify(factory(a[0].asString()).generatePublic(key));
      signature.update(JsValues.bytes(a[4]));
      return signature.verify(JsValues.bytes(a[5]));
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static KeyFactory factory(String scheme) throws GeneralSecurityException {
    return KeyFactory.getInstance(scheme.startsWith("EC") ? "EC" : "RSA");
  }

  private static Signature signature(String scheme, String hash, int saltBytes)
      throws GeneralSecurityException {
    if (scheme.equals("ECDSA"))
      return Signature.getInstance(joined(hash) + "withECDSAinP1363Format");
    if (scheme.equals("RSASSA-PKCS1-v1_5")) return Signature.getInstance(joined(hash) + "withRSA");
    Signature signature = Signature.getInstance("RSASSA-PSS");
    signature.setParameter(
        new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), saltBytes, 1));
    return signature;
  }

  private static byte[] derive(byte[] ownPkcs8, byte[] otherSpki) throws GeneralSecurityException {
    KeyFactory factory = KeyFactory.getInstance("EC");
    Key own = factory.generatePrivate(new PKCS8EncodedKeySpec(ownPkcs8));
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(own);
    agreement.doPhase(factory.generatePublic(new X509EncodedKeySpec(otherSpki)), true);
    return agreement.generateSecret();
  }

  /**
   * A new pair, the private key first.
   *
   * @param size bits of an RSA key, or the curve
   */
  private Object keyPair(String scheme, String size) {
    try {
      boolean isCurve = scheme.startsWith("EC");
      KeyPairGenerator generator = KeyPairGenerator.getInstance(isCurve ? "EC" : "RSA");
      if (isCurve) generator.initialize(new ECGenParameterSpec("secp" + size.substring(2) + "r1"));
      else generator.initialize(Integer.parseInt(size));
      KeyPair pair = generator.generateKeyPair();
      return ProxyArray.fromArray(
          values.buffer(pair.getPrivate().getEncoded()),
          values.buffer(pair.getPublic().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw failed(e);
    }
  }
}
