package io.tidegate.app.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Keys and values of a YAML file that stand together. Whoever reads it asks for the keys that there
 * may be; {@link #end} then tells those that nobody asked for. What is wrong is collected with its
 * line, so that one look shows everything there is to mend.
 */
public final class YamlSection {

  private final Path file;
  private final String name;
  private final List<String> problems;
  private final @Nullable Node node;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, String> places = new LinkedHashMap<>();
  private final Set<String> known = new TreeSet<>();

  /**
   * @param name for messages: {@code routes[2]}; empty for the whole file
   */
  public YamlSection(Path file, String name, @Nullable Node node, List<String> problems) {
    this.file = file;
    this.name = name;
    this.node = node;
    this.problems = problems;
    if (node instanceof MappingNode map) map.getValue().forEach(this::take);
    else if (node != null && !isEmpty(node)) problem("must be keys and values");
  }

  private void take(NodeTuple pair) {
    String place = place(pair.getKeyNode());
    if (!(pair.getKeyNode() instanceof ScalarNode key)) {
      problems.add(place + ": a key must be plain text");
      return;
    }
    String before = places.putIfAbsent(key.getValue(), place);
    if (before == null) values.put(key.getValue(), pair.getValueNode());
    else problems.add(place + ": " + full(key.getValue()) + " stands already at " + before);
  }

  /** Keys, where any may be there. */
  public Set<String> keys() {
    known.addAll(values.keySet());
    return values.keySet();
  }

  public boolean has(String key) {
    known.add(key);
    Node value = values.get(key);
    return value != null && !isEmpty(value);
  }

  /** The text of a value; null without one. */
  public @Nullable String text(String key) {
    if (!has(key)) return null;
    if (values.get(key) instanceof ScalarNode scalar) return scalar.getValue();
    problem(key, "must be one value");
    return null;
  }

  public String text(String key, String otherwise) {
    String text = text(key);
    return text == null ? otherwise : text;
  }

  public int number(String key, int least, int most, int otherwise) {
    return (int) longNumber(key, least, most, otherwise);
  }

  public long longNumber(String key, long least, long most, long otherwise) {
    String text = text(key);
    if (text == null) return otherwise;
    try {
      long number = Long.parseLong(text.replace("_", ""));
      if (number >= least && number <= most) return number;
    } catch (NumberFormatException _) {
      // What helps is to say what would have been right.
    }
    boolean bounded = least != Integer.MIN_VALUE;
    String bounds = bounded ? " in [" + least + ", " + most + "]" : "";
    problem(key, "must be a whole number" + bounds + ", not \"" + text + "\"");
    return otherwise;
  }

  /** A whole number, whose bounds are checked by what is made of it. */
  public int number(String key, int otherwise) {
    return number(key, Integer.MIN_VALUE, Integer.MAX_VALUE, otherwise);
  }

  /** A time in milliseconds, whose bounds are checked by what is made of it. */
  public Duration time(String key, Duration otherwise) {
    return Duration.ofMillis(number(key, (int) otherwise.toMillis()));
  }

  public boolean flag(String key, boolean otherwise) {
    String text = text(key);
    if (text == null) return otherwise;
    if (!text.equals("true") && !text.equals("false"))
      problem(key, "must be true or false, not \"" + text + "\"");
    return text.equals("true");
  }

  /** A choice among words. */
  public <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
    String text = text(key);
    if (text == null) return otherwise;
    List<String> words = new ArrayList<>();
    for (E choice : type.getEnumConstants()) {
      String word = choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (word.equals(text)) return choice;
      words.add(word);
    }
    problem(key, "must be " + String.join(" or ", words) + ", not \"" + text + "\"");
    return otherwise;
  }

  /** One text or a list of them; empty without any. */
  public List<String> texts(String key) {
    if (!has(key)) return List.of();
    Node value = values.get(key);
    if (value instanceof ScalarNode scalar) return List.of(scalar.getValue());
    if (value instanceof SequenceNode sequence
        && sequence.getValue().stream().allMatch(ScalarNode.class::isInstance))
      return sequence.getValue().stream().map(item -> ((ScalarNode) item).getValue()).toList();
    problem(key, "must be a value or a list of values");
    return List.of();
  }

  /** Whether the value has keys of its own. */
  public boolean isSection(String key) {
    return has(key) && values.get(key) instanceof MappingNode;
  }

  /** What stands below the key, be it nothing. */
  public YamlSection section(String key) {
    has(key);
    return new YamlSection(file, full(key), values.get(key), problems);
  }

  /** The items of a list whose items have keys of their own. */
  public List<YamlSection> sections(String key) {
    if (!has(key)) return List.of();
    if (!(values.get(key) instanceof SequenceNode sequence)) {
      problem(key, "must be a list");
      return List.of();
    }
    List<YamlSection> sections = new ArrayList<>();
    for (Node item : sequence.getValue())
      sections.add(
          new YamlSection(file, full(key) + "[" + (sections.size() + 1) + "]", item, problems));
    return sections;
  }

  /** Adds what is wrong with the value of a key. */
  public void problem(String key, String what) {
    String place = places.get(key);
    problems.add((place == null ? place(node) : place) + ": " + full(key) + " " + what);
  }

  /** Adds what is wrong with all of it. */
  public void problem(String what) {
    problems.add(place(node) + ": " + (name.isEmpty() ? "the file" : name) + " " + what);
  }

  /** Tells the keys that there are and that nobody asked for. */
  public void end() {
    for (String key : values.keySet()) {
      if (known.contains(key)) continue;
      problem(key, "is not a key; the nearest is " + NearestName.to(key, known));
    }
  }

  private String full(String key) {
    return name.isEmpty() ? key : name + "." + key;
  }

  private String place(@Nullable Node of) {
    return file
        + (of == null ? "" : of.getStartMark().map(at -> ":" + (at.getLine() + 1)).orElse(""));
  }

  private static boolean isEmpty(Node node) {
    return node.getTag().equals(Tag.NULL);
  }
}
