package io.tidegate.lab.client.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a challenge of digest authentication (RFC 7616): MD5, SHA-256 and SHA-512-256, with
 * and without {@code -sess}; quality {@code auth}, or none as before RFC 2617. Pure.
 */
public final class DigestAuth {

  private DigestAuth() {}

  /**
   * Value of {@code Authorization} for the second exchange.
   *
   * @param challenge value of {@code WWW-Authenticate}
   * @param method of the request
   * @param target path and query, as they are sent
   * @param clientNonce at random, of characters that may stand in quotes
   * @return null if it is no challenge that can be answered
   */
  public static @Nullable String answer(
      String challenge,
      String method,
      String target,
      String user,
      String password,
      String clientNonce) {
    if (!challenge.regionMatches(true, 0, "Digest ", 0, 7)) return null;
    Map<String, String> fields = fields(challenge.substring(7));
    String nonce = fields.get("nonce");
    String algorithm = fields.getOrDefault("algorithm", "MD5");
    boolean session = algorithm.toLowerCase(Locale.ROOT).endsWith("-sess");
    MessageDigest digest =
        digest(session ? algorithm.substring(0, algorithm.length() - 5) : algorithm);
    String quality = fields.get("qop");
    if (nonce == null || digest == null || (quality != null && !offersAuth(quality))) return null;
    String realm = fields.getOrDefault("realm", "");
    String secret = hash(digest, user + ":" + realm + ":" + password);
    if (session) secret = hash(digest, secret + ":" + nonce + ":" + clientNonce);
    String request = hash(digest, method + ":" + target);
    String middle = quality == null ? nonce : nonce + ":00000001:" + clientNonce + ":auth";
    StringBuilder answer = new StringBuilder("Digest ");
    quoted(answer, "username", user).append(", ");
    quoted(answer, "realm", realm).append(", ");
    quoted(answer, "nonce", nonce).append(", ");
    quoted(answer, "uri", target).append(", ");
    quoted(answer, "response", hash(digest, secret + ":" + middle + ":" + request));
    if (fields.containsKey("algorithm")) quoted(answer.append(", "), "algorithm", algorithm);
    String opaque = fields.get("opaque");
    if (opaque != null) quoted(answer.append(", "), "opaque", opaque);
    if (quality != null) quoted(answer.append(", qop=auth, nc=00000001, "), "cnonce", clientNonce);
    else if (session) quoted(answer.append(", "), "cnonce", clientNonce);
    return answer.toString();
  }

  private static boolean offersAuth(String quality) {
    for (String one : quality.split(",", -1)) {
      if (one.strip().equalsIgnoreCase("auth")) return true;
    }
    return false;
  }

  private static @Nullable MessageDigest digest(String algorithm) {
    String name =
        switch (algorithm.toUpperCase(Locale.ROOT)) {
          case "MD5" -> "MD5";
          case "SHA-256" -> "SHA-256";
          case "SHA-512-256" -> "SHA-512/256";
          default -> "";
        };
    try {
      return name.isEmpty() ? null : MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException _) {
      return null;
    }
  }

  private static String hash(MessageDigest digest, String text) {
    return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static StringBuilder quoted(StringBuilder to, String name, String value) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"");
    return to.append(name).append("=\"").append(escaped).append('"');
  }

  /** Names in lower case with values without quotes. */
  private static Map<String, String> fields(String text) {
    Map<String, String> fields = new HashMap<>();
    int at = 0;
    while (at < text.length()) {
      int equals = text.indexOf('=', at);
      if (equals < 0) break;
      String name = text.substring(at, equals).strip().toLowerCase(Locale.ROOT);
      StringBuilder value = new StringBuilder();
      at = value(text, equals + 1, value);
      fields.put(name, value.toString());
      int comma = text.indexOf(',', at);
      at = comma < 0 ? text.length() : comma + 1;
    }
    return fields;
  }

  private static int value(String text, int from, StringBuilder value) {
    int at = from;
    while (at < text.length() && text.charAt(at) == ' ') at++;
    boolean quoted = at < text.length() && text.charAt(at) == '"';
    if (quoted) at++;
    while (at < text.length() && text.charAt(at) != (quoted ? '"' : ',')) {
      if (quoted && text.charAt(at) == '\\' && at + 1 < text.length()) at++;
      value.append(text.charAt(at++));
    }
    if (!quoted) value.setLength(value.toString().stripTrailing().length());
    return Math.min(at + (quoted ? 1 : 0), text.length());
  }
}
