package io.tidegate.lab.client.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What {@code params.auth} may ask for. */
public enum AuthMethod {
  BASIC,
  /** Takes a second exchange: the first is refused with a challenge, see {@link DigestAuth}. */
  DIGEST;

  /**
   * The one that scripts call so; what they call otherwise asks for nothing.
   *
   * @throws IllegalArgumentException if it is not supported; the message is for whoever wrote it
   */
  public static AuthMethod of(String name) {
    return switch (name) {
      case "digest" -> DIGEST;
      case "ntlm" ->
          throw new IllegalArgumentException(
              "auth 'ntlm' is not supported: it signs a connection, not a request; use 'basic' or 'digest'");
      default -> BASIC;
    };
  }

  /** Value of {@code Authorization} for {@link #BASIC}. */
  public static String basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }
}
