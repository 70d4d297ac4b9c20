package io.tidegate.api.problems;

import io.tidegate.api.reply.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What the catalogue says in Korean, from {@code ko.txt}: for each type its name, title, meaning
 * and remedy, a line each, and an empty line.
 */
final class KoreanTexts {

  /** One type's. */
  record Text(String title, String meaning, String remedy) {}

  private static final int LINES = 4;

  private final Map<String, Text> texts = new HashMap<>();

  /** Reads them. */
  KoreanTexts() {
    for (String entry : read().strip().split("\n\n", -1)) {
      String[] lines = entry.split("\n", -1);
      if (lines.length != LINES) throw new IllegalStateException("ko.txt: " + entry);
      texts.put(lines[0], new Text(lines[1], lines[2], lines[3]));
    }
  }

  /** Those of this type. */
  Text of(ProblemType type) {
    Text text = texts.get(type.id());
    if (text == null) throw new IllegalStateException("ko.txt has nothing of " + type.id());
    return text;
  }

  private static String read() {
    try (InputStream in = KoreanTexts.class.getResourceAsStream("ko.txt")) {
      if (in == null) throw new IllegalStateException("ko.txt is not in the program");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
