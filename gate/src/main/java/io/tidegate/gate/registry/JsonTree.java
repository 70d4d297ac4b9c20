package io.tidegate.gate.registry;

import io.tidegate.http.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** {@link WireForm#JSON}. Members that are null are left out. Pure. */
final class JsonTree {

  private static final JsonFactory STRICT =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private JsonTree() {}

  static Map<String, Object> read(byte[] bytes, int from, int length) {
    try (JsonParser json = STRICT.createParser(ObjectReadContext.empty(), bytes, from, length)) {
      if (json.nextToken() != JsonToken.START_OBJECT)
        throw new IllegalArgumentException("The body must be an object.");
      Map<String, Object> tree = object(json, 0);
      if (json.nextToken() != null)
        throw new IllegalArgumentException("There is something behind the object.");
      return tree;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("The body is not JSON.", e);
    }
  }

  private static Map<String, Object> object(JsonParser json, int depth) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      Object value = value(json, json.nextToken(), depth + 1);
      if (value != null) object.put(name, value);
    }
    return object;
  }

  private static @Nullable Object value(JsonParser json, JsonToken token, int depth) {
    if (depth > WireForm.DEPTH_MOST) throw new IllegalArgumentException("The body is too deep.");
    return switch (token) {
      case START_OBJECT -> object(json, depth);
      case START_ARRAY -> array(json, depth);
      case VALUE_NULL -> null;
      default -> json.getString();
    };
  }

  private static List<Object> array(JsonParser json, int depth) {
    List<Object> array = new ArrayList<>();
    for (JsonToken t = json.nextToken(); t != JsonToken.END_ARRAY; t = json.nextToken()) {
      Object value = value(json, t, depth + 1);
      if (value != null) array.add(value);
    }
    return array;
  }

  static byte[] write(String root, Map<String, Object> tree) {
    JsonWriter json = new JsonWriter(4_096);
    write(json, Map.of(root, tree));
    return json.toBytes();
  }

  private static void write(JsonWriter json, Object value) {
    switch (value) {
      case Map<?, ?> object -> {
        json.beginObject();
        object.forEach((name, member) -> {
          json.anyName(String.valueOf(name));
          write(json, member);
        });
        json.endObject();
      }
      case List<?> list -> {
        json.beginArray();
        list.forEach(item -> write(json, item));
        json.endArray();
      }
      case Long number -> json.value(number.longValue());
      default -> json.value(value.toString());
    }
  }
}
