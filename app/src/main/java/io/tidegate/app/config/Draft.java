package io.tidegate.app.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The values set so far, a later one over an earlier, and every problem met on the way. */
final class Draft {
  private final Map<String, Object> valueOf = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  void set(String place, ConfigKey key, String text) {
    set(place, key, () -> key.parse(text));
  }

  void set(String place, ConfigKey key, List<String> items) {
    set(place, key, () -> key.parse(items));
  }

  private void set(String place, ConfigKey key, Supplier<Object> value) {
    try {
      valueOf.put(key.name(), value.get());
    } catch (IllegalArgumentException e) {
      problem(place, key.name() + " " + e.getMessage());
    }
  }

  void problem(String place, String text) {
    problems.add(place + ": " + text);
  }

  /**
   * The configuration that has these values, and those of {@code base} for what nobody set.
   *
   * @throws ConfigException if there was a problem
   */
  Config over(Config base) {
    if (!problems.isEmpty()) throw new ConfigException(problems);
    return (Config) merged("", base);
  }

  private Record merged(String prefix, Record base) {
    RecordComponent[] components = base.getClass().getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String name = prefix + ConfigKeys.kebab(components[i].getName());
      Object before = RecordReflection.value(base, components[i]);
      values[i] =
          before instanceof Record section
              ? merged(name + ".", section)
              : valueOf.getOrDefault(name, before);
    }
    return RecordReflection.make(base.getClass(), values);
  }
}
