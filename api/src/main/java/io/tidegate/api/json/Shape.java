package io.tidegate.api.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * What a body may hold: one object with these fields and no others, each at most once, each of its
 * type. How deep it may nest follows from the types. Immutable; any thread.
 */
public final class Shape {

  private static final int FIELDS_MAX = 31;
  private static final int DEPTH_MAX = 8;
  private static final int NUMBER_MAX = 400;
  private static final int NAME_MAX = 256;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH_MAX)
                  .maxNumberLength(NUMBER_MAX)
                  .maxNameLength(NAME_MAX)
                  .build())
          .build();

  private final Field[] fields;

  private Shape(Field[] fields) {
    this.fields = fields;
  }

  /** A shape of at most 31 fields. */
  public static Shape of(Field... fields) {
    if (fields.length > FIELDS_MAX) throw new IllegalArgumentException("too many fields");
    return new Shape(fields.clone());
  }

  /** Names of its fields. */
  public List<String> names() {
    return Arrays.stream(fields).map(Field::name).toList();
  }

  /**
   * Reads a body; an empty one is an object without fields.
   *
   * @throws MalformedException if it is not such an object; says which field and why
   */
  public Values read(byte[] bytes, int offset, int length) {
    Values values = new Values(this, fields.length);
    if (length == 0) return values;
    if (!isUtf8(bytes, offset, length))
      throw new MalformedException("The body is not JSON in UTF-8.");
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
      readObject(parser, values);
    } catch (StreamConstraintsException e) {
      throw new MalformedException(beyond(e));
    } catch (JacksonException e) {
      throw new MalformedException(
          "The body is not JSON: it cannot be read" + where(e, " from byte ") + ".");
    }
    return values;
  }

  /**
   * The parser takes overlong forms, in which one text has several spellings, and finds out by zero
   * bytes that it is UTF-16 or UTF-32; JSON in UTF-8 has none.
   */
  private static boolean isUtf8(byte[] bytes, int offset, int length) {
    int at = offset;
    while (at < offset + length && bytes[at] > 0) at++;
    if (at == offset + length) return true;
    for (int i = at; i < offset + length; i++) if (bytes[i] == 0) return false;
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** Which bound of the parser's was passed: such a body is JSON, but none that is taken here. */
  private static String beyond(StreamConstraintsException e) {
    String said = e.getOriginalMessage();
    String what =
        said == null
            ? "something is too long"
            : said.startsWith("Name")
                ? "the name of a field has more than " + NAME_MAX + " bytes"
                : said.startsWith("Number")
                    ? "a number has more than " + NUMBER_MAX + " digits"
                    : said.startsWith("Document nesting")
                        ? "it is nested more than " + DEPTH_MAX + " deep"
                        : "something is too long";
    return "The body is not taken: " + what + where(e, ", at byte ") + ".";
  }

  private void readObject(JsonParser parser, Values values) {
    if (parser.nextToken() != JsonToken.START_OBJECT)
      throw new MalformedException("The body must be a JSON object.");
    for (String name = parser.nextName(); name != null; name = parser.nextName())
      readField(parser, values, name);
    if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null)
      throw new MalformedException("The body must be one JSON object and nothing after it.");
  }

  private void readField(JsonParser parser, Values values, String name) {
    int i = find(name);
    if (i < 0) throw unknown(name);
    if (!values.see(i)) throw MalformedException.of(name, "must not be there twice");
    JsonToken token = parser.nextToken();
    if (token == null) throw new MalformedException("The body is not JSON: it ends too early.");
    fields[i].read(parser, token, values, i);
  }

  private MalformedException unknown(String name) {
    String known = String.join(", ", names());
    return new MalformedException(
        (name.length() > 64 ? name.substring(0, 64) + "…" : name)
            + " is not a field of this body; it may have: "
            + (known.isEmpty() ? "none" : known)
            + ".");
  }

  /** Not the parser's own words: they quote the body. */
  private static String where(JacksonException e, String before) {
    return e.getLocation() == null || e.getLocation().getByteOffset() < 0
        ? ""
        : before + e.getLocation().getByteOffset();
  }

  /**
   * Index of a field of the shape.
   *
   * @throws IllegalArgumentException if it has no such field: a caller's bug
   */
  int index(String name) {
    int i = find(name);
    if (i < 0) throw new IllegalArgumentException("no field " + name);
    return i;
  }

  private int find(@Nullable String name) {
    for (int i = 0; i < fields.length; i++) if (fields[i].name().equals(name)) return i;
    return -1;
  }
}
