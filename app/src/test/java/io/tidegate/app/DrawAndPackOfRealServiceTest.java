package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** An evening with a draw and a sale behind it, checked with the commands while it goes on. */
class DrawAndPackOfRealServiceTest {
  private static final int EARLY = 40;
  private static final int LATE = 5;
  private static final long WAIT_NS_MAX = TimeUnit.SECONDS.toNanos(30);

  @TempDir private Path folder;
  private final Map<Long, String> tickets = new HashMap<>();
  private RunningService service;

  @BeforeEach
  void start() throws Exception {
    service = RunningService.empty(data());
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private Path data() {
    return folder.resolve("data");
  }

  private String url(String path) {
    return service.uri() + "/api/v1" + path;
  }

  @Test
  void a_draw_with_a_beacon_is_fetched_verified_audited_and_packed_while_the_sale_goes_on()
      throws Exception {
    admin("POST", "/rooms", room(Instant.now().plus(Duration.ofHours(1))));
    admin("POST", "/sales", sale());
    admin("POST", "/offers", "{\"saleId\":1,\"name\":\"Coupon | *one*\",\"total\":9}");
    for (long user = 1; user <= EARLY; user++) join(user);
    leave(7);
    assertThat(run("draw", "fetch", url("/rooms/evening/draw"), at("planned"))).contains("not pub");
    assertThat(exitCode("draw", "verify", at("planned"))).isEqualTo(2);

    admin("PATCH", "/rooms/1", "{\"opensAt\":\"%s\"}".formatted(Instant.now().plusMillis(200)));
    awaitState("closed");
    for (long user = EARLY + 1; user <= EARLY + LATE; user++) join(user);
    assertThat(run("draw", "fetch", url("/rooms/evening/draw"), at("closed")))
        .contains("order.txt is not published yet");
    assertThat(exitCode("draw", "verify", at("closed"))).isEqualTo(2);
    assertThat(run("audit", "--data", data().toString())).startsWith("SOUND").contains("not yet");

    admin("POST", "/rooms/1/beacon", "{\"value\":\"코스피 2,947.31\"}");
    awaitState("drawn");
    run("draw", "fetch", url("/rooms/evening/draw"), at("drawn"));
    assertThat(run("draw", "verify", at("drawn"))).startsWith("FITS").contains("코스피 2,947.31");
    assertThat(beforeTheSecret(text("drawn/draw.json"))).isEqualTo(text("closed/draw.json"));
    assertThat(text("drawn/cohort.txt")).isEqualTo(text("closed/cohort.txt"));

    buy();
    String packed = at("pack");
    assertThat(run("audit", "--data", data().toString(), "--pack", "1", packed))
        .startsWith("SOUND");
    assertThat(run("draw", "verify", packed + "/draw")).startsWith("FITS");
    for (String file : List.of("draw.json", "cohort.txt", "order.txt"))
      assertThat(Files.readString(Path.of(packed, "draw", file)).strip())
          .as("what the service published, and what the auditor computed")
          .isEqualTo(Files.readString(folder.resolve("drawn").resolve(file)).strip());
    List<String> calls = Files.readAllLines(Path.of(packed, "calls.csv"));
    assertThat(calls).hasSize(1 + EARLY + LATE);
    List<String> order = Files.readAllLines(Path.of(packed, "order.csv"));
    assertThat(order).hasSizeGreaterThan(3);
    assertThat(Files.readString(Path.of(packed, "report.md")))
        .contains("**Sound**", "Coupon \\| \\*one\\*", "| stood in line, and was passed over | 0 |")
        .contains("Did joining early help? ");
  }

  private String text(String file) throws IOException {
    return Files.readString(folder.resolve(file)).strip();
  }

  /** The document as it was before the draw: whatever was published then is there unchanged. */
  private static String beforeTheSecret(String text) {
    return text.replace("\"state\":\"drawn\"", "\"state\":\"closed\"")
        .replaceAll("\"(secret|beaconValue|drawnAt)\":\"[^\"]*\"", "\"$1\":null");
  }

  private static String room(Instant opens) {
    return """
    {"name":"evening","people":5,"everySeconds":1,"insideMax":100,"opensAt":"%s",\
    "beacon":"closing value"}\
    """
        .formatted(opens);
  }

  private static String sale() {
    return """
    {"name":"Evening","opensAt":"2026-01-01T00:00:00Z","entry":"room","room":"evening"}\
    """;
  }

  /** Whoever is called takes one, until the first five did. */
  private void buy() throws Exception {
    long endNs = System.nanoTime() + WAIT_NS_MAX;
    for (int bought = 0; bought < 5; ) {
      assertThat(System.nanoTime()).as("some are called").isLessThan(endNs);
      for (long user : List.copyOf(tickets.keySet()))
        if (bought < 5 && buys(user)) {
          tickets.remove(user);
          bought++;
        }
    }
  }

  private boolean buys(long user) {
    String ticket = tickets.getOrDefault(user, "");
    String json = "{\"userId\":" + user + ",\"quantity\":1}";
    return service.postJson("/offers/1/claims", json, "waitingToken", ticket).status() == 201;
  }

  private void join(long user) {
    tickets.put(user, service.ticket(user, "evening"));
  }

  private void leave(long user) {
    String ticket = tickets.getOrDefault(user, "");
    service.delete("/user/queue/token", "waitingToken", ticket).is(204);
    tickets.remove(user);
  }

  private void awaitState(String state) {
    Wait.until(() -> service.get("/rooms/evening/draw").word("state").equals(state));
  }

  private void admin(String method, String path, String json) {
    assertThat(service.admin(method, path, json).status()).isIn(200, 201);
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  /** What a command says that succeeds. */
  private static String run(String... arguments) {
    StringWriter out = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));
    assertThat(line.execute(arguments)).as(out::toString).isZero();
    return out.toString();
  }

  private static int exitCode(String... arguments) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(new StringWriter()));
    return line.execute(arguments);
  }
}
