package io.tidegate.gate.discovery.kubernetes;

/** What a watch tells. */
sealed interface WatchEvent {

  /** A slice is there, new or another than before. */
  record Present(EndpointSlice slice, String version) implements WatchEvent {}

  /** A slice is there no more. */
  record Gone(String name, String version) implements WatchEvent {}

  /** Nothing has happened up to this version. */
  record Bookmark(String version) implements WatchEvent {}

  /** The watch ends, since it cannot go on; the code is that of an HTTP status. */
  record Failed(int code, String message) implements WatchEvent {}
}
