package io.tidegate.audit.draw;

import io.tidegate.audit.json.JsonReader;
import io.tidegate.audit.json.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code draw.json} says, as far as a check needs it; members that are not known are passed
 * over. Hashes and the secret are 32 bytes; null is what is not published yet, or never will be.
 *
 * @param state planned, closed or drawn
 * @param beacon the name of a public source, null for none
 */
record DrawDocument(
    String state,
    byte[] commitment,
    @Nullable String beacon,
    @Nullable Long size,
    byte @Nullable [] digest,
    byte @Nullable [] secret,
    @Nullable String beaconValue) {
  static final String NAME = "draw.json";
  static final int BYTES_MAX = 1 << 16;
  private static final int HASH = 32;
  private static final Set<String> STATES = Set.of("planned", "closed", "drawn");

  /**
   * Reads the file of this name.
   *
   * @throws MalformedDrawException if it is not such a document
   */
  static DrawDocument read(Path folder) throws IOException {
    try {
      return of(JsonReader.object(Documents.read(folder, NAME, BYTES_MAX)));
    } catch (MalformedJsonException e) {
      throw new MalformedDrawException(NAME + " is " + e.getMessage());
    }
  }

  private static DrawDocument of(Map<String, @Nullable Object> members)
      throws MalformedDrawException {
    String state = text(members, "state");
    if (state == null || !STATES.contains(state)) throw wrong("state", "planned, closed or drawn");
    byte[] commitment = hash(members, "commitment");
    if (commitment == null) throw wrong("commitment", "there");
    return new DrawDocument(
        state,
        commitment,
        text(members, "beacon"),
        size(members),
        hash(members, "digest"),
        hash(members, "secret"),
        text(members, "beaconValue"));
  }

  /** An empty text is none. */
  private static @Nullable String text(Map<String, @Nullable Object> members, String name)
      throws MalformedDrawException {
    Object value = members.get(name);
    if (value == null) return null;
    if (!(value instanceof String text)) throw wrong(name, "a text");
    return text.isEmpty() ? null : text;
  }

  private static @Nullable Long size(Map<String, @Nullable Object> members)
      throws MalformedDrawException {
    Object value = members.get("size");
    if (value == null) return null;
    if (!(value instanceof Long size) || size < 0) throw wrong("size", "a number from 0");
    return size;
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
