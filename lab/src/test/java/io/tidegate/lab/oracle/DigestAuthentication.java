package io.tidegate.lab.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Digest authentication (RFC 7616) with MD5, {@code qop=auth} and a nonce that never changes. */
final class DigestAuthentication {

  private static final String REALM = "shop";
  private static final String NONCE = "dcd98b7102dd2f0e8b11d0f600bfb0c0";
  private static final Pattern FIELD = Pattern.compile("(\\w+)=(?:\"([^\"]*)\"|([^,\\s]+))");

  private DigestAuthentication() {}

  static Answer answer(SeenRequest request, String user, String password) {
    String sent = request.header("Authorization").orElse("");
    if (sent.startsWith("Digest ") && isRight(request, fields(sent), user, password))
      return Answer.json("{\"user\":\"" + user + "\"}");
    return Answer.empty(
        401,
        "WWW-Authenticate: Digest realm=\""
            + REALM
            + "\", qop=\"auth\", algorithm=MD5, nonce=\""
            + NONCE
            + "\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"");
  }

  private static boolean isRight(
      SeenRequest request, Map<String, String> sent, String user, String password) {
    String who = md5(user + ":" + REALM + ":" + password);
    String what = md5(request.method() + ":" + sent.getOrDefault("uri", ""));
    String response =
        md5(
            String.join(
                ":",
                who,
                NONCE,
                sent.getOrDefault("nc", ""),
                sent.getOrDefault("cnonce", ""),
                sent.getOrDefault("qop", ""),
                what));
    return response.equals(sent.get("response")) && user.equals(sent.get("username"));
  }

  private static Map<String, String> fields(String header) {
    Map<String, String> fields = new HashMap<>();
    for (Matcher field = FIELD.matcher(header); field.find(); )
      fields.put(field.group(1), field.group(2) != null ? field.group(2) : field.group(3));
    return fields;
  }

  private static String md5(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
