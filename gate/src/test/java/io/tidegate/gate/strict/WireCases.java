package io.tidegate.gate.strict;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the tables of cases, whose form their first lines explain. */
final class WireCases {

  /**
   * One case.
   *
   * @param lines without its name, escapes and all
   */
  record WireCase(String name, List<String> lines) {

    /** What stands behind these marks, as it is on the wire; each character a byte. */
    String text(char mark) {
      StringBuilder text = new StringBuilder();
      for (String line : lines) if (line.charAt(0) == mark) text.append(wire(line));
      return text.toString();
    }

    /** What stands behind a mark and a space. */
    String words(char mark) {
      return lines.stream()
          .filter(line -> line.charAt(0) == mark)
          .map(line -> line.substring(1).strip())
          .findFirst()
          .orElse("");
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(?:x([0-9a-f]{2})|\\{(\\d+) (.)}|([rnt\\\\]))");

  private WireCases() {}

  /** All cases of a table beside this class. */
  static List<WireCase> read(String table) throws IOException {
    List<WireCase> cases = new ArrayList<>();
    try (InputStream in = WireCases.class.getResourceAsStream(table)) {
      if (in == null) throw new IOException("there is no " + table);
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (line.startsWith("== ")) cases.add(new WireCase(line.substring(3), new ArrayList<>()));
        else if (!line.isBlank() && line.charAt(0) != '#') cases.getLast().lines().add(line);
      }
    }
    return cases;
  }

  /** One line behind its mark, as it is on the wire. */
  static String wire(String line) {
    if (line.length() == 1) return "\r\n";
    return switch (line.charAt(1)) {
      case '|' -> unescaped(line.substring(2));
      case ' ' -> unescaped(line.substring(2)) + "\r\n";
      case '*' -> {
        int space = line.indexOf(' ');
        yield (unescaped(line.substring(space + 1)) + "\r\n")
            .repeat(Integer.parseInt(line.substring(2, space)));
      }
      default -> "";
    };
  }

  private static String unescaped(String text) {
    return ESCAPE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(meaning(found)));
  }

  private static String meaning(MatchResult escape) {
    if (escape.group(1) != null)
      return String.valueOf((char) Integer.parseInt(escape.group(1), 16));
    if (escape.group(2) != null) return escape.group(3).repeat(Integer.parseInt(escape.group(2)));
    return switch (escape.group(4)) {
      case "r" -> "\r";
      case "n" -> "\n";
      case "t" -> "\t";
      default -> "\\";
    };
  }

  /** The requests that the upstream must have seen. */
  static List<String> requests(WireCase wire) {
    List<List<String>> requests = new ArrayList<>();
    for (String line : wire.lines()) {
      if (line.charAt(0) != '=') continue;
      if (requests.isEmpty() || line.equals("=-")) requests.add(new ArrayList<>());
      requests.getLast().add(line);
    }
    return requests.stream()
        .map(lines -> lines.stream().map(WireCases::wire).collect(Collectors.joining()))
        .toList();
  }

  /** A request whose chunks are put together. */
  static String withoutChunks(String request) {
    int bodyFrom = request.indexOf("\r\n\r\n") + 4;
    String head = request.substring(0, bodyFrom);
    if (!head.contains("\r\nTransfer-Encoding: chunked\r\n")) return request;
    StringBuilder body = new StringBuilder();
    int at = bodyFrom;
    while (true) {
      int lineEnd = request.indexOf("\r\n", at);
      int size = Integer.parseInt(request.substring(at, lineEnd), 16);
      if (size == 0) return head + body;
      body.append(request, lineEnd + 2, lineEnd + 2 + size);
      at = lineEnd + 2 + size + 2;
    }
  }

  /** For parameterized tests. */
  static Stream<WireCase> stream(String table) throws IOException {
    return read(table).stream();
  }
}
