package io.tidegate.app.gate;

import io.tidegate.app.config.YamlSection;
import io.tidegate.gate.room.RoomsElsewhere;
import io.tidegate.gate.upstream.UpstreamConfig.EndpointConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads where the rooms are, if not at the gate itself. */
final class RoomsSection {

  private RoomsSection() {}

  /** Null for rooms of the gate's own. */
  static @Nullable RoomsElsewhere read(YamlSection root, Path file) {
    if (!root.has("rooms")) return null;
    YamlSection section = root.section("rooms");
    List<String> instances = new ArrayList<>();
    for (String text : section.texts("instances")) {
      try {
        instances.add(EndpointConfig.parse(text).text());
      } catch (IllegalArgumentException e) {
        section.problem("instances", "\"" + text + "\" " + e.getMessage());
      }
    }
    String secrets = section.text("secrets");
    if (secrets == null) section.problem("needs secrets, the folder of the instances' secrets");
    if (!section.has("instances")) section.problem("needs instances, one address or several");
    section.end();
    if (instances.isEmpty() || secrets == null) return null;
    try {
      return new RoomsElsewhere(instances, file.resolveSibling(secrets));
    } catch (IllegalArgumentException e) {
      section.problem(String.valueOf(e.getMessage()));
      return null;
    }
  }
}
