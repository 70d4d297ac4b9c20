package io.tidegate.api.call;

/** What an idempotency key is scoped to, besides its user. The codes are stored with the keys. */
public enum KeyScope {
  /** Taking units. */
  CLAIM(1),
  /** Taking seats. */
  HOLD(2),
  /** Paying. */
  PAY(3),
  /** Topping up a wallet. */
  TOP_UP(4);

  private final byte code;

  KeyScope(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }
}
