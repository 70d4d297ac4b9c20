package io.tidegate.lab.script;

/** A script that cannot be run, or a part of it that failed; the message says where. */
public final class ScriptException extends Exception {

  private static final long serialVersionUID = 1;

  public ScriptException(String message) {
    super(message);
  }
}
