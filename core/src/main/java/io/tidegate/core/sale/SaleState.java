package io.tidegate.core.sale;

/**
 * The state of a sale.
 *
 * <pre>
 *   PLANNED ──opens──▶ OPEN ──closes──▶ CLOSED
 *      │  ▲            │ ▲
 *    pause resume   pause resume            any ──breach──▶ STOPPED
 *      ▼  │            ▼ │
 *      PAUSED ◀────────┘
 * </pre>
 */
public enum SaleState {
  /** Not yet open. */
  PLANNED,
  /** Hands out units. */
  OPEN,
  /** Stopped for a while by the organiser. */
  PAUSED,
  /** Over for good. */
  CLOSED,
  /**
   * Stopped by a broken invariant; never opens again by itself, and what is held stays held until
   * an organiser lets it go on, which they may in any state but this one.
   */
  STOPPED;

  private static final SaleState[] ALL = values();

  /** The state with this ordinal. */
  public static SaleState of(long code) {
    return ALL[(int) code];
  }
}
