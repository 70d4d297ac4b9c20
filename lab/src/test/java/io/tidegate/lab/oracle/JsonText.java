package io.tidegate.lab.oracle;

import io.tidegate.http.json.JsonWriter;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes maps, lists, texts, numbers and booleans as JSON that is read and compared by lines. */
final class JsonText {

  private static final int LINE_MAX = 100;

  private JsonText() {}

  /** On one line where that is short, otherwise each member on its own. Members are sorted. */
  static String pretty(@Nullable Object value) {
    return pretty(value, "") + "\n";
  }

  /** On one line, the members of objects by name. */
  static String canonical(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Map<?, ?> map -> {
        StringBuilder all = new StringBuilder();
        new TreeMap<>(map).forEach((name, member) -> append(all, name(name) + canonical(member)));
        yield "{" + all + "}";
      }
      case Collection<?> list -> {
        StringBuilder all = new StringBuilder();
        for (Object element : list) append(all, canonical(element));
        yield "[" + all + "]";
      }
      case Double real when real == Math.rint(real) && Math.abs(real) < 1e15 ->
          String.valueOf(real.longValue());
      case Number number -> number.toString();
      case Boolean bool -> bool.toString();
      default -> new JsonWriter(64).value(value.toString()).toString();
    };
  }

  private static void append(StringBuilder all, String element) {
    if (!all.isEmpty()) all.append(", ");
    all.append(element);
  }

  private static String name(Object name) {
    return canonical(name) + ": ";
  }

  private static String pretty(@Nullable Object value, String indent) {
    String line = canonical(value);
    String deeper = indent + "  ";
    StringBuilder all = new StringBuilder();
    if (!indent.isEmpty() && indent.length() + line.length() < LINE_MAX) return line;
    if (value instanceof Map<?, ?> map) {
      new TreeMap<>(map).forEach((k, v) -> appendLine(all, deeper + name(k) + pretty(v, deeper)));
      return "{\n" + all + "\n" + indent + "}";
    }
    if (!(value instanceof Collection<?> list) || list.isEmpty()) return line;
    for (Object element : list) appendLine(all, deeper + pretty(element, deeper));
    return "[\n" + all + "\n" + indent + "]";
  }

  private static void appendLine(StringBuilder all, String line) {
    if (!all.isEmpty()) all.append(",\n");
    all.append(line);
  }
}
