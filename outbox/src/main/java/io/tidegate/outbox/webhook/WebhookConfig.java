package io.tidegate.outbox.webhook;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * One webhook.
 *
 * @param url where events are posted
 * @param secrets 1 to 4; each signs, so that a receiver may know the old or the new one
 * @param ordered whether one event at a time is sent, and the next when that has arrived
 * @param atOnce requests under way at once, in [1, 64]; 1 where it is ordered
 * @param timeout for the whole of one attempt, in [1 s, 60 s]
 */
public record WebhookConfig(
    URI url, List<WebhookSecret> secrets, boolean ordered, int atOnce, Duration timeout) {

  public static final int SECRETS_MAX = 4;
  public static final int AT_ONCE_MAX = 64;
  public static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(15);
  public static final Duration TIMEOUT_LEAST = Duration.ofSeconds(1);
  public static final Duration TIMEOUT_MOST = Duration.ofSeconds(60);

  /** Checks the bounds. */
  public WebhookConfig {
    secrets = List.copyOf(secrets);
    String fault = AddressGuard.fault(url);
    if (fault != null) throw new IllegalArgumentException("url " + fault);
    if (secrets.isEmpty() || secrets.size() > SECRETS_MAX)
      throw new IllegalArgumentException(
          "secrets must be 1 to " + SECRETS_MAX + ", not " + secrets.size());
    if (atOnce < 1 || atOnce > AT_ONCE_MAX)
      throw new IllegalArgumentException(
          "at-once must be in [1, " + AT_ONCE_MAX + "], not " + atOnce);
    if (timeout.compareTo(TIMEOUT_LEAST) < 0 || timeout.compareTo(TIMEOUT_MOST) > 0)
      throw new IllegalArgumentException(
          "timeout must be in [1 s, 60 s], not " + timeout.toMillis() + " ms");
  }
}
