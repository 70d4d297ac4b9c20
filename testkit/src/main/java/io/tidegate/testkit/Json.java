package io.tidegate.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** JSON as maps, lists, texts, longs, doubles, booleans and null. */
public final class Json {

  private static final JsonFactory STRICT =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private Json() {}

  /** Reads one value with nothing after it. */
  public static @Nullable Object read(String text) {
    try (JsonParser parser = STRICT.createParser(ObjectReadContext.empty(), text)) {
      Object value = value(parser, parser.nextToken());
      if (parser.nextToken() != null) throw new AssertionError("more after the value: " + text);
      return value;
    }
  }

  /** The value, which is an object. */
  @SuppressWarnings("unchecked") // keys of what read() makes are texts
  public static Map<String, @Nullable Object> object(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) return (Map<String, @Nullable Object>) map;
    throw new AssertionError("not an object: " + value);
  }

  /** The value, which is an array. */
  @SuppressWarnings("unchecked") // any element is an object or null
  public static List<@Nullable Object> array(@Nullable Object value) {
    if (value instanceof List<?> list) return (List<@Nullable Object>) list;
    throw new AssertionError("not an array: " + value);
  }

  /** The value, which is a whole number. */
  public static long number(@Nullable Object value) {
    if (value instanceof Long number) return number;
    throw new AssertionError("not a whole number: " + value);
  }

  private static @Nullable Object value(JsonParser parser, @Nullable JsonToken token) {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case null, default -> throw new AssertionError("no value: " + token);
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (String name = parser.nextName(); name != null; name = parser.nextName())
      object.put(name, value(parser, parser.nextToken()));
    return object;
  }

  private static List<@Nullable Object> array(JsonParser parser) {
    List<@Nullable Object> array = new ArrayList<>();
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken())
      array.add(value(parser, t));
    return array;
  }
}
