package io.tidegate.gate.limit;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/**
 * Keys of clients for a {@link RateLimit}: 64 bits each, spread by a secret of this process, so
 * that nobody can aim at a slot. Any thread.
 */
public final class RateKeys {

  private final long secret;

  /**
   * @param secret random
   */
  public RateKeys(long secret) {
    this.secret = secret;
  }

  /** The key of an address; of IPv6 that of its /64. */
  public long of(InetAddress address) {
    return of(ClientNetwork.of(address));
  }

  /** The key of a header field's value. */
  public long of(String value) {
    return of(value.getBytes(StandardCharsets.ISO_8859_1));
  }

  private long of(byte[] bytes) {
    long hash = secret;
    for (byte one : bytes) {
      hash = (hash ^ (one & 0xff)) * 0x9e3779b97f4a7c15L;
      hash ^= hash >>> 32;
    }
    hash *= 0xd6e8feb86659fd93L;
    hash ^= hash >>> 32;
    return hash == 0 ? 1 : hash; // 0 is a free slot
  }
}
