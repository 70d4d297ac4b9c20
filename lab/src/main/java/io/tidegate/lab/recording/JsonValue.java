package io.tidegate.lab.recording;

import io.tidegate.http.json.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A value of JSON; what is missing reads as nothing: empty, 0 or false. */
public record JsonValue(@Nullable Object value) {

  private static final JsonFactory JSON = new JsonFactory();

  /** A text that is no JSON. */
  public static final class NoJsonException extends IOException {
    private static final long serialVersionUID = 1;

    NoJsonException(JacksonException cause) {
      super("no JSON: " + cause.getOriginalMessage(), cause);
    }
  }

  /**
   * The value that a text begins with.
   *
   * @throws NoJsonException if there is none
   */
  public static JsonValue read(byte[] bytes) throws NoJsonException {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), bytes)) {
      return new JsonValue(value(parser, parser.nextToken()));
    } catch (JacksonException e) {
      throw new NoJsonException(e);
    }
  }

  private static @Nullable Object value(JsonParser parser, @Nullable JsonToken token) {
    return switch (token) {
      case START_OBJECT -> {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        for (String name = parser.nextName(); name != null; name = parser.nextName())
          members.put(name, new JsonValue(value(parser, parser.nextToken())));
        yield members;
      }
      case START_ARRAY -> {
        List<JsonValue> elements = new ArrayList<>();
        for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken())
          elements.add(new JsonValue(value(parser, t)));
        yield elements;
      }
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case null, default -> null;
    };
  }

  /** Whether it has a member of this name that is not null. */
  public boolean has(String name) {
    return get(name).value != null;
  }

  /** A member. */
  public JsonValue get(String name) {
    return value instanceof Map<?, ?> members && members.get(name) instanceof JsonValue member
        ? member
        : new JsonValue(null);
  }

  /** The names of its members, in order. */
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    if (value instanceof Map<?, ?> members)
      for (Object name : members.keySet()) names.add(String.valueOf(name));
    return names;
  }

  /** A member as text. */
  public String text(String name) {
    Object member = get(name).value;
    return member == null ? "" : String.valueOf(member);
  }

  /** A member that is a number. */
  public double number(String name) {
    return get(name).value instanceof Double number ? number : 0;
  }

  boolean flag(String name) {
    return Boolean.TRUE.equals(get(name).value);
  }

  /** A member that is a list. */
  public List<JsonValue> list(String name) {
    return get(name).elements();
  }

  List<String> texts(String name) {
    return list(name).stream().map(one -> String.valueOf(one.value)).toList();
  }

  private List<JsonValue> elements() {
    List<JsonValue> elements = new ArrayList<>();
    if (value instanceof List<?> list)
      for (Object element : list) if (element instanceof JsonValue tree) elements.add(tree);
    return elements;
  }

  /** As text again. */
  public String json() {
    JsonWriter json = new JsonWriter(1_024);
    write(json);
    return json.toString();
  }

  private void write(JsonWriter json) {
    switch (value) {
      case Map<?, ?> _ -> {
        json.beginObject();
        for (String name : names()) {
          json.anyName(name);
          get(name).write(json);
        }
        json.endObject();
      }
      case List<?> _ -> {
        json.beginArray();
        for (JsonValue element : elements()) element.write(json);
        json.endArray();
      }
      case String text -> json.value(text);
      case Double number -> json.value((double) number);
      case Boolean flag -> json.value((boolean) flag);
      case null, default -> json.nullValue();
    }
  }
}
