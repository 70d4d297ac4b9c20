package io.tidegate.lab.output;

import java.nio.charset.StandardCharsets;

/** One line of CSV after RFC 4180, with the line feed that k6 and JMeter end it with. */
final class CsvLine {

  private final StringBuilder text = new StringBuilder(256);

  CsvLine add(String value) {
    if (!text.isEmpty()) text.append(',');
    return append(value);
  }

  /** The first value, which may be empty. */
  CsvLine begin(String value) {
    text.setLength(0);
    return append(value);
  }

  CsvLine add(long value) {
    text.append(',').append(value);
    return this;
  }

  private CsvLine append(String value) {
    boolean quoted = value.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    if (quoted) text.append('"').append(value.replace("\"", "\"\"")).append('"');
    else text.append(value);
    return this;
  }

  byte[] end() {
    return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }
}
