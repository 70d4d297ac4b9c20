package io.tidegate.api.openapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The description as maps, lists, texts and numbers, with its references followed. What is missing
 * is empty rather than null: the page says what there is. Pure.
 */
final class Tree {

  private static final String REFERENCE = "$ref";

  private final Map<String, @Nullable Object> root;

  private Tree(Map<String, @Nullable Object> root) {
    this.root = root;
  }

  /** Reads a description, which is an object. */
  static Tree read(byte[] json) {
    try (JsonParser parser =
        JsonFactory.builder().build().createParser(ObjectReadContext.empty(), json)) {
      return new Tree(object(value(parser, parser.nextToken())));
    }
  }

  Map<String, @Nullable Object> root() {
    return root;
  }

  /** The member, which is an object; where it refers to another place, what is there. */
  Map<String, @Nullable Object> object(Map<String, @Nullable Object> parent, String member) {
    return followed(parent.get(member));
  }

  /** The object; where it refers to another place, what is there, under its own words. */
  Map<String, @Nullable Object> followed(@Nullable Object value) {
    Map<String, @Nullable Object> here = object(value);
    if (!(here.get(REFERENCE) instanceof String reference)) return here;
    Map<String, @Nullable Object> there = new LinkedHashMap<>(at(reference));
    here.forEach((name, own) -> {
      if (!name.equals(REFERENCE)) there.put(name, own);
    });
    return there;
  }

  private Map<String, @Nullable Object> at(String reference) {
    Map<String, @Nullable Object> place = root;
    for (String step : reference.substring(2).split("/", -1)) place = object(place.get(step));
    return followed(place);
  }

  /** The last step of a reference, which names what it leads to; empty if it is none. */
  static String name(@Nullable Object value) {
    return object(value).get(REFERENCE) instanceof String reference
        ? reference.substring(reference.lastIndexOf('/') + 1)
        : "";
  }

  /** The member as text; empty if there is none. */
  static String text(Map<String, @Nullable Object> parent, String member) {
    Object value = parent.get(member);
    return value == null ? "" : String.valueOf(value);
  }

  static List<@Nullable Object> list(Map<String, @Nullable Object> parent, String member) {
    return parent.get(member) instanceof List<?> list ? new ArrayList<>(list) : List.of();
  }

  @SuppressWarnings("unchecked") // keys of what read() makes are texts
  static Map<String, @Nullable Object> object(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
  }

  private static @Nullable Object value(JsonParser parser, @Nullable JsonToken token) {
    return switch (token) {
      case START_OBJECT -> members(parser);
      case START_ARRAY -> items(parser);
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case null, default -> null;
    };
  }

  private static Map<String, @Nullable Object> members(JsonParser parser) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    for (String name = parser.nextName(); name != null; name = parser.nextName())
      members.put(name, value(parser, parser.nextToken()));
    return members;
  }

  private static List<@Nullable Object> items(JsonParser parser) {
    List<@Nullable Object> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) items.add(value(parser, token));
    return items;
  }
}
