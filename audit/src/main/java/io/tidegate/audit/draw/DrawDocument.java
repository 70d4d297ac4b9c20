package io.tidegate.audit.draw;

import io.tidegate.audit.json.JsonReader;
import io.tidegate.audit.json.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code draw.json} says, as far as a check needs it; unknown members are ignored. Hashes and
 * the secret are 32 bytes, times are epoch milliseconds. Null stands for what is not published yet,
 * or never will be.
 *
 * @param version 1 if the document names none
 * @param room its id and name; null in version 1, which does not bind it
 * @param hours null in version 1, which does not bind them
 * @param state planned, closed or drawn
 * @param beacon the name of a public source, null for none
 */
record DrawDocument(
    int version,
    @Nullable Room room,
    @Nullable Hours hours,
    String state,
    byte[] commitment,
    @Nullable String beacon,
    @Nullable Long size,
    byte @Nullable [] digest,
    @Nullable Long closedMs,
    byte @Nullable [] secret,
    @Nullable String beaconValue,
    @Nullable Long drawnMs) {
  static final String NAME = "draw.json";
  static final int BYTES_MAX = 1 << 16;
  private static final int HASH = 32;
  private static final Set<String> STATES = Set.of("planned", "closed", "drawn");

  /** A room. */
  record Room(long id, String name) {}

  /** The hour of opening as it was published first, how it was moved, and where it is now. */
  record Hours(long firstMs, List<Move> moves, long nowMs) {}

  /** At {@code atMs} the hour was moved to {@code opensMs}. */
  record Move(long atMs, long opensMs) {}

  /**
   * Reads the file of this name.
   *
   * @throws MalformedDrawException if it is not such a document
   */
  static DrawDocument read(Path folder) throws IOException {
    try {
      return of(JsonReader.object(PublishedFiles.read(folder, NAME, BYTES_MAX)));
    } catch (MalformedJsonException e) {
      throw new MalformedDrawException(NAME + " is " + e.getMessage());
    }
  }

  private static DrawDocument of(Map<String, @Nullable Object> members)
      throws MalformedDrawException {
    Long version = number(members, "version", 1);
    if (version != null && version > 2)
      throw wrong("version", "1 or 2, newer ones are unknown here");
    String state = text(members, "state");
    if (state == null || !STATES.contains(state)) throw wrong("state", "planned, closed or drawn");
    byte[] commitment = hash(members, "commitment");
    if (commitment == null) throw wrong("commitment", "there");
    boolean second = version != null && version == 2;
    return new DrawDocument(
        second ? 2 : 1,
        second ? room(members) : null,
        second ? hours(members) : null,
        state,
        commitment,
        text(members, "beacon"),
        number(members, "size", 0),
        hash(members, "digest"),
        second ? time(members, "closedAt") : null,
        hash(members, "secret"),
        text(members, "beaconValue"),
        second ? time(members, "drawnAt") : null);
  }

  private static Room room(Map<String, @Nullable Object> members) throws MalformedDrawException {
    Long id = number(members, "roomId", 1);
    String name = text(members, "room");
    if (id == null) throw wrong("roomId", "there");
    if (name == null) throw wrong("room", "there");
    return new Room(id, name);
  }

  private static Hours hours(Map<String, @Nullable Object> members) throws MalformedDrawException {
    List<Move> moves = new ArrayList<>();
    if (!(members.get("moves") instanceof List<?> list)) throw wrong("moves", "a list");
    for (Object each : list) {
      if (!(each instanceof Map<?, ?> move)) throw wrong("moves", "a list of objects");
      moves.add(new Move(time("at", move.get("at")), time("opensAt", move.get("opensAt"))));
    }
    return new Hours(
        time("firstOpensAt", members.get("firstOpensAt")),
        List.copyOf(moves),
        time("opensAt", members.get("opensAt")));
  }

  private static @Nullable Long time(Map<String, @Nullable Object> members, String name)
      throws MalformedDrawException {
    Object value = members.get(name);
    return value == null ? null : (Long) time(name, value);
  }

  private static long time(String name, @Nullable Object value) throws MalformedDrawException {
    if (value instanceof String text) {
      try {
        return OffsetDateTime.parse(text).toInstant().toEpochMilli();
      } catch (DateTimeException | ArithmeticException e) {
        // said below, as for what is no text
      }
    }
    throw wrong(name, "a time");
  }

  /** An empty text is none. */
  private static @Nullable String text(Map<String, @Nullable Object> members, String name)
      throws MalformedDrawException {
    Object value = members.get(name);
    if (value == null) return null;
    if (!(value instanceof String text)) throw wrong(name, "a text");
    return text.isEmpty() ? null : text;
  }

  private static @Nullable Long number(
      Map<String, @Nullable Object> members, String name, long least)
      throws MalformedDrawException {
    Object value = members.get(name);
    if (value == null) return null;
    if (!(value instanceof Long number) || number < least)
      throw wrong(name, "a number from " + least);
    return number;
  }

  private static byte @Nullable [] hash(Map<String, @Nullable Object> members, String name)
      throws MalformedDrawException {
    String text = text(members, name);
    if (text == null) return null;
    try {
      byte[] hash = HexFormat.of().parseHex(text);
      if (hash.length == HASH) return hash;
    } catch (IllegalArgumentException e) {
      // said below, as for another length
    }
    throw wrong(name, "64 hexadecimal digits");
  }

  private static MalformedDrawException wrong(String name, String what) {
    return new MalformedDrawException(NAME + ": \"" + name + "\" is not " + what);
  }
}
