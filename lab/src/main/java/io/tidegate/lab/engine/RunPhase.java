package io.tidegate.lab.engine;

/** Where a run is, by k6's numbers. */
public enum RunPhase {
  CREATED(0),
  INIT_VUS(1),
  PAUSED(4),
  STARTED(5),
  SETUP(6),
  RUNNING(7),
  TEARDOWN(8),
  ENDED(9);

  private final int code;

  RunPhase(int code) {
    this.code = code;
  }

  /** As k6's REST API has it. */
  public int code() {
    return code;
  }
}
