package io.tidegate.outbox.event;

import java.util.List;

/**
 * Which events a sink gets: those whose name, as {@link PublicEvents#what} gives it, is one of the
 * names, or begins with one that ends with {@code .*}.
 *
 * @param names {@code claim.held}, {@code room.*}; {@code *} for all; at most 64
 */
public record EventFilter(List<String> names) {

  /** Everything that is public. */
  public static final EventFilter ALL = new EventFilter(List.of("*"));

  private static final int NAMES_MAX = 64;

  /** Checks the names. */
  public EventFilter {
    names = List.copyOf(names);
    if (names.isEmpty() || names.size() > NAMES_MAX)
      throw new IllegalArgumentException("events must have 1 to " + NAMES_MAX + " names");
    for (String name : names)
      if (!name.equals("*") && !name.matches("[a-z]+\\.(\\*|[a-z-]+)"))
        throw new IllegalArgumentException(
            "events must have names like claim.held, room.* or *, not \"" + name + "\"");
  }

  /** Whether the event of this name goes there. */
  public boolean takes(String what) {
    for (String name : names) {
      if (name.equals("*") || name.equals(what)) return true;
      if (name.endsWith(".*") && what.startsWith(name.substring(0, name.length() - 1))) return true;
    }
    return false;
  }
}
