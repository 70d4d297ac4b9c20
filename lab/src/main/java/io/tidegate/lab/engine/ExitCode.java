package io.tidegate.lab.engine;

/** How a run ended, by k6's codes of the process. */
public enum ExitCode {
  DONE(0),
  THRESHOLDS(99),
  SETUP_TIMEOUT(100),
  TEARDOWN_TIMEOUT(101),
  STOPPED_BY_API(103),
  OPTIONS(104),
  SIGNAL(105),
  NO_API(106),
  SCRIPT(107),
  ABORTED(108),
  FAILED_BY_SCRIPT(110),
  /** Of the lab alone: an agent is not there, will not, or was lost. */
  AGENT(121),
  OTHER(255);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** Of the process. */
  public int code() {
    return code;
  }
}
