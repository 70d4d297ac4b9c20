package io.tidegate.lab.oracle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.joining;

import io.tidegate.testkit.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** Replaces what differs from run to run or from program to program by nature. */
final class Normalizer {

  private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
  private static final Pattern DIGEST = Pattern.compile("\\b(cnonce|response)=\"?\\w+\"?");
  private static final Pattern OWN_AGENT = Pattern.compile("^(Grafana )?k6/\\S+( .*)?$");

  /** A number with its unit, or several such as {@code 1m2.5s}. */
  private static final Pattern FIGURES =
      Pattern.compile("-?(\\d+(\\.\\d+)?(ns|µs|us|ms|kB|MB|GB|s|m|h|B|%)?)+(/s)?");

  private final List<Map.Entry<String, String>> places;

  /** For a run against this server in this folder. */
  Normalizer(RecordingServer server, String folder) {
    String port = server.base().replaceFirst(".*:", "");
    String tls = server.baseTls().replaceFirst(".*:", "");
    places =
        List.of(
            Map.entry(":" + port, ":PORT"),
            Map.entry("%3A" + port, "%3APORT"),
            Map.entry("\"" + port + "\"", "\"PORT\""),
            Map.entry(":" + tls, ":TLS"),
            Map.entry(K6Script.FOLDER.toString(), "{scripts}"),
            Map.entry(folder, "{folder}"));
  }

  /** Without ports and folders of this machine. */
  String text(String text) {
    String normal = text;
    for (Map.Entry<String, String> place : places)
      normal = normal.replace(place.getKey(), place.getValue());
    return normal;
  }

  /** Without figures, and without how many blanks or dots they left. */
  String shape(String text) {
    return text(text)
        .lines()
        .map(line -> FIGURES.matcher(line).replaceAll("N").replaceAll("\\s+", " ").strip())
        .filter(line -> !line.isEmpty())
        .reduce("", (all, line) -> all + line + "\n");
  }

  /** The lines of a request: method and target, headers by name, an empty line, the body. */
  List<String> request(SeenRequest request) {
    String type = request.header("Content-Type").orElse("");
    Matcher multipart = BOUNDARY.matcher(type);
    String boundary = multipart.find() ? multipart.group(1) : "";
    String coding = request.header("Content-Encoding").orElse("");
    boolean lengthVaries = !boundary.isEmpty() || !coding.isEmpty();
    Stream<String> headers =
        request.headers().stream()
            .map(header -> header(header, lengthVaries))
            .sorted(Comparator.comparing((String line) -> line.toLowerCase(Locale.ROOT)));
    Stream<String> lines =
        Stream.concat(Stream.of(request.method() + " " + request.target()), headers);
    if (request.body().length > 0) {
      Stream<String> body = boundary.isEmpty() ? body(request, coding) : parts(request, boundary);
      lines = Stream.concat(lines, Stream.concat(Stream.of(""), body));
    }
    return lines
        .map(line -> boundary.isEmpty() ? line : line.replace(boundary, "BOUNDARY"))
        .map(this::text)
        .toList();
  }

  private static String header(SeenRequest.Header header, boolean lengthVaries) {
    String name = header.name();
    String value =
        switch (name.toLowerCase(Locale.ROOT)) {
          case "content-length" -> lengthVaries ? "(varies)" : header.value();
          case "sec-websocket-key" -> "(random)";
          case "cookie" ->
              Stream.of(header.value().split("; ", -1)).sorted().collect(joining("; "));
          case "authorization" -> authorization(header.value());
          case "user-agent" -> OWN_AGENT.matcher(header.value()).replaceFirst("(its own)");
          default -> header.value();
        };
    return name + ": " + value;
  }

  /** The fields of a digest, which k6 sends in any order, by name. */
  private static String authorization(String value) {
    if (!value.startsWith("Digest ")) return value;
    String[] fields = DIGEST.matcher(value.substring(7)).replaceAll("$1=(random)").split(", ", -1);
    return "Digest " + Stream.of(fields).sorted().collect(joining(", "));
  }

  /** Of a multipart body, which k6 sends in any order. */
  private static Stream<String> parts(SeenRequest request, String boundary) {
    String bytes = new String(request.body(), ISO_8859_1);
    return Stream.of(bytes.split("(?:\r\n)?--" + Pattern.quote(boundary), -1))
        .map(part -> new SeenRequest("", "", List.of(), part.getBytes(ISO_8859_1)).text())
        .sorted();
  }

  /** JSON in any order of its members, which k6 does not keep in what it takes from setup. */
  private static Stream<String> body(SeenRequest request, String coding) {
    String text = plain(request, coding);
    boolean json = text.startsWith("{\"") && text.endsWith("}");
    return Stream.of(json ? JsonText.canonical(Json.read(text)) : text);
  }

  private static String plain(SeenRequest request, String coding) {
    if (coding.isEmpty()) return request.text();
    byte[] plain = request.body();
    List<String> undo = new ArrayList<>(List.of(coding.split(", ?", -1)));
    for (String one : undo.reversed()) {
      if (!one.equals("gzip") && !one.equals("deflate")) return "(coded with " + coding + ")";
      plain = decoded(plain, one);
    }
    return new SeenRequest("", "", List.of(), plain).text();
  }

  private static byte[] decoded(byte[] coded, String coding) {
    try (InputStream in = new ByteArrayInputStream(coded);
        InputStream decoder =
            coding.equals("gzip") ? new GZIPInputStream(in) : new InflaterInputStream(in)) {
      return decoder.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each element once, with how often it was there; without that where loose. */
  static List<Object> counted(Stream<? extends Object> elements, boolean loose) {
    Map<String, Object> first = new TreeMap<>();
    Map<String, Integer> counts = new TreeMap<>();
    elements.forEach(element -> {
      String key = JsonText.canonical(element);
      first.putIfAbsent(key, element);
      counts.merge(key, 1, Integer::sum);
    });
    List<Object> all = new ArrayList<>();
    first.forEach(
        (key, element) -> all.add(loose ? element : List.of(counts.getOrDefault(key, 0), element)));
    return all;
  }
}
