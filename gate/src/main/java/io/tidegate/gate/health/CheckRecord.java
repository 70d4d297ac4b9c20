package io.tidegate.gate.health;

import org.jspecify.annotations.Nullable;

/**
 * What the checks of one endpoint came to. Before the first it counts as well: nobody waits for a
 * check to begin. Written by one thread, read by any.
 */
final class CheckRecord {

  private final CheckConfig config;
  private int row;
  private volatile @Nullable String down;

  CheckRecord(CheckConfig config) {
    this.config = config;
  }

  /**
   * A check ended.
   *
   * @param fault what was wrong, null if nothing was
   */
  void add(@Nullable String fault) {
    boolean isDown = down != null;
    if (isDown == (fault != null)) {
      row = 0;
      if (fault != null) down = fault;
      return;
    }
    row++;
    if (fault == null && row < config.rise()) return;
    if (fault != null && row < config.fall()) return;
    row = 0;
    down = fault;
  }

  /** What is wrong with an endpoint that is down; null if it is up. */
  @Nullable String down() {
    return down;
  }
}
