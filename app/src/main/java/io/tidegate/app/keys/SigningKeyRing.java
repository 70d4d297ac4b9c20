package io.tidegate.app.keys;

import io.tidegate.engine.ticket.SigningKeys;
import io.tidegate.store.disk.OwnerOnlyFile;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys that sign tickets: the last one signs, all of them check. It is never empty, and no id
 * occurs twice. As text it has a line for each key: id, secret, and when the key was made, with
 * spaces between.
 *
 * @param keys in the order in which they were made
 */
public record SigningKeyRing(List<Key> keys) {

  /** How many there can be: an id is one byte of a ticket, and 0 is none. */
  static final int KEYS_MAX = 255;

  /**
   * One key; never shown.
   *
   * @param id in [1, 255]
   * @param secret in base64url, at least 32 bytes
   * @param made when, null where that is not known
   */
  public record Key(int id, String secret, @Nullable Instant made) {

    @Override
    public String toString() {
      return "key " + id;
    }
  }

  public SigningKeyRing {
    keys = List.copyOf(keys);
  }

  /** A first key. */
  static SigningKeyRing first(Instant now) {
    return new SigningKeyRing(List.of(fresh(1, now)));
  }

  private static Key fresh(int id, Instant now) {
    return new Key(id, OwnerOnlyFile.secret(), now.truncatedTo(ChronoUnit.SECONDS));
  }

  /**
   * Reads the text of a file.
   *
   * @throws IllegalArgumentException if it is none; the message says what is wrong, and no secret
   */
  static SigningKeyRing parse(String text) {
    List<Key> keys = new ArrayList<>();
    Set<Integer> ids = new HashSet<>();
    for (String line : text.lines().toList()) {
      if (line.isBlank()) continue;
      Key key = key(line.strip().split(" ", -1));
      if (key == null)
        throw new IllegalArgumentException(
            "has a line that is no key: an id in [1, 255], a space, 32 bytes in base64url, and if"
                + " known a space and the time it was made");
      if (!ids.add(key.id()))
        throw new IllegalArgumentException("has two keys with the id " + key.id());
      keys.add(key);
    }
    if (keys.isEmpty()) throw new IllegalArgumentException("holds no key");
    return new SigningKeyRing(keys);
  }

  private static @Nullable Key key(String[] words) {
    if (words.length < 2 || words.length > 3) return null;
    try {
      int id = Integer.parseInt(words[0]);
      int bytes = Base64.getUrlDecoder().decode(words[1]).length;
      Instant made = words.length == 3 ? Instant.parse(words[2]) : null;
      boolean fits = id >= 1 && id <= KEYS_MAX && bytes >= SigningKeys.SECRET_BYTES_MIN;
      return fits ? new Key(id, words[1], made) : null;
    } catch (IllegalArgumentException | DateTimeException e) {
      return null;
    }
  }

  /** As it stands in the file. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (Key key : keys) {
      text.append(key.id()).append(' ').append(key.secret());
      if (key.made() != null) text.append(' ').append(key.made());
      text.append('\n');
    }
    return text.toString();
  }

  /** The one that signs. */
  public Key current() {
    return keys.getLast();
  }

  /** Whether there is a key with that id. */
  boolean has(int id) {
    return keys.stream().anyMatch(key -> key.id() == id);
  }

  /** With a new key, which signs: its id is the next that is free, 1 following 255. */
  SigningKeyRing rotated(Instant now) {
    if (keys.size() == KEYS_MAX)
      throw new IllegalArgumentException(
          "holds " + KEYS_MAX + " keys, and more cannot be told apart");
    int id = current().id() % KEYS_MAX + 1;
    while (has(id)) id = id % KEYS_MAX + 1;
    List<Key> more = new ArrayList<>(keys);
    more.add(fresh(id, now));
    return new SigningKeyRing(more);
  }

  /** Without the key of that id, which is among them and not the one that signs. */
  SigningKeyRing without(int id) {
    return new SigningKeyRing(keys.stream().filter(key -> key.id() != id).toList());
  }

  /** For signing and checking. */
  public SigningKeys signingKeys() {
    Map<Integer, byte[]> secrets = new HashMap<>();
    for (Key key : keys)
      secrets.put(key.id(), Objects.requireNonNull(Base64.getUrlDecoder().decode(key.secret())));
    return new SigningKeys(current().id(), secrets);
  }
}
