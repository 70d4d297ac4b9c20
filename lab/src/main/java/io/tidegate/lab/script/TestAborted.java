package io.tidegate.lab.script;

import org.graalvm.polyglot.PolyglotException;

/** The script ends the run; nothing more of it is to be done. */
final class TestAborted extends RuntimeException {

  private static final long serialVersionUID = 1;

  TestAborted(String reason) {
    super(reason, null, false, false);
  }

  /** Whether that is what went through the script. */
  static boolean is(PolyglotException e) {
    return e.isHostException() && e.asHostException() instanceof TestAborted;
  }
}
