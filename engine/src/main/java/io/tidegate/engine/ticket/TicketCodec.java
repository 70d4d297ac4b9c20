package io.tidegate.engine.ticket;

import io.tidegate.core.Command.TicketRef;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import org.jspecify.annotations.Nullable;

/**
 * Writes tickets and reads back the genuine ones.
 *
 * <pre>
 *   version 1 │ key id 1 │ room 8 │ epoch 4 │ user 8 │ number 8 │ issued 8 │ HMAC-SHA256 32     bytes, big endian
 * </pre>
 *
 * in base64url without padding: always {@value #LENGTH} characters. Each ticket has exactly one
 * spelling: another length, another alphabet, or unused bits that are set in the last character are
 * refused, so two different texts are never the same ticket. Any thread.
 */
public final class TicketCodec {

  /** Characters of a ticket. */
  public static final int LENGTH = 94;

  private static final byte VERSION = 1;
  private static final int SIGNED_BYTES = 38;
  private static final int MAC_BYTES = 32;
  private static final int BYTES = SIGNED_BYTES + MAC_BYTES;

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  // Two bits of the last character belong to the last byte. The decoder does not look at the
  // others, which are 0 in these four letters alone.
  private static final String LAST_LETTERS = "AQgw";

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  // Read once for each ticket: a plain load on the machines of today, and keys change as a whole.
  private volatile SigningKeys keys;

  /** A codec that signs and checks with these keys. */
  public TicketCodec(SigningKeys keys) {
    this.keys = keys;
  }

  /** Signs and checks with these keys from now on. */
  public void use(SigningKeys keys) {
    this.keys = keys;
  }

  /**
   * The ticket as its bearer carries it: a secret.
   *
   * @param issuedMs when the place was given, epoch ms
   */
  public String encode(TicketRef ticket, long issuedMs) {
    SigningKeys now = keys;
    byte[] bytes = new byte[BYTES];
    bytes[0] = VERSION;
    bytes[1] = (byte) now.current();
    LONG.set(bytes, 2, ticket.room());
    INT.set(bytes, 10, ticket.epoch());
    LONG.set(bytes, 14, ticket.user());
    LONG.set(bytes, 22, ticket.number());
    LONG.set(bytes, 30, issuedMs);
    sign(bytes, Objects.requireNonNull(now.mac(now.current())), bytes, SIGNED_BYTES);
    return ENCODER.encodeToString(bytes);
  }

  /** What a ticket says, null unless it was signed here and is spelled as it was then. */
  public @Nullable TicketRef decode(String text) {
    byte[] bytes = bytesOf(text);
    if (bytes == null || bytes[0] != VERSION) return null;
    Mac mac = keys.mac(bytes[1] & 0xff);
    if (mac == null) return null;
    byte[] expected = new byte[MAC_BYTES];
    sign(bytes, mac, expected, 0);
    byte[] shown = Arrays.copyOfRange(bytes, SIGNED_BYTES, BYTES);
    if (!MessageDigest.isEqual(expected, shown)) return null;
    return new TicketRef(
        (long) LONG.get(bytes, 2),
        (int) INT.get(bytes, 10),
        (long) LONG.get(bytes, 14),
        (long) LONG.get(bytes, 22));
  }

  private static void sign(byte[] bytes, Mac mac, byte[] to, int at) {
    mac.update(bytes, 0, SIGNED_BYTES);
    try {
      mac.doFinal(to, at);
    } catch (ShortBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The bytes of a text that is spelled as {@link #encode} spells it, else null. */
  private static byte @Nullable [] bytesOf(String text) {
    if (text.length() != LENGTH || LAST_LETTERS.indexOf(text.charAt(LENGTH - 1)) < 0) return null;
    try {
      byte[] bytes = DECODER.decode(text);
      return bytes.length == BYTES ? bytes : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
