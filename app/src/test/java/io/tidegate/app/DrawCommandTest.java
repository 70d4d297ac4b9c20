package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code draw verify} and {@code draw fetch}, against a server of the test's own. */
class DrawCommandTest {
  private static final String DRAW = "/api/v1/rooms/default/draw";

  @TempDir Path place;

  private final Map<String, String> published = new HashMap<>();
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  private final HttpServer server;

  DrawCommandTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  /** The vector "holes" of docs/draw-vectors.txt. */
  @BeforeEach
  void publish() throws IOException {
    String[] cells =
        Files.readAllLines(Path.of("../docs/draw-vectors.txt")).stream()
            .filter(line -> line.startsWith("holes "))
            .findFirst()
            .orElseThrow()
            .split(" \\| ", -1);
    published.put(
        DRAW,
        """
        {"roomId":%s,"room":"%s","version":2,"state":"drawn","opensAt":"%5$s","firstOpensAt":"%5$s","moves":[],
        "closedAt":"%5$s","drawnAt":"%5$s","beacon":null,
        "commitment":"%4$s","size":10,"digest":"%6$s","secret":"%3$s","beaconValue":null}
        """
            .formatted(
                cells[1],
                cells[2],
                cells[5],
                cells[8],
                Instant.ofEpochMilli(Long.parseLong(cells[4])),
                cells[9]));
    published.put(DRAW + "/cohort", cells[7].replace(',', '\n') + "\n");
    published.put(DRAW + "/order", cells[10].replace(',', '\n') + "\n");
    server.createContext(
        "/",
        exchange -> {
          String body = published.get(exchange.getRequestURI().toString());
          if (published.containsKey(following(exchange.getRequestURI().toString())))
            exchange.getResponseHeaders().add("Link", "<?page=n>; rel=\"next\"");
          byte[] bytes = (body == null ? "{}" : body).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(body == null ? 404 : 200, bytes.length);
          try (var to = exchange.getResponseBody()) {
            to.write(bytes);
          }
        });
    server.start();
  }

