package io.tidegate.store.journal;

import io.tidegate.store.log.LogIdentity;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * How a log begins, in whatever home: with the {@value #BYTES} bytes that a data folder keeps in
 * its file {@code folder}. Id and first chain value follow from them, so a log can move from any
 * home to a data folder and back.
 */
public final class Founding {
  /** Bytes with which a log is founded. */
  public static final int BYTES = Format.FOLDER_BYTES;

  private Founding() {}

  /** The identity of a new log, unlike any other. */
  public static LogIdentity found() {
    byte[] id = new byte[LogIdentity.ID_BYTES];
    new SecureRandom().nextBytes(id);
    LogIdentity identity = read(Folder.bytes(id, System.currentTimeMillis()));
    if (identity == null) throw new AssertionError("what was just written can be read");
    return identity;
  }

  /** The identity that follows from what a home has kept; null if it is damaged or newer. */
  public static @Nullable LogIdentity read(byte[] founding) {
    return Folder.identity(founding);
  }
}
