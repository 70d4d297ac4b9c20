package io.tidegate.store.disk;

import java.io.IOException;

/** Another process holds the lock. */
public final class DiskInUseException extends IOException {
  private final String holder;

  /**
   * @param holder who holds it as far as is known, such as {@code process 4711}
   */
  public DiskInUseException(String place, String holder) {
    super(place + " is in use by " + holder);
    this.holder = holder;
  }

  /** Who holds it as far as is known, such as {@code process 4711}. */
  public String holder() {
    return holder;
  }
}
