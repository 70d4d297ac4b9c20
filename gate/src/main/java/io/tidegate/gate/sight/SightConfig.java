package io.tidegate.gate.sight;

import io.tidegate.http.log.AccessLog;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator gets to see, and where.
 *
 * @param door where it is shown; null for nowhere
 * @param accessLog null for none
 * @param serverTiming whether replies say in {@code Server-Timing} what took how long
 */
public record SightConfig(
    @Nullable DoorConfig door, @Nullable LogConfig accessLog, boolean serverTiming) {

  /** The second door on loopback, no access log, no {@code Server-Timing}. */
  public static final SightConfig DEFAULT = new SightConfig(DoorConfig.DEFAULT, null, false);

  /**
   * The second door.
   *
   * @param host address or name to listen on
   * @param port in [0, 65_535]; 0 for any free one
   * @param hosts names by which it is asked, beside this machine's own
   */
  public record DoorConfig(String host, int port, List<String> hosts) {

    public static final String HOST = "127.0.0.1";
    public static final int PORT = 9901;
    public static final DoorConfig DEFAULT = new DoorConfig(HOST, PORT, List.of());

    public DoorConfig {
      hosts = List.copyOf(hosts);
      if (port < 0 || port > 65_535)
        throw new IllegalArgumentException("port must be in [0, 65535], not " + port);
    }
  }

  /**
   * The access log.
   *
   * @param file null for the standard output
   * @param maxBytes of the file and those that were rotated away together, as {@link AccessLog} has
   *     it
   */
  public record LogConfig(@Nullable Path file, LogFormat format, long maxBytes) {

    public static final long MAX_BYTES = 1L << 30;

    public LogConfig {
      if (maxBytes < AccessLog.FILE_BYTES_LEAST || maxBytes > AccessLog.FILE_BYTES_MOST)
        throw new IllegalArgumentException(
            "max-bytes must be in ["
                + AccessLog.FILE_BYTES_LEAST
                + ", "
                + AccessLog.FILE_BYTES_MOST
                + "]");
    }
  }
}
