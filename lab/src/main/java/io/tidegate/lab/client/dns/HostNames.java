package io.tidegate.lab.client.dns;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something for each of some host names, whatever their case. A name may begin with {@code *},
 * which stands for one label or more ({@code *.example.com}), or be {@code *} alone. A name that is
 * there wins over a pattern, a longer pattern over a shorter one. Immutable.
 */
public final class HostNames<T> {

  /** A name or a pattern, and what was found for it. */
  public record Match<T>(String pattern, T value) {}

  private final Map<String, Match<T>> names = new HashMap<>();
  private final List<Match<T>> patterns = new ArrayList<>();

  /**
   * @param values by names or patterns
   * @throws IllegalArgumentException if a {@code *} stands elsewhere than at the beginning
   */
  public HostNames(Map<String, T> values) {
    values.forEach((name, value) -> {
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.lastIndexOf('*') > 0)
        throw new IllegalArgumentException(
            "invalid host pattern '" + name + "': a '*' may only stand at the beginning");
      if (lower.startsWith("*")) patterns.add(new Match<>(lower, value));
      else names.put(lower, new Match<>(lower, value));
    });
    patterns.sort((a, b) -> Integer.compare(b.pattern.length(), a.pattern.length()));
  }

  /** What there is for that name; null without anything. */
  public @Nullable Match<T> find(String host) {
    if (names.isEmpty() && patterns.isEmpty()) return null;
    String lower = host.toLowerCase(Locale.ROOT);
    Match<T> named = names.get(lower);
    if (named != null) return named;
    for (Match<T> match : patterns) {
      if (lower.endsWith(match.pattern.substring(1))) return match;
    }
    return null;
  }
}