  private static String following(String path) {
    int page = path.indexOf("?page=");
    if (page < 0) return path + "?page=2";
    return path.substring(0, page + 6) + (Integer.parseInt(path.substring(page + 6)) + 1);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private int run(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + DRAW;
  }

  private int fetch() {
    return run("draw", "fetch", url(), place.resolve("got").toString());
  }

  private int verify(String... more) {
    return run(
        Stream.concat(Stream.of("draw", "verify", place.resolve("got").toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void what_was_fetched_is_verified() {
    assertThat(fetch()).isZero();
    assertThat(out.toString().lines()).containsExactly("draw.json", "cohort.txt", "order.txt");

    assertThat(verify()).isZero();
    assertThat(out.toString()).startsWith("FITS: ").doesNotContain("does not fit");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void lists_are_put_together_from_their_pages() {
    for (String list : List.of("/cohort", "/order")) {
      String whole = published.getOrDefault(DRAW + list, "");
      int cut = whole.indexOf('\n', whole.length() / 3) + 1;
      int again = whole.indexOf('\n', cut) + 1;
      published.put(DRAW + list, whole.substring(0, cut));
      published.put(DRAW + list + "?page=2", whole.substring(cut, again));
      published.put(DRAW + list + "?page=3", whole.substring(again));
    }
    assertThat(fetch()).isZero();

    assertThat(verify()).as(out.toString()).isZero();
  }

  @Test
  void a_number_is_told_its_turn() {
    assertThat(fetch()).isZero();

    assertThat(verify("--number", "13")).isZero();
    assertThat(out.toString()).containsPattern("number 13 was drawn to place \\d+ of 10; its turn");
    assertThat(verify("--number", "13", "--json")).isZero();
    assertThat(out.toString()).startsWith("{\"fits\":true,").contains("\"number\":{\"number\":13,");
  }

  @Test
  void what_does_not_fit_is_exit_code_1() throws IOException {
    assertThat(fetch()).isZero();
    Files.writeString(place.resolve("got/order.txt"), "2\n3\n5\n7\n11\n13\n17\n19\n23\n29\n");

    assertThat(verify()).isEqualTo(1);
    assertThat(out.toString()).startsWith("DOES NOT FIT: ").containsPattern("does not fit +order");
  }

  @Test
  void a_late_close_is_exit_code_3() {
    String whole = published.getOrDefault(DRAW, "");
    int at = whole.indexOf("\"closedAt\":\"") + "\"closedAt\":\"".length();
    String opens = whole.substring(at, whole.indexOf('"', at));
    String late = Instant.parse(opens).plusSeconds(60).toString();
    published.put(
        DRAW,
        whole
            .replace("\"closedAt\":\"" + opens, "\"closedAt\":\"" + late)
            .replace("\"drawnAt\":\"" + opens, "\"drawnAt\":\"" + late));
    assertThat(fetch()).isZero();

    assertThat(verify()).isEqualTo(3);
    assertThat(out.toString()).startsWith("FITS, BUT LATE: ").containsPattern("late +close");
  }

  @Test
  void what_was_noted_is_compared() {
    assertThat(fetch()).isZero();
    String whole = published.getOrDefault(DRAW, "");
    int at = whole.indexOf("\"digest\":\"") + "\"digest\":\"".length();
    String digest = whole.substring(at, at + 64);

    assertThat(verify("--digest", digest)).isZero();
    assertThat(verify("--digest", "0f".repeat(32))).isEqualTo(1);
    assertThat(verify("--commitment", "0f".repeat(32))).isEqualTo(1);
    assertThat(verify("--digest", "0f")).isEqualTo(2);
  }

  @Test
  void a_draw_that_is_not_done_yet_is_exit_code_2_and_says_what_is_known() {
    published.remove(DRAW + "/cohort");
    published.remove(DRAW + "/order");
    published.put(DRAW, "{\"state\":\"planned\",\"commitment\":\"" + "0f".repeat(32) + "\"}");
    assertThat(fetch()).isZero();
    assertThat(out.toString()).contains("cohort.txt is not published yet");

    assertThat(verify("--number", "5")).isEqualTo(2);
    assertThat(out.toString()).startsWith("NOT DRAWN YET: ").contains("no number has a turn yet");
  }

  @Test
  void no_folder_and_no_document_are_exit_code_2() throws IOException {
    assertThat(verify()).isEqualTo(2);
    assertThat(err.toString()).startsWith("tidegate: ").contains("draw.json");

    Files.createDirectory(place.resolve("got"));
    Files.writeString(place.resolve("got/draw.json"), "<html>");
    assertThat(verify()).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo(
            "tidegate: draw.json is not JSON, character 1: '{' is missing"
                + System.lineSeparator());
  }

  @Test
  void a_folder_that_is_there_is_not_touched() throws IOException {
    Files.createDirectory(place.resolve("got"));

    assertThat(fetch()).isEqualTo(1);
    assertThat(err.toString()).contains("is there already");
    assertThat(place.resolve("got")).isEmptyDirectory();
  }

  @Test
  void what_cannot_be_had_leaves_nothing_behind() throws IOException {
    published.put(DRAW, "{" + " ".repeat(1 << 16) + "}");
    assertThat(fetch()).as("too long").isEqualTo(1);
    assertThat(err.toString()).startsWith("tidegate: " + url() + " cannot be had");

    published.remove(DRAW);
    assertThat(fetch()).isEqualTo(1);
    assertThat(err.toString()).contains(url() + " answers 404");

    server.stop(0);
    assertThat(fetch()).isEqualTo(1);
    assertThat(err.toString()).contains("cannot be had");
    try (Stream<Path> files = Files.list(place)) {
      assertThat(files).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "draw", "ftp://localhost/draw", "http:///draw", "http://a b/"})
  void an_address_that_is_none_is_wrong_use(String address) {
    assertThat(run("draw", "fetch", address, place.resolve("got").toString())).isEqualTo(2);
    assertThat(err.toString()).startsWith("tidegate: URL must be one of http or https");
  }

  @Test
  void help_tells_both_commands() {
    assertThat(run("draw", "--help")).isZero();
    assertThat(List.of("verify", "fetch")).allMatch(out.toString()::contains);
    assertThat(run("draw")).isEqualTo(2);
  }
}
