package io.tidegate.gate.discovery.kubernetes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One value of JSON, bounded in size. What is not there and null are the same, as they are for the
 * API server; what is of another type than asked for is malformed. Not thread-safe.
 *
 * @param value a map, a list, a text, a long, a double, a boolean or null
 */
record JsonValue(@Nullable Object value) {

  /** Values in one, those in it counted; a slice of 1,000 endpoints has 20,000. */
  private static final int MOST = 500_000;

  /** Reads the one whose first token is the parser's current one. */
  static JsonValue read(JsonParser json) throws MalformedException {
    int[] left = {MOST};
    return new JsonValue(read(json, json.currentToken(), left));
  }

  private static @Nullable Object read(JsonParser json, @Nullable JsonToken token, int[] left)
      throws MalformedException {
    if (--left[0] < 0) throw new MalformedException("more than " + MOST + " values in one object");
    return switch (token) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (String name = json.nextName(); name != null; name = json.nextName())
          object.put(name, read(json, json.nextToken(), left));
        yield object;
      }
      case START_ARRAY -> {
        List<@Nullable Object> array = new ArrayList<>();
        for (JsonToken t = json.nextToken(); t != JsonToken.END_ARRAY; t = json.nextToken())
          array.add(read(json, t, left));
        yield array;
      }
      case VALUE_STRING -> json.getString();
      case VALUE_NUMBER_INT -> json.getLongValue();
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case null, default -> throw new MalformedException("no value where one must be");
    };
  }

  /** What an object has by this name. */
  JsonValue at(String name) throws MalformedException {
    if (value == null) return this;
    if (!(value instanceof Map<?, ?> object)) throw other("an object");
    return new JsonValue(object.get(name));
  }

  /** Those of an array; none of null. */
  List<JsonValue> items() throws MalformedException {
    if (value == null) return List.of();
    if (!(value instanceof List<?> array)) throw other("an array");
    List<JsonValue> items = new ArrayList<>(array.size());
    for (Object item : array) items.add(new JsonValue(item));
    return items;
  }

  /** Empty of null. */
  String text() throws MalformedException {
    if (value == null) return "";
    if (!(value instanceof String text)) throw other("a text");
    return text;
  }

  /** 0 of null. */
  long number() throws MalformedException {
    if (value == null) return 0;
    if (!(value instanceof Long number)) throw other("a whole number");
    return number;
  }

  boolean flag(boolean otherwise) throws MalformedException {
    if (value == null) return otherwise;
    if (!(value instanceof Boolean flag)) throw other("true or false");
    return flag;
  }

  private static MalformedException other(String wanted) {
    return new MalformedException("something else where " + wanted + " must be");
  }
}
