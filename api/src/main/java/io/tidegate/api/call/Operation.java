package io.tidegate.api.call;

/** What an idempotency key is scoped to, besides its user. The codes are stored with the keys. */
public enum Operation {
  /** Taking units. */
  CLAIM(1),
  /** Taking seats. */
  HOLD(2),
  /** Paying. */
  PAY(3),
  /** Charging a wallet. */
  TOP_UP(4);

  private final byte code;

  Operation(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }
}
