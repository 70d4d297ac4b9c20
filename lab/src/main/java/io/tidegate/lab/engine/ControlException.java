package io.tidegate.lab.engine;

/** A run was asked to pause, to go on or to have other users, and refuses. */
public final class ControlException extends Exception {

  private static final long serialVersionUID = 1;

  private final String title;
  private final boolean asksWrong;

  /**
   * @param title what was asked
   * @param asksWrong whether it can never be done, whatever the run is
   */
  public ControlException(String title, String message, boolean asksWrong) {
    super(message);
    this.title = title;
    this.asksWrong = asksWrong;
  }

  /** What was asked, in a few words. */
  public String title() {
    return title;
  }

  /** Whether it can never be done, whatever the run is. */
  public boolean asksWrong() {
    return asksWrong;
  }
}
