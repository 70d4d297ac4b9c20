package io.tidegate.lab.cli;

import io.tidegate.http.json.JsonWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as people read it, two blanks a level. Pure. */
final class PrettyJson {

  private PrettyJson() {}

  /** Of texts, numbers, truth values, lists, and maps by texts. */
  static String of(@Nullable Object value) {
    StringBuilder text = new StringBuilder();
    write(value, "\n", text);
    return text.toString();
  }

  private static void write(@Nullable Object value, String line, StringBuilder to) {
    switch (value) {
      case null -> to.append("null");
      case Map<?, ?> map when map.isEmpty() -> to.append("{}");
      case Map<?, ?> map -> {
        String before = "{";
        for (Map.Entry<?, ?> member : map.entrySet()) {
          to.append(before).append(line).append("  ").append(quoted(member.getKey())).append(": ");
          write(member.getValue(), line + "  ", to);
          before = ",";
        }
        to.append(line).append('}');
      }
      case List<?> list when list.isEmpty() -> to.append("[]");
      case List<?> list -> {
        String before = "[";
        for (Object one : list) {
          to.append(before).append(line).append("  ");
          write(one, line + "  ", to);
          before = ",";
        }
        to.append(line).append(']');
      }
      case Double number when number == Math.rint(number) && Math.abs(number) < 1e15 ->
          to.append((long) (double) number);
      case Number _, Boolean _ -> to.append(value);
      default -> to.append(quoted(value));
    }
  }

  private static String quoted(Object text) {
    return new JsonWriter(64).value(String.valueOf(text)).toString();
  }
}
