package io.tidegate.app.gate;

import io.tidegate.app.config.YamlSection;
import io.tidegate.gate.room.RoomConfig;
import io.tidegate.gate.room.RoomConfig.Line;
import io.tidegate.gate.room.RoomConfig.Measured;
import io.tidegate.gate.room.RoomConfig.When;
import io.tidegate.gate.room.RoomMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the waiting rooms of routes. A name alone is the room that a route before it describes, or
 * one with all defaults; a room is described once, or in the same words.
 */
final class RoomReader {

  private final Map<String, RoomConfig> described = new LinkedHashMap<>();
  private final Map<String, RoomMessage> messages = new LinkedHashMap<>();

  /** What operators tell people who wait, by the names of their rooms. */
  Map<String, RoomMessage> messages() {
    return messages;
  }

  /** The room of a route; null without one. */
  @Nullable RoomConfig read(YamlSection route) {
    if (!route.has("room")) return null;
    RoomConfig given = RoomConfig.DEFAULT;
    if (!route.isSection("room")) {
      String name = route.text("room", given.name());
      if (name.equals("true") || name.equals("false"))
        route.problem("room", "must be the name of a room, not \"" + name + "\"");
      return described.computeIfAbsent(name, given::named);
    }
    RoomConfig room = room(route.section("room"), given);
    RoomConfig before = described.putIfAbsent(room.name(), room);
    if (before != null && !before.equals(room))
      route.problem(
          "room", "is described otherwise before; describe it once, and name it everywhere else");
    return room;
  }

  private RoomConfig room(YamlSection section, RoomConfig given) {
    RoomConfig room =
        new RoomConfig(
            section.text("name", given.name()),
            section.choice("when", When.class, given.when()),
            line(section, given.line()),
            opensAt(section),
            measured(section, given.measured()),
            section.number("joins-per-minute", 1, RoomConfig.JOINS_MOST, given.joinsPerMinute()),
            section.flag("bound-to-address", given.boundToAddress()));
    if (section.has("message")) message(room.name(), section);
    section.end();
    return room;
  }

  /** One text for everybody, or one for each language. */
  private void message(String room, YamlSection section) {
    boolean both = section.isSection("message");
    YamlSection texts = both ? section.section("message") : section;
    String english = texts.text(both ? "en" : "message", "");
    String korean = both ? texts.text("ko", "") : english;
    if (both) texts.end();
    try {
      RoomMessage message = new RoomMessage(english, korean);
      if (!messages.getOrDefault(room, message).equals(message))
        section.problem("message", "is another one than that of the room before another route");
      messages.put(room, message);
    } catch (IllegalArgumentException e) {
      section.problem("message", String.valueOf(e.getMessage()));
    }
  }

  private static Line line(YamlSection section, Line given) {
    return new Line(
        section.number("people", 1, Line.PEOPLE_MOST, given.people()),
        time(section, "every-ms", Line.EVERY_MS_LEAST, Line.EVERY_MS_MOST, given.every()),
        section.number("inside-max", 1, Line.INSIDE_MOST, given.insideMax()),
        time(section, "call-ms", Line.STAY_MS_LEAST, Line.STAY_MS_MOST, given.call()),
        time(section, "visit-ms", Line.STAY_MS_LEAST, Line.STAY_MS_MOST, given.visit()));
  }

  private static Duration time(
      YamlSection section, String key, int least, int most, Duration otherwise) {
    return Duration.ofMillis(section.number(key, least, most, (int) otherwise.toMillis()));
  }

  private static @Nullable Instant opensAt(YamlSection section) {
    String text = section.text("opens-at");
    if (text == null) return null;
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException _) {
      section.problem(
          "opens-at",
          "must be a time with its offset, such as 2026-12-01T20:00:00+09:00, not \""
              + text
              + "\"");
      return null;
    }
  }

  private static Measured measured(YamlSection section, Measured given) {
    return new Measured(
        section.flag("measured", given.follows()), section.number("share", 1, 100, given.share()));
  }
}
