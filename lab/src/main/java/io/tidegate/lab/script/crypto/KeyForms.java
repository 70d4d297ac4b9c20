package io.tidegate.lab.script.crypto;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keys of pairs in all their forms. Private ones are PKCS #8, public ones SPKI, as the JDK writes
 * them; what comes from elsewhere is JWK, or the bare point of a curve.
 */
final class KeyForms {

  private KeyForms() {}

  static KeyFactory factory(String family) throws GeneralSecurityException {
    return KeyFactory.getInstance(family.startsWith("EC") ? "EC" : "RSA");
  }

  static PrivateKey privateKey(String family, byte[] pkcs8) throws GeneralSecurityException {
    return factory(family).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  static PublicKey publicKey(String family, byte[] spki) throws GeneralSecurityException {
    return factory(family).generatePublic(new X509EncodedKeySpec(spki));
  }

  /** Bits of the modulus, or of the curve's field. */
  static int bits(String family, boolean isPrivate, byte[] key) throws GeneralSecurityException {
    Object read = isPrivate ? privateKey(family, key) : publicKey(family, key);
    return switch (read) {
      case RSAKey rsa -> rsa.getModulus().bitLength();
      case ECPublicKey ec -> fieldBits(ec.getParams());
      case ECPrivateKey ec -> fieldBits(ec.getParams());
      default -> throw new InvalidKeySpecException("this is no key of " + family);
    };
  }

  private static int fieldBits(ECParameterSpec curve) {
    return curve.getCurve().getField().getFieldSize();
  }

  private static int fieldBytes(ECParameterSpec curve) {
    return (fieldBits(curve) + 7) / 8;
  }

  // ---- points of curves

  static ECParameterSpec curve(String name) throws GeneralSecurityException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp" + name.substring(2) + "r1"));
    return parameters.getParameterSpec(ECParameterSpec.class);
  }

  /** The point of a public key, uncompressed. */
  static byte[] point(byte[] spki) throws GeneralSecurityException {
    ECPublicKey key = (ECPublicKey) publicKey("EC", spki);
    int length = fieldBytes(key.getParams());
    String x = hex(key.getW().getAffineX(), length);
    return HexFormat.of().parseHex("04" + x + hex(key.getW().getAffineY(), length));
  }

  /** The public key of a point, which is not compressed. */
  static byte[] ofPoint(String curve, byte[] point) throws GeneralSecurityException {
    ECParameterSpec parameters = curve(curve);
    int length = fieldBytes(parameters);
    if (point.length != 1 + 2 * length || point[0] != 4)
      throw new InvalidKeySpecException("this is no uncompressed point of " + curve);
    BigInteger x = new BigInteger(1, point, 1, length);
    BigInteger y = new BigInteger(1, point, 1 + length, length);
    return encoded("EC", new ECPublicKeySpec(new ECPoint(x, y), parameters));
  }

  private static byte[] encoded(String family, KeySpec spec) throws GeneralSecurityException {
    boolean isPublic = spec instanceof ECPublicKeySpec || spec instanceof RSAPublicKeySpec;
    KeyFactory factory = factory(family);
    return (isPublic ? factory.generatePublic(spec) : factory.generatePrivate(spec)).getEncoded();
  }

  private static String hex(BigInteger number, int bytes) {
    String digits = number.toString(16);
    return "0".repeat(2 * bytes - digits.length()) + digits;
  }

  /**
   * The public point of a private key, by doubling and adding: PKCS #8 need not hold it, and the
   * JDK's {@code KeyFactory} does not compute it.
   */
  private static ECPoint ofPrivate(ECPrivateKey key) {
    ECParameterSpec curve = key.getParams();
    ECPoint sum = ECPoint.POINT_INFINITY;
    for (int bit = key.getS().bitLength() - 1; bit >= 0; bit--) {
      sum = sum(curve, sum, sum);
      if (key.getS().testBit(bit)) sum = sum(curve, sum, curve.getGenerator());
    }
    return sum;
  }

