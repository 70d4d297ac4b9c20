package io.tidegate.lab.options;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Options as somebody wrote them: names with texts, numbers, truth values, lists and further trees.
 * It knows which names were asked for, so that the others can be told. Confined to one thread.
 */
public final class OptionTree {

  private final String path;
  private final Map<String, Object> values;
  private final Set<String> known = new LinkedHashSet<>();

  /**
   * A tree.
   *
   * @param path how messages call it, empty for the whole
   * @param values of {@link String}, {@link Number}, {@link Boolean}, {@link List}, {@link Map}
   */
  public OptionTree(String path, Map<String, Object> values) {
    this.path = path;
    this.values = new LinkedHashMap<>(values);
  }

  /** Its values. */
  public Map<String, Object> values() {
    return values;
  }

  /** The same with those of another laid over them. */
  public OptionTree under(OptionTree over) {
    OptionTree both = new OptionTree(path, values);
    both.values.putAll(over.values);
    return both;
  }

  /** Whether it says that. */
  public boolean has(String name) {
    known.add(name);
    return values.get(name) != null;
  }

  /** Names that nobody has asked for. */
  public List<String> unknown() {
    return values.keySet().stream().filter(name -> !known.contains(name)).toList();
  }

  /** How messages call one of its values. */
  String pathOf(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private @Nullable Object value(String name) {
    known.add(name);
    return values.get(name);
  }

  /** A text; numbers are texts too. */
  public @Nullable String text(String name) throws OptionException {
    Object value = value(name);
    return switch (value) {
      case null -> null;
      case String text -> text;
      case Number number -> plain(number);
      case Boolean truth -> truth.toString();
      default -> throw wrong(name, "a text");
    };
  }

  private static String plain(Number number) {
    double value = number.doubleValue();
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** A text, or what holds without one. */
  public String text(String name, String otherwise) throws OptionException {
    String text = text(name);
    return text == null ? otherwise : text;
  }

  /** A whole number in these bounds; null without one. */
  public @Nullable Long whole(String name, long least, long most) throws OptionException {
    String text = text(name);
    if (text == null) return null;
    try {
      long number = Long.parseLong(text);
      if (number < least || number > most) throw new NumberFormatException();
      return number;
    } catch (NumberFormatException _) {
      throw wrong(name, "a whole number from " + least + " to " + most);
    }
  }

  /** The same, or what holds without one. */
  public int whole(String name, int least, int most, int otherwise) throws OptionException {
    Long number = whole(name, least, most);
    return number == null ? otherwise : Math.toIntExact(number);
  }

  /** A truth value, or what holds without one. */
  public boolean truth(String name, boolean otherwise) throws OptionException {
    String text = text(name);
    if (text == null) return otherwise;
    return switch (text) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw wrong(name, "true or false");
    };
  }

  /** A time that is not negative; null without one. */
  public @Nullable Duration time(String name) throws OptionException {
    Object value = value(name);
    if (value == null) return null;
    Duration time = Durations.of(pathOf(name), value);
    if (time.isNegative()) throw wrong(name, "no less than 0");
    return time;
  }

  /** The same, or what holds without one. */
  public Duration time(String name, Duration otherwise) throws OptionException {
    Duration time = time(name);
    return time == null ? otherwise : time;
  }

  /** Another tree; empty without one. */
  public OptionTree tree(String name) throws OptionException {
    Object value = value(name);
    if (value == null) return new OptionTree(pathOf(name), Map.of());
    if (value instanceof Map<?, ?> map) return new OptionTree(pathOf(name), named(map));
    throw wrong(name, "an object");
  }

  /** Texts by their names, in order; empty without them. */
  public Map<String, String> texts(String name) throws OptionException {
    OptionTree tree = tree(name);
    Map<String, String> texts = new LinkedHashMap<>();
    for (String key : tree.values.keySet()) texts.put(key, tree.text(key, ""));
    return texts;
  }

  /** A list; one value alone is a list of it; empty without one. */
  public List<Object> list(String name) throws OptionException {
    Object value = value(name);
    if (value == null) return List.of();
    if (!(value instanceof List<?> list)) return List.of(value);
    List<Object> all = new ArrayList<>();
    for (Object one : list) if (one != null) all.add(one);
    return all;
  }

  /** A list of trees. */
  public List<OptionTree> trees(String name) throws OptionException {
    List<OptionTree> trees = new ArrayList<>();
    for (Object one : list(name)) {
      if (!(one instanceof Map<?, ?> map)) throw wrong(name, "a list of objects");
      trees.add(new OptionTree(pathOf(name) + "[" + trees.size() + "]", named(map)));
    }
    return trees;
  }

  /** A map by the texts of its keys. */
  static Map<String, Object> named(Map<?, ?> map) {
    Map<String, Object> named = new LinkedHashMap<>();
    map.forEach((key, value) -> {
      if (value != null) named.put(String.valueOf(key), value);
    });
    return named;
  }

  /** What is wrong with one of its values. */
  public OptionException wrong(String name, String wanted) {
    return new OptionException(
        "%s must be %s, not \"%s\"".formatted(pathOf(name), wanted, values.get(name)));
  }
}
