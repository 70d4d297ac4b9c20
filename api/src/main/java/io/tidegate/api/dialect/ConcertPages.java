package io.tidegate.api.dialect;

import io.tidegate.engine.view.ConcertView;
import io.tidegate.engine.view.Views;

/**
 * All concerts by position, so that a page far behind costs as little as the first. Made anew when
 * a concert was added or changed. Any thread.
 */
final class ConcertPages {

  static final int PER_PAGE = 10;

  private static final ConcertView[] NONE = {};

  private final Views views;
  private volatile Snapshot snapshot = new Snapshot(-1, NONE);

  ConcertPages(Views views) {
    this.views = views;
  }

  Snapshot now() {
    long version = views.concertsVersion(); // first: what is read after it is at least as new
    Snapshot known = snapshot;
    return known.version >= version ? known : renew(version);
  }

  private synchronized Snapshot renew(long version) {
    if (snapshot.version < version)
      snapshot = new Snapshot(version, views.concerts().toArray(NONE));
    return snapshot;
  }

  /** The concerts at one moment; the array is not to be changed. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Snapshot(long version, ConcertView[] concerts) {}
}
