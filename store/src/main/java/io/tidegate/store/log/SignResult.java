package io.tidegate.store.log;

/** The result of a sign of life. */
public enum SignResult {
  /** The sign was written, and nothing counted behind its end until then. */
  COUNTED,
  /** The log does not end there. */
  PASSED,
  /** Nobody knows. */
  UNKNOWN
}
