package io.tidegate.gate.room;

import io.tidegate.core.Command.TicketRef;
import io.tidegate.http.wire.Ascii;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Writes passes and reads back the genuine ones.
 *
 * <pre>
 *   version 1 │ room 8 │ epoch 4 │ visitor 8 │ number 8 │ entered 8 │ until 8 │ HMAC-SHA256 16
 *   numbers: bytes of each, big endian; of the HMAC the first ones
 * </pre>
 *
 * in base64url without padding, always {@value #LENGTH} characters, each pass with one spelling.
 * The key is its own: a ticket is never a pass. Any thread.
 */
public final class PassCodec {

  /** Characters of a pass. */
  static final int LENGTH = 82;

  /** Bytes that a key has at least. */
  public static final int KEY_BYTES_LEAST = 32;

  private static final byte VERSION = 2;
  private static final int SIGNED_BYTES = 45;
  private static final int MAC_BYTES = 16;
  private static final int BYTES = SIGNED_BYTES + MAC_BYTES;
  private static final String ALGORITHM = "HmacSHA256";
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  private final ThreadLocal<Mac> macs;

  /**
   * @param key at least {@value #KEY_BYTES_LEAST} bytes that nobody else knows
   */
  public PassCodec(byte[] key) {
    if (key.length < KEY_BYTES_LEAST)
      throw new IllegalArgumentException("a key has at least " + KEY_BYTES_LEAST + " bytes");
    SecretKeySpec secret = new SecretKeySpec(key, ALGORITHM);
    macs = ThreadLocal.withInitial(() -> mac(secret));
  }

  private static Mac mac(SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /**
   * The pass as its bearer carries it: a secret.
   *
   * @param holder who may show it: anybody at the room of this name, or one of them
   */
  String encode(Pass pass, String holder) {
    TicketRef ticket = pass.ticket();
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes
        .put(VERSION)
        .putLong(ticket.room())
        .putInt(ticket.epoch())
        .putLong(ticket.user())
        .putLong(ticket.number())
        .putLong(pass.enteredMs())
        .putLong(pass.untilMs());
    bytes.put(sign(bytes.array(), SIGNED_BYTES, holder), 0, MAC_BYTES);
    return ENCODER.encodeToString(bytes.array());
  }

  /** What that holder's pass says, null unless it was signed here and is spelled as it was then. */
  @Nullable Pass decode(String text, String holder) {
    if (text.length() != LENGTH) return null;
    byte[] bytes;
    try {
      bytes = DECODER.decode(text);
    } catch (IllegalArgumentException _) {
      return null;
    }
    if (bytes.length != BYTES || bytes[0] != VERSION) return null;
    byte[] shown = Arrays.copyOfRange(bytes, SIGNED_BYTES, BYTES);
    byte[] right = Arrays.copyOf(sign(bytes, SIGNED_BYTES, holder), MAC_BYTES);
    if (!MessageDigest.isEqual(shown, right)) return null;
    if (!ENCODER.encodeToString(bytes).equals(text)) return null; // unused bits were set
    ByteBuffer from = ByteBuffer.wrap(bytes, 1, SIGNED_BYTES - 1);
    TicketRef ticket = new TicketRef(from.getLong(), from.getInt(), from.getLong(), from.getLong());
    return new Pass(ticket, from.getLong(), from.getLong());
  }

  /** What follows a ticket that only this holder may show. A ticket never begins as a pass does. */
  String seal(String ticket, String holder) {
    byte[] bytes = Ascii.bytes(ticket + ' '); // a letter of no ticket
    return ENCODER.encodeToString(Arrays.copyOf(sign(bytes, bytes.length, holder), MAC_BYTES));
  }

  /** Whether this is that seal. */
  boolean isSeal(String text, String ticket, String holder) {
    return MessageDigest.isEqual(Ascii.bytes(text), Ascii.bytes(seal(ticket, holder)));
  }

  private byte[] sign(byte[] bytes, int length, String holder) {
    Mac mac = macs.get();
    mac.update(bytes, 0, length);
    mac.update(holder.getBytes(StandardCharsets.UTF_8));
    return mac.doFinal();
  }
}
