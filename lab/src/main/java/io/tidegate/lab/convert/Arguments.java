package io.tidegate.lab.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The parts of a list of Groovy, between commas that stand in nothing else. Pure. */
final class Arguments {

  private Arguments() {}

  static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i >= 0 && i <= text.length(); ) {
      int comma = next(text, i, ',');
      parts.add(text.substring(from, comma).strip());
      from = comma + 1;
      i = from;
    }
    return parts.size() == 1 && parts.getFirst().isEmpty() ? List.of() : parts;
  }

  /** Where the next one is that stands in no quotes and brackets; the end without it. */
  private static int next(String text, int from, char wanted) {
    int depth = 0;
    char quote = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == '\\') i++;
        else if (c == quote) quote = 0;
      } else if (c == '"' || c == '\'') quote = c;
      else if (c == wanted && depth == 0) return i;
      else if ("[({".indexOf(c) >= 0) depth++;
      else if ("])}".indexOf(c) >= 0) depth--;
    }
    return text.length();
  }

  /** A map or a list of Groovy as one of JavaScript. */
  static String collection(String groovy, UnaryOperator<String> value) {
    int end = groovy.endsWith("]") ? groovy.length() - 1 : groovy.length();
    List<String> parts = split(groovy.substring(1, end));
    boolean map = parts.stream().anyMatch(part -> next(part, 0, ':') < part.length());
    List<String> turned = new ArrayList<>();
    for (String part : parts) {
      int colon = next(part, 0, ':');
      if (colon == part.length()) turned.add(value.apply(part));
      else
        turned.add(
            key(part.substring(0, colon), value) + ": " + value.apply(part.substring(colon + 1)));
    }
    return map ? "{ " + String.join(", ", turned) + " }" : "[" + String.join(", ", turned) + "]";
  }

  private static String key(String groovy, UnaryOperator<String> value) {
    String key = groovy.strip();
    return key.matches("\\w+") ? key : "[" + value.apply(key) + "]";
  }
}
