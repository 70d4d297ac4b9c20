package io.tidegate.outbox.event;

/**
 * Writes one JSON object. The module knows neither {@code http}, which has a writer for whole pages
 * of JSON, nor a library: what it writes are flat objects of a few members.
 */
final class JsonText {

  private static final String HEX = "0123456789abcdef";

  private final StringBuilder out = new StringBuilder(192);
  private boolean first = true;

  JsonText() {
    out.append('{');
  }

  JsonText member(String name, long value) {
    return raw(name, Long.toString(value));
  }

  JsonText member(String name, String value) {
    name(name);
    quoted(value);
    return this;
  }

  JsonText member(String name, long[] values) {
    name(name);
    out.append('[');
    for (int i = 0; i < values.length; i++) {
      if (i > 0) out.append(',');
      out.append(values[i]);
    }
    out.append(']');
    return this;
  }

  /** A member whose value is JSON already. */
  JsonText raw(String name, String json) {
    name(name);
    out.append(json);
    return this;
  }

  private void name(String name) {
    if (!first) out.append(',');
    first = false;
    quoted(name);
    out.append(':');
  }

  private void quoted(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          // U+2028 and U+2029 end a line in older JavaScript; what is below U+0020 may not stand.
          if (c < 0x20 || c == 0x2028 || c == 0x2029 || c == 0x7F) unicode(c);
          else out.append(c);
        }
      }
    }
    out.append('"');
  }

  private void unicode(char c) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) out.append(HEX.charAt(c >> shift & 0xF));
  }

  /** The object; to be called once. */
  String end() {
    return out.append('}').toString();
  }
}
