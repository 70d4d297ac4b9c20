package io.tidegate.api.json;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A member that a body may have: its name, its type and its bounds. Immutable. */
public abstract sealed class Field {

  /** Ids and users are in [1, {@value}]: what a double holds exactly. */
  public static final long ID_MAX = (1L << 53) - 1;

  private final String name;

  private Field(String name) {
    this.name = name;
  }

  /** An id or a user, in [1, {@link #ID_MAX}]. */
  public static Field id(String name) {
    return new Whole(name, 1, ID_MAX);
  }

  /** A whole number in [{@code least}, {@code most}]. */
  public static Field number(String name, long least, long most) {
    return new Whole(name, least, most);
  }

  /** Text of 1 to {@code most} characters, none of them a control character. */
  public static Field text(String name, int most) {
    return new Text(name, most, false);
  }

  /** Text of 1 to {@code most} characters, of which the only control characters are line feeds. */
  public static Field lines(String name, int most) {
    return new Text(name, most, true);
  }

  /** One of these words. */
  public static Field choice(String name, String... words) {
    return new Choice(name, List.of(words));
  }

  /** A time with an offset, read as epoch ms. */
  public static Field time(String name) {
    return new Time(name, false);
  }

  /** The same, or null for never, which is {@link Long#MAX_VALUE}. */
  public static Field timeOrNever(String name) {
    return new Time(name, true);
  }

  /** An array of 1 to {@code most} ids. */
  public static Field ids(String name, int most) {
    return new Ids(name, most);
  }

  final String name() {
    return name;
  }

  /** Reads the value that the parser stands at. */
  abstract void read(JsonParser parser, JsonToken token, Values values, int index);

  final MalformedException wrong(String why) {
    return MalformedException.of(name, why);
  }

  /** Null if the number is not whole or not in the range. */
  private static @Nullable Long whole(JsonParser parser, JsonToken token, long least, long most) {
    if (token != JsonToken.VALUE_NUMBER_INT) return null;
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) return null;
    long value = parser.getLongValue();
    return value < least || value > most ? null : value;
  }

  private static final class Whole extends Field {

    private final long least;
    private final long most;

    Whole(String name, long least, long most) {
      super(name);
      this.least = least;
      this.most = most;
    }

    @Override
    void read(JsonParser parser, JsonToken token, Values values, int index) {
      Long value = whole(parser, token, least, most);
      if (value == null) throw wrong("must be a whole number in [" + least + ", " + most + "]");
      values.number(index, value);
    }
  }

  private static final class Text extends Field {

    private final int most;
    private final boolean lines;

    Text(String name, int most, boolean lines) {
      super(name);
      this.most = most;
      this.lines = lines;
    }

    @Override
    void read(JsonParser parser, JsonToken token, Values values, int index) {
      String text = token == JsonToken.VALUE_STRING ? parser.getString() : "";
      if (text.isBlank() || length(text) > most || text.codePoints().anyMatch(this::isStray))
        throw wrong(
            lines
                ? "must be text of 1 to " + most + " characters, no control character but \\n"
                : "must be text of 1 to " + most + " characters, none of them control characters");
      values.object(index, text);
    }

    /** In characters as people and {@code maxLength} count them: one outside the BMP is one. */
    private static int length(String text) {
      return text.codePointCount(0, text.length());
    }

    /** Half of a pair is no character: it cannot be written as UTF-8, so it would be lost. */
    private boolean isStray(int codePoint) {
      boolean half = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
      return half || (Character.isISOControl(codePoint) && !(lines && codePoint == '\n'));
    }
  }

  private static final class Choice extends Field {

    private final List<String> words;

    Choice(String name, List<String> words) {
      super(name);
      this.words = words;
    }

    @Override
    void read(JsonParser parser, JsonToken token, Values values, int index) {
      String word = token == JsonToken.VALUE_STRING ? parser.getString() : "";
      if (!words.contains(word)) throw wrong("must be one of " + String.join(", ", words));
      values.object(index, word);
    }
  }

  private static final class Time extends Field {

    private final boolean orNever;

    Time(String name, boolean orNever) {
      super(name);
      this.orNever = orNever;
    }

    @Override
    void read(JsonParser parser, JsonToken token, Values values, int index) {
      if (orNever && token == JsonToken.VALUE_NULL) {
        values.number(index, Long.MAX_VALUE);
        return;
      }
      String text = token == JsonToken.VALUE_STRING ? parser.getString() : "";
      values.number(index, TimeText.read(name(), text));
    }
  }

  private static final class Ids extends Field {

    private final int most;

    Ids(String name, int most) {
      super(name);
      this.most = most;
    }

    @Override
    void read(JsonParser parser, JsonToken token, Values values, int index) {
      if (token != JsonToken.START_ARRAY) throw fault();
      long[] ids = new long[4];
      int count = 0;
      for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
        Long id = t == null || count == most ? null : whole(parser, t, 1, ID_MAX);
        if (id == null) throw fault();
        if (count == ids.length) ids = Arrays.copyOf(ids, count * 2);
        ids[count++] = id;
      }
      if (count == 0) throw fault();
      values.object(index, Arrays.copyOf(ids, count));
    }

    private MalformedException fault() {
      return wrong("must be an array of 1 to " + most + " whole numbers in [1, " + ID_MAX + "]");
    }
  }
}
