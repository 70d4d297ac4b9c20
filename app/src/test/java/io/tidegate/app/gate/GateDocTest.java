package io.tidegate.app.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.gate.Gate;
import io.tidegate.gate.GateFixture;
import io.tidegate.http.server.ServerObserver;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/gate.md, README.md and gate.example.yaml show is what the gate reads and does. */
class GateDocTest {

  private static final Path EXAMPLE = Path.of("../gate.example.yaml");
  private static final Path PAGE = Path.of("../docs/gate.md");
  private static final Path PROBLEMS = Path.of("../docs/problems.md");
  private static final Path SOURCES = Path.of("src/main/java/io/tidegate/app/gate");
  private static final Path GATE = Path.of("../gate/src/main/java");

  /**
   * A problem that the gate has beside those of HTTP: its status, where that is beside it, and its
   * name.
   */
  private static final Pattern PROBLEM =
      Pattern.compile("(?:new Refusal\\(\\s*(\\d+), |/problems/|telling\\()\"?([a-z-]+)\"");

  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  /** Behind a file: requests, and what is in their replies. */
  private static final Pattern RUN =
      Pattern.compile("```yaml\n([^`]*)```\n\n```\n(GET .*?)```", Pattern.DOTALL);

  /** A key, where the file's readers ask for it. */
  private static final Pattern KEY =
      Pattern.compile("(?<!equals)[(,]\\s*\"((?!true|false)[a-z][a-z0-9-]*)\"(?!\\.equals)");

  @TempDir Path folder;

  @Test
  void the_example_is_right() {
    assertThat(GateFile.read(EXAMPLE).routes()).isNotEmpty();
  }

  @Test
  void the_example_has_every_key_that_there_is() throws IOException {
    String example = Files.readString(EXAMPLE);
    Set<String> missing = new TreeSet<>();
    try (Stream<Path> sources = Files.list(SOURCES)) {
      for (Path source : sources.filter(file -> !file.endsWith("RoomEngine.java")).toList())
        KEY.matcher(Files.readString(source))
            .results()
            .map(key -> key.group(1))
            .filter(key -> !Pattern.compile("[\\s{]" + key + ":").matcher(example).find())
            .forEach(missing::add);
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void every_problem_of_the_gate_is_in_the_list() throws IOException {
    String page = Files.readString(PROBLEMS);
    List<String> missing = new ArrayList<>();
    int found = 0;
    try (Stream<Path> sources = Files.walk(GATE)) {
      for (Path source : sources.filter(file -> file.toString().endsWith(".java")).toList()) {
        for (MatchResult problem : all(PROBLEM, source).toList()) {
          found++;
          String status = problem.group(1) == null ? "" : problem.group(1) + " |";
          String row = "| `" + problem.group(2) + "` | " + status;
          if (!page.contains(row)) missing.add(row);
        }
      }
    }
    assertThat(found).isGreaterThan(8);
    assertThat(missing).isEmpty();
  }

  static List<String> files() throws IOException {
    List<String> files = new ArrayList<>(all(YAML, PAGE).map(file -> file.group(1)).toList());
    all(YAML, Path.of("../README.md")).map(file -> file.group(1)).forEach(files::add);
    // Those that name certificates need the certificates.
    files.removeIf(file -> file.contains("certificate:"));
    return files;
  }

  @ParameterizedTest
  @MethodSource("files")
  void a_file_that_the_pages_show_is_right(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("gate.yaml"), yaml);
    assertThat(GateFile.read(file).routes()).isNotEmpty();
  }

  @Test
  void what_the_page_says_of_requests_is_what_comes_back() throws Exception {
    List<MatchResult> runs = all(RUN, PAGE).toList();
    assertThat(runs).hasSizeGreaterThan(2);
    for (MatchResult run : runs) run(run.group(1), run.group(2).lines().toList());
  }

  private void run(String yaml, List<String> requests) throws Exception {
    try (ScriptedServer first = sayingThePath();
        ScriptedServer second = sayingThePath();
        ScriptedServer third = sayingThePath()) {
      Path file = folder.resolve("gate.yaml");
      Files.writeString(
          file,
          yaml.replace("127.0.0.1:9001", first.address())
              .replace("127.0.0.1:9002", second.address())
              .replace("127.0.0.1:9003", third.address()));
      try (Gate gate =
          Gate.start(GateFile.read(file).on(0), GateFixture.HTTP, ServerObserver.NONE, null)) {
        for (String line : requests) {
          String[] said = line.split(" +→ ", 2);
          assertThat(ask(gate, said[0])).as(line).contains(said[1].split(", ", -1));
        }
      }
    }
  }

  private static ScriptedServer sayingThePath() throws IOException {
    return new ScriptedServer((request, call) -> {
      String path = request.split(" ", 3)[1];
      call.send("HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\n");
      call.send("Content-Length: " + path.length() + "\r\n\r\n" + path);
    });
  }

  private static String ask(Gate gate, String line) throws IOException {
    try (RawClient client = new RawClient(gate.port())) {
      return client
          .send(line + " HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n")
          .rest();
    }
  }

  private static Stream<MatchResult> all(Pattern pattern, Path page) throws IOException {
    return pattern.matcher(Files.readString(page)).results();
  }
}
