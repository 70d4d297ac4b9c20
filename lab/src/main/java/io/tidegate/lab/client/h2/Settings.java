package io.tidegate.lab.client.h2;

/** What each side may tell the other of itself (RFC 9113 §6.5.2). */
final class Settings {

  static final short HEADER_TABLE_SIZE = 1;
  static final short ENABLE_PUSH = 2;
  static final short MAX_CONCURRENT_STREAMS = 3;
  static final short INITIAL_WINDOW_SIZE = 4;
  static final short MAX_FRAME_SIZE = 5;
  static final short MAX_HEADER_LIST_SIZE = 6;

  private Settings() {}
}
