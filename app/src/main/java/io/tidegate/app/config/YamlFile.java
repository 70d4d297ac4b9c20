package io.tidegate.app.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * The configuration file, read as a tree of nodes and not into maps: nodes know their lines, and a
 * key that occurs twice can be noticed.
 */
final class YamlFile {
  private final Path file;
  private final Draft draft;
  private final Map<String, String> placeOf = new HashMap<>();

  private YamlFile(Path file, Draft draft) {
    this.file = file;
    this.draft = draft;
  }

  /** Takes over what the file sets, and what is wrong with it. */
  static void read(Path file, Draft draft) {
    new YamlFile(file, draft).read();
  }

  private void read() {
    try {
      text().flatMap(this::tree).filter(node -> !isEmpty(node)).ifPresent(this::root);
    } catch (MarkedYamlEngineException e) {
      draft.problem(place(e.getProblemMark()), ConfigText.wrong(e));
    } catch (YamlEngineException e) {
      draft.problem(file.toString(), "is not YAML 1.2: " + oneLine(String.valueOf(e.getMessage())));
    }
  }

  private Optional<String> text() {
    return ConfigText.read(file, what -> draft.problem(file.toString(), what));
  }

  private Optional<Node> tree(String text) {
    LoadSettings settings =
        LoadSettings.builder().setSchema(new CoreSchema()).setAllowNonScalarKeys(true).build();
    return new Compose(settings).composeString(text);
  }

  private void root(Node node) {
    if (node instanceof MappingNode map) mapping("", map);
    else
      draft.problem(
          place(node.getStartMark()), "must be keys and values, such as \"identity: trusted\"");
  }

  private void mapping(String prefix, MappingNode map) {
    for (NodeTuple pair : map.getValue()) {
      String place = place(pair.getKeyNode().getStartMark());
      if (pair.getKeyNode() instanceof ScalarNode key) {
        pair(place, prefix + key.getValue(), pair.getValueNode());
      } else {
        draft.problem(place, "a key must be plain text");
      }
    }
  }

  private void pair(String place, String name, Node value) {
    String before = placeOf.putIfAbsent(name, place);
    if (before != null) {
      draft.problem(place, name + " stands already at " + before);
    } else if (ConfigKeys.sections().contains(name)) {
      section(place, name, value);
    } else {
      ConfigKeys.find(ConfigKey::name, name)
          .ifPresentOrElse(key -> set(place, key, value), () -> unknown(place, name, value));
    }
  }

  private void section(String place, String name, Node value) {
    if (value instanceof MappingNode map) mapping(name + ".", map);
    else if (!isEmpty(value)) draft.problem(place, name + " is a section; its keys stand below it");
  }

  private void unknown(String place, String name, Node value) {
    boolean asSection = value instanceof MappingNode;
    String problem =
        asSection
            ? "is not a section; the nearest is " + NearestName.to(name, ConfigKeys.sections())
            : ConfigKeys.notKnown(ConfigKey::name, name, "key");
    draft.problem(place, name + " " + problem);
  }

  private void set(String place, ConfigKey key, Node value) {
    if (isEmpty(value)) {
      draft.problem(place, key.name() + " must be " + key.expected() + ", not empty");
    } else if (value instanceof ScalarNode scalar) {
      draft.set(place, key, scalar.getValue());
    } else if (value instanceof SequenceNode sequence && areTexts(sequence)) {
      draft.set(place, key, texts(sequence));
    } else {
      draft.problem(place, key.name() + " must be " + key.expected() + ", not a structure");
    }
  }

  private static boolean areTexts(SequenceNode sequence) {
    return sequence.getValue().stream().allMatch(ScalarNode.class::isInstance);
  }

  private static List<String> texts(SequenceNode sequence) {
    return sequence.getValue().stream().map(item -> ((ScalarNode) item).getValue()).toList();
  }

  private static boolean isEmpty(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private String place(Optional<Mark> mark) {
    return file + mark.map(at -> ":" + (at.getLine() + 1)).orElse("");
  }

  private static String oneLine(String text) {
    return text.lines().findFirst().orElse("is not YAML");
  }
}
