package io.tidegate.audit.json;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes public records, maps, lists, numbers, booleans and words as JSON, on one line. Not
 * thread-safe.
 */
public final class JsonWriter {
  private final StringBuilder out = new StringBuilder(4_096);

  /** The JSON of one value. */
  public static String of(@Nullable Object value) {
    return new JsonWriter().value(value).toString();
  }

  private JsonWriter value(@Nullable Object value) {
    switch (value) {
      case null -> out.append("null");
      case Number number -> out.append(number);
      case Boolean bool -> out.append(bool);
      case List<?> list -> all('[', list, this::value, ']');
      case Map<?, ?> map -> all('{', map.entrySet(), this::entry, '}');
      case Record record ->
          all('{', List.of(record.getClass().getRecordComponents()), c -> part(record, c), '}');
      default -> text(value.toString());
    }
    return this;
  }

  private <T> void all(char open, Iterable<T> parts, Consumer<T> write, char close) {
    out.append(open);
    boolean first = true;
    for (T part : parts) {
      if (!first) out.append(',');
      first = false;
      write.accept(part);
    }
    out.append(close);
  }

  private void entry(Map.Entry<?, ?> entry) {
    text(String.valueOf(entry.getKey()));
    out.append(':');
    value(entry.getValue());
  }

  private void part(Record record, RecordComponent component) {
    try {
      text(component.getName());
      out.append(':');
      value(component.getAccessor().invoke(record));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a report's records are public", e);
    }
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') out.append('\\').append(c);
      else if (c < ' ') out.append(String.format("\\u%04x", (int) c));
      else out.append(c);
    }
    out.append('"');
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
