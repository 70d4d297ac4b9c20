package io.tidegate.http.h2;

/**
 * What a connection of HTTP/2 may do.
 *
 * @param maxStreams requests under way at the same time on one connection, in [1, {@value
 *     #STREAMS_MOST}]
 * @param streamWindowBytes what a client may send of one body before it was taken, in [{@value
 *     #WINDOW_LEAST}, {@value #WINDOW_MOST}]
 * @param connectionWindowBytes the same of all bodies of a connection: its bound on memory, from
 *     {@code streamWindowBytes} to {@value #WINDOW_MOST}
 * @param maxFrameBytes of a frame's payload, in [{@value #FRAME_LEAST}, {@value #FRAME_MOST}]
 * @param maxResets streams of a connection that may be reset within ten seconds, by either side, in
 *     [1, {@value #RESETS_MOST}]: more is an attack by rapid resets
 * @param maxControlFrames frames within a second that carry nothing and still cost something
 *     (SETTINGS, PING, PRIORITY, empty DATA, unknown ones), in [10, {@value #CONTROL_FRAMES_MOST}]
 */
public record Http2Config(
    int maxStreams,
    int streamWindowBytes,
    int connectionWindowBytes,
    int maxFrameBytes,
    int maxResets,
    int maxControlFrames) {

  public static final int STREAMS_MOST = 1_000;
  public static final int WINDOW_LEAST = 65_535;
  public static final int WINDOW_MOST = 16 << 20;
  public static final int FRAME_LEAST = 16 << 10;
  public static final int FRAME_MOST = 1 << 20;
  public static final int RESETS_MOST = 100_000;
  public static final int CONTROL_FRAMES_LEAST = 10;
  public static final int CONTROL_FRAMES_MOST = 100_000;

  /** Of {@code maxResets}, in seconds. */
  static final int RESET_WINDOW_S = 10;

  /** 100 streams, 128 KiB and 1 MiB of windows, 200 resets, 200 control frames. */
  public static final Http2Config DEFAULT =
      new Http2Config(100, 128 << 10, 1 << 20, FRAME_LEAST, 200, 200);

  /** Checks the bounds. */
  public Http2Config {
    within("max-streams", maxStreams, 1, STREAMS_MOST);
    within("stream-window-bytes", streamWindowBytes, WINDOW_LEAST, WINDOW_MOST);
    within("connection-window-bytes", connectionWindowBytes, streamWindowBytes, WINDOW_MOST);
    within("max-frame-bytes", maxFrameBytes, FRAME_LEAST, FRAME_MOST);
    within("max-resets", maxResets, 1, RESETS_MOST);
    within("max-control-frames", maxControlFrames, CONTROL_FRAMES_LEAST, CONTROL_FRAMES_MOST);
  }

  private static void within(String key, int value, int least, int most) {
    if (value < least || value > most)
      throw new IllegalArgumentException(
          key + " must be in [" + least + ", " + most + "], not " + value);
  }
}
