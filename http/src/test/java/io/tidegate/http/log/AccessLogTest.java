package io.tidegate.http.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.http.server.Handler;
import io.tidegate.http.server.HttpServer;
import io.tidegate.http.server.TestServer;
import io.tidegate.http.wire.Ascii;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Wait;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AccessLogTest {

  private static final Handler HANDLER =
      exchange -> {
        if (exchange.path().equals("/mine")) exchange.user(42);
        exchange.reply(TestServer.text(200, "hello"));
      };

  @Test
  void a_line_has_what_an_operator_asks_for_and_no_secret(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("access.log");
    Files.writeString(file, "kept\n");
    AccessLog log = AccessLog.toFile(file, AccessLog.FILE_BYTES_LEAST);
    try (HttpServer server = HttpServer.start(TestServer.CONFIG.loops(1), HANDLER, log);
        RawClient client = new RawClient(server.port())) {
      client
          .send(
              "GET /mine?token=secret HTTP/1.1\r\nHost: a\r\nX-Request-Id: id-1\r\nAuthorization: Bearer secret\r\n\r\n")
          .reply();
      client
          .send("POST /with%20space HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nsecret")
          .reply();
      client.send("secret\r\n\r\n").reply();
    }
    log.close();
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(4).first().isEqualTo("kept");
    String time = "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z ";
    assertThat(lines.get(1)).matches(time + "id-1 127\\.0\\.0\\.1 GET /mine 200 \\d+ \\d+ 42");
    assertThat(lines.get(2))
        .matches(
            time + "[0-9a-z]{9}-[0-9a-v]{8} 127\\.0\\.0\\.1 POST /with%20space 200 \\d+ \\d+ -");
    assertThat(lines.get(3))
        .matches(time + "[0-9a-z]{9}-[0-9a-v]{8} 127\\.0\\.0\\.1 - - 400 \\d+ \\d+ -");
    assertThat(String.join("\n", lines)).doesNotContain("secret");
  }

  @Test
  void a_file_that_was_moved_away_gets_no_more_lines_and_a_new_one_does(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("access.log");
    Path moved = folder.resolve("access.log-20261127");
    AccessLog log = AccessLog.toFile(file, AccessLog.FILE_BYTES_LEAST);
    try (HttpServer server = HttpServer.start(TestServer.CONFIG.loops(1), HANDLER, log);
        RawClient client = new RawClient(server.port())) {
      client.get("/before").reply();
      Wait.until(() -> Files.readString(file).contains("/before"));
      Files.move(file, moved);
      Wait.until(() -> Files.exists(file));
      client.get("/after").reply();
      Wait.until(() -> Files.readString(file).contains("/after"));
      Files.delete(file);
      Wait.until(() -> Files.exists(file));
      client.get("/again").reply();
    }
    log.close();
    assertThat(Files.readAllLines(moved)).singleElement().asString().contains("/before");
    assertThat(Files.readAllLines(file)).singleElement().asString().contains("/again");
  }

  @Test
  void a_file_that_was_asked_to_be_reopened_is_appended_to(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("access.log");
    AccessLog log = AccessLog.toFile(file, AccessLog.FILE_BYTES_LEAST);
    try (HttpServer server = HttpServer.start(TestServer.CONFIG.loops(1), HANDLER, log);
        RawClient client = new RawClient(server.port())) {
      client.get("/one").reply();
      log.reopen();
      client.get("/two").reply();
    }
    log.close();
    assertThat(Files.readAllLines(file)).hasSize(2);
  }

  @Test
  void lines_that_find_no_room_are_dropped_and_counted() throws Exception {
    StuckOutput out = new StuckOutput();
    AccessLog log = new AccessLog(out, 1_024);
    try (HttpServer server = HttpServer.start(TestServer.CONFIG.loops(1), HANDLER, log);
        RawClient client = new RawClient(server.port())) {
      client.get("/first").reply();
      out.reached.await();
      for (int i = 0; i < 100; i++)
        client.get("/more").reply(); // answered although the log is stuck
    }
    out.free.countDown();
    log.close();
    List<String> lines = out.bytes.toString(StandardCharsets.US_ASCII).lines().toList();
    long written = lines.stream().filter(line -> line.contains(" GET ")).count();
    long dropped =
        lines.stream()
            .filter(line -> line.startsWith("# "))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
            .sum();
    assertThat(written).isBetween(2L, 30L);
    assertThat(written + dropped).isEqualTo(101);
    assertThat(log.dropped()).isEqualTo(dropped);
    assertThat(lines)
        .allMatch(line -> line.matches("20.* GET /\\w+ 200 .* -|# \\d+ lines dropped"));
  }

  @Test
  void a_log_that_cannot_be_written_does_not_stop_the_server() throws Exception {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space left");
          }
        };
    AccessLog log = new AccessLog(broken, 1_024);
    try (HttpServer server = HttpServer.start(TestServer.CONFIG.loops(1), HANDLER, log);
        RawClient client = new RawClient(server.port())) {
      for (int i = 0; i < 100; i++) assertThat(client.get("/more").reply().status()).isEqualTo(200);
    }
    log.close();
    assertThat(log.dropped()).isEqualTo(100);
  }

  @Test
  void a_log_that_can_be_written_again_says_how_many_lines_were_lost() throws Exception {
    AtomicBoolean full = new AtomicBoolean(true);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    OutputStream disk =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            if (full.get()) throw new IOException("no space left");
            bytes.write(b);
          }
        };
    AccessLog log = new AccessLog(disk, 1_024);
    try (HttpServer server = HttpServer.start(TestServer.CONFIG.loops(1), HANDLER, log);
        RawClient client = new RawClient(server.port())) {
      for (int i = 0; i < 7; i++) client.get("/lost").reply();
      Wait.until(() -> log.dropped() == 7);
      full.set(false);
      client.get("/again").reply();
    }
    log.close();
    assertThat(bytes.toString(StandardCharsets.US_ASCII).lines())
        .hasSize(2)
        .anyMatch(line -> line.contains(" /again "))
        .contains("# 7 lines dropped");
  }

  @Test
  void the_ring_hands_over_every_byte_in_order_between_two_threads() throws Exception {
    ByteRing ring = new ByteRing(256);
    int lines = 10_000;
    Thread adder =
        Thread.ofPlatform()
            .start(() -> {
              Random random = new Random(7);
              for (int i = 0; i < lines; i++) {
                byte[] line = Ascii.bytes(i + " " + "x".repeat(random.nextInt(40)) + "\n");
                while (true) {
                  boolean _ = ring.add(line, line.length);
                  if (ring.takeLost() == 0) break;
                  Thread.onSpinWait();
                }
              }
            });
    ByteArrayOutputStream taken = new ByteArrayOutputStream();
    while (adder.isAlive()) ring.writeTo(LineOutput.to(taken));
    ring.writeTo(LineOutput.to(taken));
    Random random = new Random(7);
    int i = 0;
    for (String line : taken.toString(StandardCharsets.US_ASCII).lines().toList()) {
      assertThat(line).isEqualTo(i + " " + "x".repeat(random.nextInt(40)));
      i++;
    }
    assertThat(i).isEqualTo(lines);
  }

  /** Takes nothing until it is freed. */
  private static final class StuckOutput extends OutputStream {

    final CountDownLatch reached = new CountDownLatch(1);
    final CountDownLatch free = new CountDownLatch(1);
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) {
      reached.countDown();
      try {
        free.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      bytes.write(from, offset, length);
    }
  }
}
