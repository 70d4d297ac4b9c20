package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.audit.AuditReport;
import io.tidegate.audit.Auditor;
import io.tidegate.audit.draw.DrawReport;
import io.tidegate.audit.draw.DrawVerifier;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Draws of the service as a process of its own, while people join and while it is killed, judged by
 * what is published alone, and by the auditor.
 */
@Timeout(240)
class DrawOfRealServiceTest {

  private static final int CLIENTS = 8;
  private static final int ROUNDS = 6;
  private static final long BEFORE_OPENING_MS = 700;

  @TempDir private Path folder;
  private final AtomicLong nextUser = new AtomicLong(1);
  private ServiceProcess service = ServiceProcess.none();

  @AfterEach
  void end() throws InterruptedException {
    service.kill();
  }

  @Test
  void who_joins_in_the_second_of_the_opening_is_on_one_side_of_it_or_on_the_other()
      throws Exception {
    service = ServiceProcess.up(folder.resolve("data"), "--empty");
    warmUp();
    Instant opens = Instant.now().plusMillis(2 * BEFORE_OPENING_MS);
    makeRoom("evening", opens);
    Map<Long, Long> joined = joinUntil("evening", opens.plusMillis(BEFORE_OPENING_MS));
    Path published = published("evening");
    assertThat(report(published).fits()).as(report(published).toText()).isTrue();
    List<Long> cohort = numbers(published.resolve(DrawVerifier.COHORT));
    assertThat(cohort).hasSizeGreaterThan(10).isSubsetOf(joined.keySet());
    assertThat(joined.size()).as("some came after").isGreaterThan(cohort.size() + 10);
    assertThat(joined.keySet())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, joined.size()).boxed().toList());
    assertThat(numbers(published.resolve(DrawVerifier.ORDER)))
        .as("drawn, not as they came")
        .isNotEqualTo(cohort)
        .containsExactlyInAnyOrderElementsOf(cohort);
    assertSound();
  }

  @Test
  void killed_at_any_moment_around_the_opening_it_draws_once_and_loses_nobody() throws Exception {
    Random random = new Random(20_261_120);
    service = ServiceProcess.up(folder.resolve("data"), "--empty");
    warmUp();
    for (int round = 1; round <= ROUNDS; round++) {
      String room = "round-" + round;
      Instant opens = Instant.now().plusMillis(BEFORE_OPENING_MS);
      makeRoom(room, opens);
      String commitment = draw(room).word("commitment");
      Instant kill = opens.plusMillis(random.nextLong(-150, 150));
      Thread killer =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  Thread.sleep(Math.max(0, Duration.between(Instant.now(), kill).toMillis()));
                  service.kill();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
              });
      Map<Long, Long> joined = joinUntil(room, opens.plusSeconds(10));
      killer.join();
      service = ServiceProcess.up(folder.resolve("data"), "--empty");
      boolean downForLong = Instant.now().isAfter(opens.plusSeconds(5));
      Path published = published(room);
      DrawReport report = report(published);
      // Who was down at the hour closes the cohort at the next start; only a slow one is late.
      assertThat(report.fits() || (downForLong && report.late())).as(report.toText()).isTrue();
      assertThat(draw(room).word("commitment")).isEqualTo(commitment);
      List<Long> cohort = numbers(published.resolve(DrawVerifier.COHORT));
      long last = cohort.isEmpty() ? 0 : cohort.getLast();
      assertThat(joined.keySet())
          .as("in the cohort, or behind it")
          .allMatch(number -> number > last || cohort.contains(number));
      Map<String, Long> events = assertSound().figures().eventsByType();
      assertThat(events.get("CohortClosed")).isEqualTo(round);
      assertThat(events.get("Drawn")).isEqualTo(round);
    }
  }

  /** A room far from its opening, which takes the first slow calls of a young process. */
  private void warmUp() throws InterruptedException {
    makeRoom("warm", Instant.now().plusSeconds(86_400));
    joinUntil("warm", Instant.now().plusMillis(BEFORE_OPENING_MS));
  }

  private AuditReport assertSound() throws IOException {
    AuditReport report = Auditor.audit(folder.resolve("data"));
    assertThat(report.breaches()).isEmpty();
    return report;
  }

  /** Everybody whose joining was answered: users by number. */
  private Map<Long, Long> joinUntil(String room, Instant end) throws InterruptedException {
    Map<Long, Long> joined = new ConcurrentSkipListMap<>();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++)
      clients.add(Thread.ofVirtual().start(() -> joinUntil(room, end, joined)));
    for (Thread each : clients) each.join();
    return new TreeMap<>(joined);
  }

  private void joinUntil(String room, Instant end, Map<Long, Long> joined) {
    try {
      while (Instant.now().isBefore(end)) {
        long user = nextUser.getAndIncrement();
        Reply reply = service.post("/user/" + user + "/queue/token/issue?room=" + room).is(200);
        Long other = joined.put(reply.number("number"), user);
        assertThat(other).as("a number has one user").isNull();
      }
    } catch (UncheckedIOException _) {
      // Killed, as it should be: whether this one joined nobody knows.
    }
  }

  private void makeRoom(String name, Instant opens) {
    String json =
        "{\"name\":\"%s\",\"people\":5,\"everySeconds\":1,\"insideMax\":100,\"opensAt\":\"%s\"}"
            .formatted(name, opens);
    service.admin("POST", "/rooms", json).is(201);
  }

  private Reply draw(String room) {
    return service.get("/rooms/" + room + "/draw");
  }

  /** Waits for the draw and writes down what is published of it. */
  private Path published(String room) throws Exception {
    Wait.until(() -> draw(room).word("state").equals("drawn"));
    Path published = Files.createDirectories(folder.resolve(room));
    Files.writeString(published.resolve(DrawVerifier.DOCUMENT), draw(room).text());
    Files.writeString(published.resolve(DrawVerifier.COHORT), pages(room, "cohort"));
    Files.writeString(published.resolve(DrawVerifier.ORDER), pages(room, "order"));
    return published;
  }

  private String pages(String room, String list) {
    StringBuilder all = new StringBuilder();
    for (int page = 1; ; page++) {
      Reply reply = service.get("/rooms/" + room + "/draw/" + list + "?page=" + page).is(200);
      all.append(reply.text());
      if (reply.header("Link").isEmpty()) return all.toString();
    }
  }

  private static DrawReport report(Path published) throws IOException {
    return DrawVerifier.verify(published);
  }

  private static List<Long> numbers(Path file) throws IOException {
    return Files.readAllLines(file).stream().map(Long::valueOf).toList();
  }
}
