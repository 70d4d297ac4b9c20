package io.tidegate.api.openapi;

import io.tidegate.api.reply.ProblemType;
import io.tidegate.testkit.Json;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds values against JSON schemas: as much of JSON Schema 2020-12 as the description uses. A
 * keyword it does not know is an error, so that none is overlooked.
 */
final class SchemaValidator {

  private static final Set<String> NOTES = Set.of("description", "default", "$ref", "required");

  private final Map<String, @Nullable Object> root;

  SchemaValidator(Map<String, @Nullable Object> root) {
    this.root = root;
  }

  /** What is wrong with the value, each with where it is; empty if nothing. */
  List<String> faults(Object schema, @Nullable Object value) {
    List<String> faults = new ArrayList<>();
    check(Json.object(schema), value, "$", faults);
    return faults;
  }

  /** The object itself, or what its {@code $ref} leads to. */
  Map<String, @Nullable Object> resolve(@Nullable Object object) {
    Map<String, @Nullable Object> map = Json.object(object);
    if (!(map.get("$ref") instanceof String ref)) return map;
    @Nullable Object at = root;
    for (String step : ref.substring(2).split("/", -1)) {
      at = Json.object(at).get(step);
      if (at == null) throw new AssertionError(ref + " leads nowhere");
    }
    return resolve(at);
  }

  private void check(
      Map<String, @Nullable Object> schema,
      @Nullable Object value,
      String at,
      List<String> faults) {
    if (schema.containsKey("$ref")) check(resolve(schema), value, at, faults);
    schema.forEach((keyword, rule) -> {
      if (!holds(schema, keyword, rule, value, at, faults))
        faults.add(at + " is " + value + ", against " + keyword + " " + rule);
    });
    if (value instanceof Map<?, ?>) required(schema, Json.object(value), at, faults);
  }

  private static void required(
      Map<String, @Nullable Object> schema,
      Map<String, @Nullable Object> value,
      String at,
      List<String> faults) {
    if (!schema.containsKey("required")) return;
    for (Object name : Json.array(schema.get("required"))) {
      if (!value.containsKey(name)) faults.add(at + " has no " + name);
    }
  }

  private boolean holds(
      Map<String, @Nullable Object> schema,
      String keyword,
      @Nullable Object rule,
      @Nullable Object value,
      String at,
      List<String> faults) {
    return switch (keyword) {
      case "type" -> isOneOf(rule, value);
      case "enum" -> Json.array(rule).contains(value);
      case "minimum" -> !(value instanceof Number n) || n.doubleValue() >= number(rule);
      case "maximum" -> !(value instanceof Number n) || n.doubleValue() <= number(rule);
      case "minLength" -> !(value instanceof String s) || s.length() >= number(rule);
      case "maxLength" -> !(value instanceof String s) || s.length() <= number(rule);
      case "minItems" -> !(value instanceof List<?> l) || l.size() >= number(rule);
      case "maxItems" -> !(value instanceof List<?> l) || l.size() <= number(rule);
      case "format" -> !(value instanceof String s) || isTime(s);
      case "allOf" -> {
        for (Object each : Json.array(rule)) check(Json.object(each), value, at, faults);
        yield true;
      }
      case "items" -> {
        if (value instanceof List<?> list)
          for (int i = 0; i < list.size(); i++)
            check(Json.object(rule), list.get(i), at + "[" + i + "]", faults);
        yield true;
      }
      case "properties" -> {
        if (value instanceof Map<?, ?> map) members(Json.object(rule), map, at, faults);
        yield true;
      }
      case "additionalProperties" ->
          !(value instanceof Map<?, ?> map)
              || Json.object(schema.get("properties")).keySet().containsAll(map.keySet());
      default -> {
        if (!NOTES.contains(keyword)) throw new AssertionError("an unknown keyword: " + keyword);
        yield true;
      }
    };
  }

  private void members(
      Map<String, @Nullable Object> properties, Map<?, ?> map, String at, List<String> faults) {
    properties.forEach((name, schema) -> {
      if (map.containsKey(name)) check(Json.object(schema), map.get(name), at + "." + name, faults);
    });
  }

  private static boolean isOneOf(@Nullable Object types, @Nullable Object value) {
    if (!(types instanceof List<?> list)) return is(String.valueOf(types), value);
    return list.stream().anyMatch(type -> is(String.valueOf(type), value));
  }

  private static boolean is(String type, @Nullable Object value) {
    return switch (type) {
      case "object" -> value instanceof Map<?, ?>;
      case "array" -> value instanceof List<?>;
      case "string" -> value instanceof String;
      case "integer" -> value instanceof Long;
      case "number" -> value instanceof Number;
      case "boolean" -> value instanceof Boolean;
      case "null" -> value == null;
      default -> throw new AssertionError("an unknown type: " + type);
    };
  }

  private static boolean isTime(String text) {
    try {
      return OffsetDateTime.parse(text).getYear() >= 1970;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static double number(@Nullable Object rule) {
    if (rule instanceof Number number) return number.doubleValue();
    throw new AssertionError("not a number: " + rule);
  }

  /** The URI of a problem type. */
  static String uri(ProblemType type) {
    return "/problems/" + type.id();
  }
}