  private static ECPoint sum(ECParameterSpec curve, ECPoint a, ECPoint b) {
    if (a.equals(ECPoint.POINT_INFINITY)) return b;
    BigInteger p = ((ECFieldFp) curve.getCurve().getField()).getP();
    BigInteger x = a.getAffineX();
    BigInteger slope =
        a.equals(b)
            ? x.pow(2)
                .multiply(BigInteger.valueOf(3))
                .add(curve.getCurve().getA())
                .multiply(a.getAffineY().shiftLeft(1).modInverse(p))
            : b.getAffineY()
                .subtract(a.getAffineY())
                .multiply(b.getAffineX().subtract(x).modInverse(p));
    BigInteger sumX = slope.pow(2).subtract(x).subtract(b.getAffineX()).mod(p);
    BigInteger sumY = slope.multiply(x.subtract(sumX)).subtract(a.getAffineY()).mod(p);
    return new ECPoint(sumX, sumY);
  }

  // ---- JWK

  /** The members of a JWK that are the key itself. */
  static Map<String, String> jwk(String family, boolean isPrivate, byte[] key)
      throws GeneralSecurityException {
    Map<String, String> jwk = new TreeMap<>();
    Object read = isPrivate ? privateKey(family, key) : publicKey(family, key);
    switch (read) {
      case RSAPublicKey rsa -> {
        jwk.put("n", text(rsa.getModulus(), 0));
        jwk.put("e", text(rsa.getPublicExponent(), 0));
      }
      case RSAPrivateCrtKey rsa -> {
        jwk.put("n", text(rsa.getModulus(), 0));
        jwk.put("e", text(rsa.getPublicExponent(), 0));
        jwk.put("d", text(rsa.getPrivateExponent(), 0));
        jwk.put("p", text(rsa.getPrimeP(), 0));
        jwk.put("q", text(rsa.getPrimeQ(), 0));
        jwk.put("dp", text(rsa.getPrimeExponentP(), 0));
        jwk.put("dq", text(rsa.getPrimeExponentQ(), 0));
        jwk.put("qi", text(rsa.getCrtCoefficient(), 0));
      }
      case ECPublicKey ec -> putPoint(jwk, ec.getParams(), ec.getW());
      case ECPrivateKey ec -> {
        putPoint(jwk, ec.getParams(), ofPrivate(ec));
        jwk.put("d", text(ec.getS(), fieldBytes(ec.getParams())));
      }
      default -> throw new InvalidKeySpecException("this key has no JWK");
    }
    jwk.put("kty", family);
    return jwk;
  }

  private static void putPoint(Map<String, String> jwk, ECParameterSpec curve, ECPoint point) {
    jwk.put("crv", "P-" + fieldBits(curve));
    jwk.put("x", text(point.getAffineX(), fieldBytes(curve)));
    jwk.put("y", text(point.getAffineY(), fieldBytes(curve)));
  }

  /**
   * A number as JWK writes it.
   *
   * @param bytes how many at least
   */
  private static String text(BigInteger number, int bytes) {
    byte[] all =
        HexFormat.of().parseHex(hex(number, Math.max(bytes, (number.bitLength() + 7) / 8)));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  /** PKCS #8 of a JWK with {@code d}, otherwise SPKI. */
  static byte[] ofJwk(Map<String, String> jwk) throws GeneralSecurityException {
    boolean isPrivate = jwk.containsKey("d");
    if ("EC".equals(jwk.get("kty"))) {
      ECParameterSpec curve = curve(String.valueOf(jwk.get("crv")));
      return encoded(
          "EC",
          isPrivate
              ? new ECPrivateKeySpec(number(jwk, "d"), curve)
              : new ECPublicKeySpec(new ECPoint(number(jwk, "x"), number(jwk, "y")), curve));
    }
    return encoded(
        "RSA",
        isPrivate
            ? new RSAPrivateCrtKeySpec(
                number(jwk, "n"),
                number(jwk, "e"),
                number(jwk, "d"),
                number(jwk, "p"),
                number(jwk, "q"),
                number(jwk, "dp"),
                number(jwk, "dq"),
                number(jwk, "qi"))
            : new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e")));
  }

  private static BigInteger number(Map<String, String> jwk, String name)
      throws InvalidKeySpecException {
    String text = jwk.get(name);
    if (text == null) throw new InvalidKeySpecException("the JWK has no " + name);
    return new BigInteger(1, Base64.getUrlDecoder().decode(text));
  }
}
