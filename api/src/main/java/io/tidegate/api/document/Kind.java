package io.tidegate.api.document;

/** What documents there are, and how long others may keep them. */
public enum Kind {
  /** A page of the list of concerts. */
  CONCERTS("no-cache"),
  /** The dates of a concert; behind a room, so for nobody else's cache. */
  DATES("private, no-cache"),
  /** The seats of a schedule; behind a room, so for nobody else's cache. */
  SEATS("private, no-cache"),
  /** An offer. */
  OFFER("no-cache"),
  /** The status of a room. */
  STATUS("public, max-age=1");

  private final String cacheControl;

  Kind(String cacheControl) {
    this.cacheControl = cacheControl;
  }

  String cacheControl() {
    return cacheControl;
  }
}
