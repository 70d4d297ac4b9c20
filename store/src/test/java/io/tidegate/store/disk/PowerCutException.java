package io.tidegate.store.disk;

/** The machine, or the process, is gone: nothing reaches the disk any more. */
public final class PowerCutException extends RuntimeException {
  PowerCutException(String where) {
    super(where);
  }
}
