package io.tidegate.audit.json;

import java.io.IOException;

/** Text that is not JSON; the message says where and what is wrong there. */
public final class MalformedJsonException extends IOException {
  private static final long serialVersionUID = 1;

  MalformedJsonException(int at, String what) {
    super("not JSON, character " + (at + 1) + ": " + what);
  }
}
