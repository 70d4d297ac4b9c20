package io.tidegate.app.gate;

import io.tidegate.app.config.YamlSection;
import io.tidegate.gate.sight.LogFormat;
import io.tidegate.gate.sight.SightConfig;
import io.tidegate.gate.sight.SightConfig.DoorConfig;
import io.tidegate.gate.sight.SightConfig.LogConfig;
import io.tidegate.http.log.AccessLog;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what of the gate's file says what an operator gets to see. */
final class SightSection {

  private static final String STANDARD_OUTPUT = "-";
  private static final String NONE = "none";

  private SightSection() {}

  static SightConfig read(YamlSection root, Path file) {
    return new SightConfig(
        door(root.section("admin")),
        root.has("access-log") ? log(root.section("access-log"), file) : null,
        root.flag("server-timing", false));
  }

  private static @Nullable DoorConfig door(YamlSection section) {
    String listen = section.text("listen", DoorConfig.HOST + ":" + DoorConfig.PORT);
    List<String> hosts = section.texts("hosts");
    section.end();
    if (listen.equals(NONE)) return null;
    int colon = listen.lastIndexOf(':');
    String host = colon < 0 ? DoorConfig.HOST : withoutBrackets(listen.substring(0, colon));
    try {
      return new DoorConfig(host, Integer.parseInt(listen.substring(colon + 1)), hosts);
    } catch (IllegalArgumentException _) {
      section.problem(
          "listen", "must be none, a port or an address with one, such as 127.0.0.1:9901");
      return null;
    }
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static LogConfig log(YamlSection section, Path file) {
    String to = section.text("file");
    if (to == null) section.problem("needs a file, or \"" + STANDARD_OUTPUT + "\"");
    LogFormat format = section.choice("format", LogFormat.class, LogFormat.COMBINED);
    long maxBytes =
        section.longNumber(
            "max-bytes",
            AccessLog.FILE_BYTES_LEAST,
            AccessLog.FILE_BYTES_MOST,
            LogConfig.MAX_BYTES);
    section.end();
    boolean standard = to == null || to.equals(STANDARD_OUTPUT);
    return new LogConfig(standard ? null : file.resolveSibling(to), format, maxBytes);
  }
}
