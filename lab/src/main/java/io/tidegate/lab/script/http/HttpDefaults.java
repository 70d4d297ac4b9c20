package io.tidegate.lab.script.http;

import java.time.Duration;

/**
 * How requests are made where the script does not say otherwise.
 *
 * @param maxRedirects that one request follows
 * @param batch requests at once in a batch
 * @param keepsCookies whether the cookies of an iteration are there in the next
 * @param throwing whether a request that fails throws
 * @param debug what of requests and replies is told in the log
 */
public record HttpDefaults(
    String userAgent,
    int maxRedirects,
    Duration timeout,
    boolean discardResponseBodies,
    boolean keepsCookies,
    boolean throwing,
    int batch,
    int batchPerHost,
    HttpDebug debug) {

  /** k6's. */
  public static final HttpDefaults DEFAULT =
      new HttpDefaults(
          "Grafana k6/1.8.1",
          10,
          Duration.ofSeconds(60),
          false,
          false,
          false,
          20,
          6,
          HttpDebug.NONE);
}
