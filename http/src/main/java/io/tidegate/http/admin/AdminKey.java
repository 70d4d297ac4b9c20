package io.tidegate.http.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The secret that makes a request an organiser's: {@code Authorization: Bearer <key>}. Only its
 * SHA-256 is kept. Safe for use by any thread.
 */
public final class AdminKey {

  /** A key shorter than this could be guessed. */
  public static final int LEAST_CHARS = 20;

  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";

  private final byte[] hash;

  private AdminKey(byte[] hash) {
    this.hash = hash;
  }

  /**
   * The key with this text.
   *
   * @throws IllegalArgumentException if it is shorter than {@value #LEAST_CHARS} characters or has
   *     others than visible ASCII
   */
  public static AdminKey of(String text) {
    if (text.length() < LEAST_CHARS)
      throw new IllegalArgumentException(
          "the admin key must have at least " + LEAST_CHARS + " characters");
    if (!text.chars().allMatch(c -> c > 0x20 && c < 0x7f))
      throw new IllegalArgumentException("the admin key must be visible ASCII");
    return new AdminKey(sha256(text));
  }

  /**
   * Whether an {@code Authorization} header shows this key. Takes the same time wherever the two
   * differ: what is compared are hashes.
   */
  boolean shownIn(@Nullable String authorization) {
    String shown = credentials(authorization, BEARER);
    return shown != null && isThis(shown);
  }

  /**
   * The same, or as the password of any user: {@code Authorization: Basic <user:key in Base64>}.
   */
  boolean shownAsPasswordIn(@Nullable String authorization) {
    String encoded = credentials(authorization, BASIC);
    if (encoded == null) return shownIn(authorization);
    try {
      byte[] pair = Base64.getDecoder().decode(encoded);
      String text = new String(pair, StandardCharsets.ISO_8859_1);
      return isThis(text.substring(text.indexOf(':') + 1));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static @Nullable String credentials(@Nullable String authorization, String scheme) {
    if (authorization == null) return null;
    boolean is = authorization.regionMatches(true, 0, scheme, 0, scheme.length());
    return is ? authorization.substring(scheme.length()).strip() : null;
  }

  private boolean isThis(String shown) {
    return MessageDigest.isEqual(hash, sha256(shown));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "AdminKey";
  }
}
