package io.tidegate.outbox.webhook;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One secret of a webhook, {@code whsec_} and Base64 of 24 to 64 bytes. Never shown in words. */
public final class WebhookSecret {

  private static final String PREFIX = "whsec_";

  private final byte[] key;

  private WebhookSecret(byte[] key) {
    this.key = key;
  }

  /**
   * Reads a secret.
   *
   * @throws IllegalArgumentException if it is none; the message does not hold it
   */
  public static WebhookSecret parse(String text) {
    byte[] key;
    try {
      if (!text.startsWith(PREFIX)) throw new IllegalArgumentException();
      key = Base64.getDecoder().decode(text.substring(PREFIX.length()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must be whsec_ and Base64", e);
    }
    if (key.length < 24 || key.length > 64)
      throw new IllegalArgumentException("must have 24 to 64 bytes, not " + key.length);
    return new WebhookSecret(key);
  }

  /** The signature of Standard Webhooks, {@code v1,…}, over {@code id.timestamp.body}. */
  String sign(String id, long timestampSeconds, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update(
          (id + "." + timestampSeconds + ".").getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has HMAC-SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "whsec_…";
  }
}
