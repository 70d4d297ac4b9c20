package io.tidegate.lab.script;

/** A script that cannot be run, or a part of it that failed; the message says where. */
public final class ScriptException extends Exception {

  private static final long serialVersionUID = 1;

  private final boolean aborted;

  public ScriptException(String message) {
    this(message, false);
  }

  ScriptException(String message, boolean aborted) {
    super(message);
    this.aborted = aborted;
  }

  /** Whether the script wanted no run. */
  public boolean aborted() {
    return aborted;
  }
}
