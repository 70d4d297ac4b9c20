package io.tidegate.lab.metric;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** All metrics of one run by their names. Any thread. */
public final class MetricRegistry {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{1,128}");

  private final AtomicInteger made = new AtomicInteger();
  private final Map<String, Metric> all = new ConcurrentHashMap<>();

  /** Those that every run has. */
  public final BuiltinMetrics builtin = new BuiltinMetrics(this);

  /**
   * The metric of this name, which is made where it is not there.
   *
   * @throws IllegalArgumentException if the name is none, or the metric is there and is another
   *     one; the message is for whoever wrote the script
   */
  public Metric get(String name, MetricType type, ValueType contains) {
    if (!NAME.matcher(name).matches())
      throw new IllegalArgumentException(
          "invalid metric name '"
              + name
              + "': it must have 2 to 129 letters, digits and underscores, and begin with no digit");
    Metric metric =
        all.computeIfAbsent(name, _ -> new Metric(made.getAndIncrement(), name, type, contains));
    if (metric.type() != type || metric.contains() != contains)
      throw new IllegalArgumentException(
          "metric '%s' is there already, as a %s of values of the type %s"
              .formatted(name, lower(metric.type()), lower(metric.contains())));
    return metric;
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  /** The metric of this name; null without one. */
  public @Nullable Metric find(String name) {
    return all.get(name);
  }

  /** All there are now, in the order in which they were made. */
  public Collection<Metric> all() {
    return all.values().stream().sorted(Comparator.comparingInt(Metric::index)).toList();
  }
}
