package io.tidegate.lab.script.http;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What most selectors of {@code Response.json} want, found in the bytes of a reply: a text, a
 * number or a truth value at a path of names and indices. The script's own JSON would make objects
 * of the whole reply first, which costs ten times as much. Any thread.
 */
final class JsonScalar {

  private static final JsonFactory JSON = new JsonFactory();

  private JsonScalar() {}

  /**
   * The value; null for whatever is not that simple, be it the path, the value, or what is no JSON.
   */
  static @Nullable Object find(byte[] json, String path) {
    if (!isSimple(path)) return null;
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      if (parser.nextToken() == null) return null;
      Object found = descend(parser, path, 0);
      boolean over = parser.streamReadContext().inRoot();
      while (parser.nextToken() != null) {
        if (over) return null;
        over = parser.streamReadContext().inRoot();
      }
      return found;
    } catch (JacksonException _) {
      return null;
    }
  }

  /** Letters, digits and {@code _} between dots; all else may mean something in a selector. */
  private static boolean isSimple(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c != '.' && c != '_' && (c >= 0x80 || !Character.isLetterOrDigit(c))) return false;
    }
    return true;
  }

  private static @Nullable Object descend(JsonParser parser, String path, int from) {
    if (from > path.length()) return scalar(parser);
    int dot = path.indexOf('.', from);
    int to = dot < 0 ? path.length() : dot;
    boolean there =
        switch (parser.currentToken()) {
          case START_OBJECT -> member(parser, path, from, to);
          case START_ARRAY -> element(parser, path, from, to);
          default -> false;
        };
    return there ? descend(parser, path, to + 1) : null;
  }

  private static boolean member(JsonParser parser, String path, int from, int to) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (name.length() == to - from && path.startsWith(name, from)) return true;
      parser.skipChildren();
    }
    return false;
  }

  private static boolean element(JsonParser parser, String path, int from, int to) {
    int index = index(path, from, to);
    if (index < 0) return false;
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      if (i == index) return true;
      parser.skipChildren();
    }
    return false;
  }

  /** Up to nine digits; -1 for all else. */
  private static int index(String path, int from, int to) {
    if (to == from || to - from > 9) return -1;
    int index = 0;
    for (int i = from; i < to; i++) {
      int digit = path.charAt(i) - '0';
      if (digit < 0 || digit > 9) return -1;
      index = 10 * index + digit;
    }
    return index;
  }

  private static @Nullable Object scalar(JsonParser parser) {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }
}
