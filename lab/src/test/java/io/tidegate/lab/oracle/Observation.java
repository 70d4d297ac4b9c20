package io.tidegate.lab.oracle;

import io.tidegate.testkit.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run of a script did, without what differs by nature: the requests that reached the server,
 * the samples, the summary, what was said and written, and the exit code.
 */
final class Observation {

  /** Kept for readers of a record; which lines must be there the script says. */
  static final String LOG = "log";

  /** What the lab says of this machine, and not of the script: tests share it with other work. */
  private static final String OF_THE_GENERATOR = "not a measurement of the target";

  /** How the record was made. */
  static final String COMMAND = "command";

  /** A line from before the format of the log is known. */
  private static final Pattern EARLY =
      Pattern.compile("time=\"[^\"]*\" level=(\\w+) msg=\"(.*)\".*");

  private Observation() {}

  /** Runs the script in a new folder below the given one. */
  static Map<String, Object> of(K6Script script, Runner runner, RecordingServer server, Path below)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(below, script.name());
    Normalizer normal = new Normalizer(server, folder.toString());
    server.forget();
    Path export = folder.resolve("summary-export.json");
    Path samples = folder.resolve("samples.json");
    List<String> arguments =
        new ArrayList<>(List.of("--quiet", "--log-format=json", "--summary-export=" + export));
    arguments.addAll(List.of("--out", "json=" + samples));
    arguments.addAll(List.of("-e", "BASE=" + server.base(), "-e", "BASE_TLS=" + server.baseTls()));
    arguments.addAll(script.arguments());
    arguments.add(script.path().toString());
    Runner.Ended ended = runner.run(script, arguments, folder);

    Map<String, Object> observed = new LinkedHashMap<>();
    observed.put(COMMAND, normal.text("k6 run " + String.join(" ", arguments)));
    observed.put("exit", (long) ended.exit());
    observed.put(
        "requests",
        Normalizer.counted(server.seen().stream().map(normal::request), script.loose()));
    if (script.connections()) observed.put("connections", (long) server.connections());
    log(ended.stderr(), normal, script.loose(), observed);
    if (!script.stdout().isEmpty()) observed.put("stdout", stdout(script, ended, normal));
    if (Files.exists(export))
      observed.putAll(new ExportedSummary(normal, script.loose()).of(Files.readString(export)));
    if (Files.exists(samples)) {
      try (Stream<String> lines = Files.lines(samples)) {
        observed.put("samples", new SampleCounts(normal, script.loose()).of(lines));
      }
    }
    observed.put("files", files(folder, normal));
    return observed;
  }

  /** Console lines, which are the script's own, apart from what the program has to say. */
  private static void log(
      String stderr, Normalizer normal, boolean loose, Map<String, Object> observed) {
    List<String> console = new ArrayList<>();
    List<String> log = new ArrayList<>();
    for (String text : stderr.lines().toList()) {
      Matcher early = EARLY.matcher(text);
      if (early.matches()) {
        log.add(early.group(1) + ": " + normal.text(early.group(2)));
        continue;
      }
      if (!text.startsWith("{\"")) {
        log.add("stderr: " + normal.text(text));
        continue;
      }
      Map<String, @Nullable Object> line = new TreeMap<>(Json.object(Json.read(text)));
      String level = String.valueOf(line.remove("level"));
      String said = normal.text(level + ": " + line.remove("msg"));
      line.remove("time");
      if ("console".equals(line.remove("source"))) console.add(said);
      else if (!level.equals("debug") && !level.equals("info") && !said.contains(OF_THE_GENERATOR))
        log.add(line.isEmpty() ? said : said + " " + normal.text(JsonText.canonical(line)));
    }
    observed.put("console", Normalizer.counted(console.stream(), loose));
    observed.put(LOG, Normalizer.counted(log.stream(), true));
  }

  private static Object stdout(K6Script script, Runner.Ended ended, Normalizer normal) {
    String text =
        script.stdout().equals("shape")
            ? normal.shape(ended.stdout())
            : normal.text(sortedIfJson(ended.stdout()));
    return text.lines().toList();
  }

  /** Since k6 writes the members of some objects in any order. */
  private static String sortedIfJson(String text) {
    return text.startsWith("{") ? JsonText.pretty(sorted(Json.read(text))) : text;
  }

  private static @Nullable Object sorted(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) return value;
    Map<String, @Nullable Object> sorted = new TreeMap<>(Json.object(map));
    sorted.replaceAll((_, member) -> sorted(member));
    return sorted;
  }

  private static Map<String, Object> files(Path folder, Normalizer normal) throws IOException {
    Map<String, Object> files = new TreeMap<>();
    try (Stream<Path> written = Files.walk(folder)) {
      for (Path file : written.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString();
        if (name.equals("summary-export.json") || name.equals("samples.json")) continue;
        String text = new SeenRequest("", "", List.of(), Files.readAllBytes(file)).text();
        files.put(name, normal.text(sortedIfJson(text)).lines().toList());
      }
    }
    return files;
  }

  static Map<String, Object> read(Path record) throws IOException {
    Map<String, Object> read = new LinkedHashMap<>();
    Json.object(Json.read(Files.readString(record)))
        .forEach((name, value) -> read.put(name, value == null ? "null" : value));
    return read;
  }

  static void write(Path record, Map<String, Object> observed) throws IOException {
    Files.createDirectories(record.getParent());
    Files.write(record, JsonText.pretty(observed).getBytes(StandardCharsets.UTF_8));
  }
}
