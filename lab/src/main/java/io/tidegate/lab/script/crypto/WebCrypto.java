package io.tidegate.lab.script.crypto;

import io.tidegate.lab.script.host.HostFunctions;
import io.tidegate.lab.script.host.JsValues;
import io.tidegate.lab.script.host.JsonLine;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
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
    put(host, "webOaep", WebCrypto::oaep);
    put(host, "webPbkdf2", WebCrypto::pbkdf2);
    put(host, "webOfPoint", a -> KeyForms.ofPoint(a[0].asString(), JsValues.bytes(a[1])));
    put(host, "webPoint", a -> KeyForms.point(JsValues.bytes(a[0])));
    put(host, "webOfJwk", a -> KeyForms.ofJwk(members(a[0])));
    host.put(
        "webJwk",
        a ->
            tried(() ->
                JsonLine.of(
                    KeyForms.jwk(a[0].asString(), a[1].asBoolean(), JsValues.bytes(a[2])))));
    host.put(
        "webKeyBits",
        a -> tried(() -> KeyForms.bits(a[0].asString(), a[1].asBoolean(), JsValues.bytes(a[2]))));
    host.put("webVerify", WebCrypto::verify);
    host.put("webKeyPair", a -> tried(() -> keyPair(a[0].asString(), a[1].asString())));
  }

  private interface Bytes {
    byte[] of(Value[] arguments) throws GeneralSecurityException;
  }

  private void put(HostFunctions host, String name, Bytes bytes) {
    host.put(name, a -> tried(() -> values.buffer(bytes.of(a))));
  }

  private interface Work {
    Object done() throws GeneralSecurityException;
  }

  private static Object tried(Work work) {
    try {
      return work.done();
    } catch (GeneralSecurityException e) {
      throw failed(e);
    }
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
    signature.initSign(KeyForms.privateKey(a[0].asString(), JsValues.bytes(a[3])));
    signature.update(JsValues.bytes(a[4]));
    return signature.sign();
  }

  /** Likewise with a public key, and a signature behind the data. */
  private static Object verify(Value[] a) {
    try {
      Signature signature = signature(a[0].asString(), a[1].asString(), a[2].asInt());
      signature.initVerify(KeyForms.publicKey(a[0].asString(), JsValues.bytes(a[3])));
      signature.update(JsValues.bytes(a[4]));
      return signature.verify(JsValues.bytes(a[5]));
    } catch (GeneralSecurityException _) {
      return false;
    }
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
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(KeyForms.privateKey("EC", ownPkcs8));
    agreement.doPhase(KeyForms.publicKey("EC", otherSpki), true);
    return agreement.generateSecret();
  }

  /**
   * A new pair, the private key first.
   *
   * @param size bits of an RSA key, or the curve
   */
  private Object keyPair(String scheme, String size) throws GeneralSecurityException {
    boolean isCurve = scheme.startsWith("EC");
    KeyPairGenerator generator = KeyPairGenerator.getInstance(isCurve ? "EC" : "RSA");
    if (isCurve) generator.initialize(KeyForms.curve(size));
    else generator.initialize(Integer.parseInt(size));
    KeyPair pair = generator.generateKeyPair();
    return ProxyArray.fromArray(
        values.buffer(pair.getPrivate().getEncoded()),
        values.buffer(pair.getPublic().getEncoded()));
  }

  /** Whether it encrypts, a hash, a key, a label and the data. */
  private static byte[] oaep(Value[] a) throws GeneralSecurityException {
    boolean encrypts = a[0].asBoolean();
    String hash = a[1].asString();
    byte[] key = JsValues.bytes(a[2]);
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(
        encrypts ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE,
        encrypts ? KeyForms.publicKey("RSA", key) : KeyForms.privateKey("RSA", key),
        new OAEPParameterSpec(
            hash,
            "MGF1",
            new MGF1ParameterSpec(hash),
            new PSource.PSpecified(JsValues.bytes(a[3]))));
    return cipher.doFinal(JsValues.bytes(a[4]));
  }

  /**
   * Of a hash, a password, salt, iterations and bytes. Not by {@code PBEKeySpec}: its passwords are
   * texts, those of scripts any bytes.
   */
  private static byte[] pbkdf2(Value[] a) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("Hmac" + joined(a[0].asString()));
    byte[] password = JsValues.bytes(a[1]);
    mac.init(new SecretKeySpec(password.length == 0 ? new byte[1] : password, "Hmac"));
    byte[] salt = JsValues.bytes(a[2]);
    int iterations = a[3].asInt();
    ByteBuffer key = ByteBuffer.allocate(a[4].asInt());
    for (int block = 1; key.hasRemaining(); block++) {
      mac.update(salt);
      byte[] last = mac.doFinal(ByteBuffer.allocate(4).putInt(block).array());
      byte[] sum = last.clone();
      for (int i = 1; i < iterations; i++) {
        last = mac.doFinal(last);
        for (int at = 0; at < sum.length; at++) sum[at] ^= last[at];
      }
      key.put(sum, 0, Math.min(sum.length, key.remaining()));
    }
    return key.array();
  }

  private static Map<String, String> members(Value flat) {
    Map<String, String> members = new HashMap<>();
    for (long i = 0; i < flat.getArraySize(); i += 2)
      members.put(flat.getArrayElement(i).asString(), flat.getArrayElement(i + 1).asString());
    return members;
  }
}
