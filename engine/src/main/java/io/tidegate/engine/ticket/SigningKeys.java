package io.tidegate.engine.ticket;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that sign tickets, by key id: the current one signs; the current and the older ones
 * check. Any thread. They are never shown and never logged.
 */
public final class SigningKeys {

  /** Shortest secret, bytes: a full HMAC-SHA256 output. */
  public static final int SECRET_BYTES_MIN = 32;

  private static final String ALGORITHM = "HmacSHA256";

  private final int current;
  private final @Nullable PerThread[] macs = new PerThread[256];

  /**
   * @param current id of the key that signs, in [0, 255]; must be among the secrets
   * @param secrets by key id, each at least {@link #SECRET_BYTES_MIN} bytes; copied
   */
  public SigningKeys(int current, Map<Integer, byte[]> secrets) {
    if (!secrets.containsKey(current))
      throw new IllegalArgumentException("there is no key " + current + " to sign with");
    this.current = current;
    secrets.forEach(this::add);
  }

  private void add(int id, byte[] secret) {
    if (id < 0 || id > 255)
      throw new IllegalArgumentException("a key id is in [0, 255], not " + id);
    if (secret.length < SECRET_BYTES_MIN)
      throw new IllegalArgumentException(
          "key " + id + " is shorter than " + SECRET_BYTES_MIN + " bytes");
    macs[id] = new PerThread(new SecretKeySpec(secret, ALGORITHM));
  }

  int current() {
    return current;
  }

  /** This thread's MAC for a key id, ready for use; null without such a key. */
  @Nullable Mac mac(int id) {
    PerThread mac = macs[id];
    return mac == null ? null : mac.get();
  }

  /** A MAC keeps the state of one computation, so each thread has its own. */
  private static final class PerThread extends ThreadLocal<Mac> {

    private final SecretKeySpec key;

    PerThread(SecretKeySpec key) {
      this.key = key;
    }

    @Override
    protected Mac initialValue() {
      try {
        Mac mac = Mac.getInstance(ALGORITHM);
        mac.init(key);
        return mac;
      } catch (NoSuchAlgorithmException | InvalidKeyException e) {
        throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
      }
    }
  }
}
