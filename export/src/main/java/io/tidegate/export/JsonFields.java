package io.tidegate.export;

import org.jspecify.annotations.Nullable;

/** One JSON object of plain fields, built name by name. */
final class JsonFields {

  private final StringBuilder text = new StringBuilder(96).append('{');

  private StringBuilder name(String name) {
    if (text.length() > 1) text.append(',');
    return text.append('"').append(name).append("\":");
  }

  JsonFields add(String name, long value) {
    name(name).append(value);
    return this;
  }

  /** Null where the value is null. */
  JsonFields add(String name, @Nullable Long value) {
    name(name).append(value);
    return this;
  }

  JsonFields add(String name, String value) {
    name(name);
    quote(value);
    return this;
  }

  JsonFields add(String name, Enum<?> value) {
    return add(name, SqlValues.of(value));
  }

  JsonFields add(String name, long[] values) {
    name(name).append('[');
    for (int i = 0; i < values.length; i++) {
      if (i > 0) text.append(',');
      text.append(values[i]);
    }
    text.append(']');
    return this;
  }

  /** The object. */
  String end() {
    return text.append('}').toString();
  }

  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') text.append('\\').append(c);
      else if (c < 0x20) text.append("\\u%04x".formatted((int) c));
      else text.append(c);
    }
    text.append('"');
  }
}
