package io.tidegate.lab.script.crypto;

import io.tidegate.lab.script.host.HostFunctions;
import io.tidegate.lab.script.host.JsValues;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** Hashes, Base64, random bytes and texts as bytes. Confined to the user's thread. */
public final class CryptoHost {

  private static final int RANDOM_BYTES_MAX = 64 * 1024 * 1024;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final JsValues values;

  /** For the values of one user. */
  public CryptoHost(JsValues values) {
    this.values = values;
  }

  /** Adds its functions. */
  public void addTo(HostFunctions host) {
    host.put("hash", a -> Hasher.hash(a[0].asString()));
    host.put("hmac", a -> Hasher.hmac(a[0].asString(), JsValues.bytes(a[1])));
    host.put("hashUpdate", a -> update(a[0].asHostObject(), JsValues.bytes(a[1])));
    host.put("hashDigest", a -> written(((Hasher) a[0].asHostObject()).digest(), a[1].asString()));
    host.put("hex", a -> HexFormat.of().formatHex(JsValues.bytes(a[0])));
    host.put("randomBytes", a -> values.buffer(random(a[0].asDouble())));
    host.put("b64encode", a -> Base64Forms.encoded(JsValues.bytes(a[0]), a[1].asString()));
    host.put(
        "b64decode", a -> values.buffer(Base64Forms.decoded(a[0].asString(), a[1].asString())));
    host.put("utf8", a -> values.buffer(a[0].asString().getBytes(StandardCharsets.UTF_8)));
    host.put("decodeText", this::decodeText);
    host.put("charset", a -> charset(a[0].asString()).name().toLowerCase(java.util.Locale.ROOT));
    new WebCrypto(values).addTo(host);
  }

  private static @Nullable Object update(Hasher hasher, byte[] bytes) {
    hasher.update(bytes);
    return null;
  }

  private Object written(byte[] bytes, String form) {
    return switch (form) {
      case "hex" -> HexFormat.of().formatHex(bytes);
      case "base64" -> Base64Forms.encoded(bytes, "std");
      case "base64url" -> Base64Forms.encoded(bytes, "url");
      case "base64rawurl" -> Base64Forms.encoded(bytes, "rawurl");
      case "binary" -> values.buffer(bytes);
      default -> throw new IllegalArgumentException("invalid output encoding: " + form);
    };
  }

  static byte[] random(double size) {
    if (!(size >= 1 && size <= RANDOM_BYTES_MAX))
      throw new IllegalArgumentException("invalid size");
    byte[] bytes = new byte[(int) size];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static Charset charset(String label) {
    try {
      return Charset.forName(label.equals("utf-16") ? "UTF-16LE" : label);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the encoding " + label + " is not known", e);
    }
  }

  private Object decodeText(Value[] a) {
    boolean strict = a[2].asBoolean();
    CodingErrorAction onError = strict ? CodingErrorAction.REPORT : CodingErrorAction.REPLACE;
    CharsetDecoder decoder =
        charset(a[1].asString())
            .newDecoder()
            .onMalformedInput(onError)
            .onUnmappableCharacter(onError);
    try {
      return decoder.decode(ByteBuffer.wrap(JsValues.bytes(a[0]))).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the bytes are no text in " + a[1].asString(), e);
    }
  }
}
