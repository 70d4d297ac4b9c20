package io.tidegate.api.call;

import io.tidegate.api.json.MalformedException;
import io.tidegate.core.IdempotencyKey;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Idempotency keys of requests. Stored is not the key but 128 bits of SHA-256 over user, scope and
 * key, so users cannot meet each other's keys, and a fingerprint of what was asked. Both are in the
 * journal: changing how they are made makes the keys before it unknown. Any thread.
 */
public final class IdempotencyKeys {

  /** The header that carries the key. */
  public static final String HEADER = "Idempotency-Key";

  private static final int CHARS_MAX = 64;
  private static final int SCOPE_BYTES = 9;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final ThreadLocal<MessageDigest> SHA_256 =
      ThreadLocal.withInitial(IdempotencyKeys::sha256);

  private IdempotencyKeys() {}

  /**
   * The key of a request, null if it has none.
   *
   * @param content what is asked, in numbers: the same key with others is refused
   * @throws MalformedException if the key is not 1 to 64 visible ASCII characters, or one of two
   */
  public static @Nullable IdempotencyKey of(
      Exchange exchange, long user, KeyScope scope, long... content) {
    String text = exchange.header(HEADER);
    if (text == null) return null;
    check(text);
    byte[] bytes = new byte[SCOPE_BYTES + text.length()];
    LONG.set(bytes, 0, user);
    bytes[8] = scope.code();
    for (int i = 0; i < text.length(); i++) bytes[SCOPE_BYTES + i] = (byte) text.charAt(i);
    byte[] hash = new byte[32];
    try {
      MessageDigest digest = SHA_256.get();
      digest.update(bytes);
      digest.digest(hash, 0, hash.length);
    } catch (DigestException e) {
      throw new IllegalStateException(e);
    }
    return new IdempotencyKey(
        (long) LONG.get(hash, 0), (long) LONG.get(hash, 8), fingerprint(content));
  }

  /** The reply; it says so if the request was already carried out before. */
  public static Response marked(Response reply, boolean replayed) {
    return replayed ? reply.with("Idempotency-Replayed", "true") : reply;
  }

  private static void check(String text) {
    boolean fits = !text.isEmpty() && text.length() <= CHARS_MAX;
    for (int i = 0; i < text.length() && fits; i++)
      fits = text.charAt(i) > 0x20 && text.charAt(i) < 0x7f;
    if (!fits)
      throw MalformedException.of(
          HEADER, "must be 1 to " + CHARS_MAX + " visible ASCII characters");
  }

  /** A mix of all numbers and their count (the finalizer of MurmurHash3 over a running sum). */
  private static long fingerprint(long[] content) {
    long h = content.length;
    for (long each : content) h = mix(h * 31 + mix(each));
    return h;
  }

  private static long mix(long value) {
    long h = value + 0x9e3779b97f4a7c15L;
    h = (h ^ h >>> 33) * 0xff51afd7ed558ccdL;
    h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
    return h ^ h >>> 33;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
