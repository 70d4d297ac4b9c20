package io.tidegate.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Checks documents against a JSON schema of {@code src/test/resources/deploy}, by the words that
 * those schemas use. A word it does not know is an error of the schema, so that nothing is passed
 * over.
 */
final class SchemaCheck {
  private static final Set<String> WORDS =
      Set.of(
          "type",
          "properties",
          "required",
          "additionalProperties",
          "patternProperties",
          "items",
          "enum",
          "oneOf",
          "anyOf",
          "$ref",
          "minimum",
          "maximum",
          "uniqueItems",
          "title",
          "deprecated");

  private final Map<?, ?> kinds;
  private final Map<?, ?> definitions;

  private SchemaCheck(Map<?, ?> file) {
    kinds = map(file.get("kinds"));
    definitions = map(file.get("$defs"));
    definitions.values().forEach(this::knowsWordsOf);
  }

  static SchemaCheck of(String name) throws IOException {
    try (InputStream in = SchemaCheck.class.getResourceAsStream("/deploy/" + name)) {
      if (in == null) throw new IOException("no schema " + name);
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new SchemaCheck(map(new Load(LoadSettings.builder().build()).loadFromString(text)));
    }
  }

  /** What is wrong with the document, each with the place. */
  List<String> problems(String kind, Object document) {
    Object reference = kinds.get(kind);
    if (reference == null) return List.of("no schema for " + kind);
    List<String> found = new ArrayList<>();
    check(Map.of("$ref", reference), document, kind, found);
    return found;
  }

  private void knowsWordsOf(@Nullable Object schema) {
    if (!(schema instanceof Map<?, ?> words)) return;
    for (Object word : words.keySet())
      if (!WORDS.contains(word)) throw new IllegalStateException("unknown word " + word);
    for (String each : List.of("properties", "patternProperties"))
      if (words.get(each) instanceof Map<?, ?> parts) parts.values().forEach(this::knowsWordsOf);
    for (String one : List.of("items", "additionalProperties")) knowsWordsOf(words.get(one));
    for (String some : List.of("oneOf", "anyOf"))
      if (words.get(some) instanceof List<?> ways) ways.forEach(this::knowsWordsOf);
  }

  private void check(Map<?, ?> schema, @Nullable Object value, String at, List<String> found) {
    if (schema.get("$ref") instanceof String reference)
      check(definition(reference), value, at, found);
    if (schema.containsKey("type") && types(schema.get("type")).noneMatch(t -> is(t, value))) {
      found.add(at + " is " + value + ", not " + schema.get("type"));
      return;
    }
    if (schema.get("enum") instanceof List<?> values && !values.contains(value))
      found.add(at + " is " + value + ", not one of " + values);
    if (value instanceof Number number) bounds(schema, number.doubleValue(), at, found);
    if (value instanceof Map<?, ?> object) members(schema, object, at, found);
    if (value instanceof List<?> list) items(schema, list, at, found);
    ways(schema, value, at, found);
  }

  private Map<?, ?> definition(String reference) {
    return map(definitions.get(reference.substring("#/$defs/".length())));
  }

  private static void bounds(Map<?, ?> schema, double value, String at, List<String> found) {
    if (schema.get("minimum") instanceof Number least && value < least.doubleValue())
      found.add(at + " is below " + least);
    if (schema.get("maximum") instanceof Number most && value > most.doubleValue())
      found.add(at + " is above " + most);
  }

  private void members(Map<?, ?> schema, Map<?, ?> object, String at, List<String> found) {
    if (schema.get("required") instanceof List<?> names)
      for (Object name : names) if (!object.containsKey(name)) found.add(at + " has no " + name);
    object.forEach((name, value) -> member(schema, String.valueOf(name), value, at, found));
  }

  private void member(
      Map<?, ?> schema, String name, @Nullable Object value, String at, List<String> found) {
    String there = at + "." + name;
    boolean known = false;
    if (schema.get("properties") instanceof Map<?, ?> properties && properties.containsKey(name)) {
      known = true;
      check(map(properties.get(name)), value, there, found);
    }
    if (schema.get("patternProperties") instanceof Map<?, ?> patterns)
      for (var pattern : patterns.entrySet())
        if (Pattern.compile(String.valueOf(pattern.getKey())).matcher(name).find()) {
          known = true;
          check(map(pattern.getValue()), value, there, found);
        }
    if (known) return;
    Object others = schema.get("additionalProperties");
    if (others instanceof Map<?, ?> each) check(each, value, there, found);
    if (Boolean.FALSE.equals(others)) found.add(there + " is unknown");
  }

  private void items(Map<?, ?> schema, List<?> list, String at, List<String> found) {
    if (Boolean.TRUE.equals(schema.get("uniqueItems")) && new HashSet<>(list).size() < list.size())
      found.add(at + " has something twice");
    if (!(schema.get("items") instanceof Map<?, ?> each)) return;
    for (int i = 0; i < list.size(); i++) check(each, list.get(i), at + "[" + i + "]", found);
  }

  private void ways(Map<?, ?> schema, @Nullable Object value, String at, List<String> found) {
    if (schema.get("oneOf") instanceof List<?> ways) {
      long fits = ways.stream().filter(way -> fits(map(way), value, at)).count();
      if (fits != 1) found.add(at + " fits " + fits + " of the ways it may be, not one");
    }
    if (schema.get("anyOf") instanceof List<?> ways
        && ways.stream().noneMatch(way -> fits(map(way), value, at)))
      found.add(at + " fits none of the ways it may be");
  }

  private boolean fits(Map<?, ?> schema, @Nullable Object value, String at) {
    List<String> found = new ArrayList<>();
    check(schema, value, at, found);
    return found.isEmpty();
  }

  private static Stream<String> types(@Nullable Object type) {
    return type instanceof List<?> several
        ? several.stream().map(String::valueOf)
        : Stream.of(String.valueOf(type));
  }

  private static boolean is(String type, @Nullable Object value) {
    return switch (type) {
      case "string" -> value instanceof String;
      case "boolean" -> value instanceof Boolean;
      case "integer" -> value instanceof Integer || value instanceof Long;
      case "number" -> value instanceof Number;
      case "object" -> value instanceof Map;
      case "array" -> value instanceof List;
      case "null" -> value == null;
      default -> throw new IllegalStateException("unknown type " + type);
    };
  }

  private static Map<?, ?> map(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) return map;
    throw new IllegalStateException("no object: " + value);
  }
}
