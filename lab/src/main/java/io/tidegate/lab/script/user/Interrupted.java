package io.tidegate.lab.script.user;

/** The iteration is to end at once: its time is over, or the run's. */
public final class Interrupted extends RuntimeException {

  private static final long serialVersionUID = 1;

  private Interrupted() {
    super("the iteration was interrupted", null, false, false);
  }

  /** To be thrown; the thread stays interrupted, so that nothing else begins. */
  public static Interrupted now() {
    Thread.currentThread().interrupt();
    return new Interrupted();
  }
}
