package io.tidegate.api.document;

import io.tidegate.api.document.ContentCoding.Effort;
import io.tidegate.http.server.Response;

/** What documents there are, and how long others may keep them. */
public enum DocumentType {
  /** A page of the list of concerts. */
  CONCERTS("no-cache"),
  /** The dates of a concert; behind a room, so for nobody else's cache. */
  DATES("private, no-cache"),
  /** The seats of a schedule; behind a room, so for nobody else's cache. */
  SEATS("private, no-cache"),
  /** An offer. */
  OFFER("no-cache"),
  /** The status of a room. */
  STATUS("public, max-age=1"),
  /** The newest posts, as most ask for them. */
  FEED("public, max-age=1", Response.JSON, Effort.BEST),
  /** Other pages of the feed: as many documents as somebody cares to ask for. */
  FEED_ELSEWHERE("public, max-age=1", Response.JSON, Effort.FAST),
  /** The newest posts as a page for people. */
  FEED_PAGE("public, max-age=1", Response.HTML, Effort.BEST),
  /** The other pages for people. */
  FEED_PAGE_ELSEWHERE("public, max-age=1", Response.HTML, Effort.FAST);

  private final String cacheControl;
  private final String contentType;
  private final Effort effort;

  DocumentType(String cacheControl) {
    this(cacheControl, Response.JSON, Effort.FAST);
  }

  DocumentType(String cacheControl, String contentType, Effort effort) {
    this.cacheControl = cacheControl;
    this.contentType = contentType;
    this.effort = effort;
  }

  String cacheControl() {
    return cacheControl;
  }

  String contentType() {
    return contentType;
  }

  Effort effort() {
    return effort;
  }
}
