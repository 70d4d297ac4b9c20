package io.tidegate.core;

/**
 * An idempotency key as it is stored: 128 bits of a hash over principal, operation and the key's
 * text, and a fingerprint of the request that came with it.
 *
 * @param hi high half of the hash, never 0
 * @param lo low half of the hash
 * @param fingerprint hash of the request's content; the same key with another request is refused
 */
public record IdempotencyKey(long hi, long lo, long fingerprint) {
  /** Normalises the high half, whose 0 means "no key" in the tables. */
  public IdempotencyKey {
    if (hi == 0) hi = 1;
  }
}
