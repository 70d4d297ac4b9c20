package io.tidegate.gate.fallback;

import org.jspecify.annotations.Nullable;

/**
 * What is given where no response comes; of several the first that fits, in the order in which they
 * stand here.
 *
 * @param stale what the route's cache still has, however old
 * @param upstream name of another upstream that is asked, null for none
 * @param page status of the page for people, in [200, 599]; null for no page
 * @param reply the same for everybody, null for none
 */
public record FallbackConfig(
    boolean stale, @Nullable String upstream, @Nullable Integer page, @Nullable Reply reply) {

  public static final int STATUS = 503;

  public FallbackConfig {
    if (page != null) checkStatus(page);
    if (!stale && upstream == null && page == null && reply == null)
      throw new IllegalArgumentException("has none of stale, upstream, page and reply");
  }

  /**
   * A fixed reply.
   *
   * @param status in [200, 599]
   */
  public record Reply(int status, String contentType, String text) {

    public Reply {
      checkStatus(status);
    }
  }

  private static void checkStatus(int status) {
    if (status < 200 || status > 599)
      throw new IllegalArgumentException("status must be in [200, 599]");
  }
}
