package io.tidegate.app.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * All keys of the configuration, as they follow from its records: a component is a key, or a
 * section of keys if it is a record.
 */
final class ConfigKeys {
  private ConfigKeys() {}

  /** All keys, in the order in which the records name them. */
  static List<ConfigKey> all() {
    return components(Config.class)
        .flatMap(one -> isSection(one) ? of(one.getType()) : Stream.of(key("", one)))
        .toList();
  }

  /** The key whose name of this kind, such as {@link ConfigKey#variable}, is the given one. */
  static Optional<ConfigKey> find(Function<ConfigKey, String> kind, String name) {
    return all().stream().filter(key -> kind.apply(key).equals(name)).findFirst();
  }

  /** The new name of each key that was renamed, by its old name. */
  private static final Map<String, String> RENAMED =
      Map.of("limits.wallets", "limits.users", "wallet.self-charge", "wallet.self-top-up");

  /**
   * What to say of a name of this kind that is no key: what it is called now, or what was most
   * likely meant.
   *
   * @param what what the name is not, as {@code key}
   */
  static String notKnown(Function<ConfigKey, String> kind, String name, String what) {
    for (Map.Entry<String, String> renamed : RENAMED.entrySet()) {
      Optional<ConfigKey> now = find(ConfigKey::name, renamed.getValue());
      if (now.isPresent() && letters(name).endsWith(letters(renamed.getKey())))
        return "is " + kind.apply(now.get()) + " now";
    }
    String nearest = NearestName.to(name, all().stream().map(kind).toList());
    return "is not a " + what + "; the nearest is " + nearest;
  }

  /** A name as all kinds have it in common: no prefix of theirs begins with a letter of another. */
  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
  }

  /** The names of the sections, in the order of {@link Config}. */
  static List<String> sections() {
    return components(Config.class)
        .filter(ConfigKeys::isSection)
        .map(one -> kebab(one.getName()))
        .toList();
  }

  /** A Java name as the file has it: {@code maxBodyBytes} is {@code max-body-bytes}. */
  static String kebab(String camel) {
    return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /**
   * Refuses what the bounds refuse; for a record's constructor.
   *
   * @param values one for each component, in order
   * @throws ConfigException with one problem for each value out of bounds
   */
  static void check(Class<? extends Record> type, Object... values) {
    List<String> problems = new ArrayList<>();
    RecordComponent[] components = type.getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      if (isSection(components[i])) continue;
      ConfigKey key = key(prefix(type), components[i]);
      if (!key.allows(values[i])) problems.add(key.name() + " " + key.refusal(values[i]));
    }
    if (!problems.isEmpty()) throw new ConfigException(problems);
  }

  private static Stream<ConfigKey> of(Class<?> section) {
    return components(section).map(component -> key(prefix(section), component));
  }

  private static ConfigKey key(String prefix, RecordComponent component) {
    return new ConfigKey(prefix + kebab(component.getName()), component);
  }

  /** What a section's keys begin with; nothing for the keys of the root. */
  private static String prefix(Class<?> type) {
    return components(Config.class)
        .filter(component -> isSection(component) && component.getType() == type)
        .map(component -> kebab(component.getName()) + ".")
        .findFirst()
        .orElse("");
  }

  private static Stream<RecordComponent> components(Class<?> type) {
    return Stream.of(type.getRecordComponents());
  }

  private static boolean isSection(RecordComponent component) {
    return component.getType().isRecord();
  }
}
