package io.tidegate.http.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * The secret that makes a request an organiser's: {@code Authorization: Bearer <key>}. Only its
 * SHA-256 is kept. Safe for use by any thread.
 */
public final class AdminKey {

  /** A key shorter than this could be guessed. */
  public static final int LEAST_CHARS = 20;

  private static final String SCHEME = "Bearer ";

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
    if (authorization == null) return false;
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) return false;
    String shown = authorization.substring(SCHEME.length()).strip();
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
