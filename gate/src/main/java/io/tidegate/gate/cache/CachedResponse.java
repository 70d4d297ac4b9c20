package io.tidegate.gate.cache;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A response that is kept. Immutable; the arrays are not to be changed.
 *
 * @param fields header lines as they are sent, each with its CRLF
 * @param varyNames names of request fields that it depends on, in lower case
 * @param varyValues what the request said in them
 * @param etag as the upstream sent it, null without one
 * @param shared whether its upstream said that shared caches may keep it
 * @param mustRevalidate whether it may never go out once it is not fresh any more
 * @param storedMs when it came, less the age that it had then; milliseconds of a monotonic clock
 * @param freshMs for how long it is fresh from then on
 * @param whileRevalidateMs for how long after that it may go out while it is fetched anew
 * @param ifErrorMs for how long after that it may go out where the upstream fails
 */
record CachedResponse(
    int status,
    byte[] fields,
    byte[] body,
    List<String> varyNames,
    List<@Nullable String> varyValues,
    @Nullable String etag,
    boolean shared,
    boolean mustRevalidate,
    long storedMs,
    long freshMs,
    long whileRevalidateMs,
    long ifErrorMs) {

  /** What an entry takes beside its bytes. */
  private static final int OVERHEAD_BYTES = 512;

  long ageMs(long nowMs) {
    return nowMs - storedMs;
  }

  boolean isFresh(long nowMs) {
    return ageMs(nowMs) < freshMs;
  }

  boolean mayGoOutWhileRevalidating(long nowMs) {
    return ageMs(nowMs) < freshMs + whileRevalidateMs;
  }

  boolean mayGoOutOnError(long nowMs) {
    return ageMs(nowMs) < freshMs + ifErrorMs;
  }

  int bytes() {
    return OVERHEAD_BYTES + fields.length + body.length;
  }

  /** The same that was found unchanged: fresh again from now on. */
  CachedResponse renewed(long nowMs) {
    return new CachedResponse(
        status,
        fields,
        body,
        varyNames,
        varyValues,
        etag,
        shared,
        mustRevalidate,
        nowMs,
        freshMs,
        whileRevalidateMs,
        ifErrorMs);
  }
}
