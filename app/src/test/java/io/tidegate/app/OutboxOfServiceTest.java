package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.app.config.Config;
import io.tidegate.app.config.ConfigLoader;
import io.tidegate.app.service.Service;
import io.tidegate.testkit.Needs;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.ScriptedServer;
import io.tidegate.testkit.ServiceUnderTest;
import io.tidegate.testkit.Wait;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The outbox of a real service: events of real claims arrive at real receivers. */
@Timeout(120)
class OutboxOfServiceTest {

  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final Path CONSUMER =
      Path.of("..", "examples", "consumers", "webhook_consumer.py");

  @TempDir private Path folder;

  private Path data() {
    return folder.resolve("data");
  }

  private RunningService start(int port, String more) throws Exception {
    Files.writeString(
        folder.resolve("outbox.yaml"),
        """
        sinks:
          - name: shop
            webhook:
              url: http://127.0.0.1:%d/hooks
              secrets: %s
              allow: 127.0.0.0/8
              timeout-ms: 2000
            from: beginning
            retry-s: [1]
        %s\
        """
            .formatted(port, SECRET, more));
    Config config =
        ConfigLoader.load(
            Config.DEFAULT,
            null,
            Map.of("TIDEGATE_OUTBOX_FILE", folder.resolve("outbox.yaml").toString()),
            Map.of("--data", data().toString(), "--port", "0", "--gate-port", "none"));
    return new RunningService(Service.start(config, false), data());
  }

  /** A sale with coupons; returns the offer. */
  private static long coupons(RunningService service, int total) {
    long sale =
        service.make(
            "/sales",
            "{\"name\":\"s\",\"opensAt\":\"2020-01-01T00:00:00Z\",\"entry\":\"open\"}",
            "saleId");
    return service.make(
        "/offers",
        "{\"saleId\":"
            + sale
            + ",\"name\":\"c\",\"total\":"
            + total
            + ",\"price\":0,\"perClaim\":1,\"perUser\":1}",
        "offerId");
  }

  private static void claim(RunningService service, long offer, long user) {
    service
        .postJson("/offers/" + offer + "/claims", "{\"quantity\":1}", ServiceUnderTest.as(user))
        .is(201);
  }

  private static Set<String> ids(List<String> requests, String type) {
    Set<String> ids = new HashSet<>();
    Pattern id = Pattern.compile("\"id\":\"([0-9a-f]{32}:[0-9]+:[0-9]+)\"");
    for (String request : requests) {
      Matcher found = id.matcher(request);
      if (request.contains(type) && found.find()) ids.add(found.group(1));
    }
    return ids;
  }

  @Test
  void each_claim_is_told_across_a_restart_and_a_receiver_that_was_away() throws Exception {
    AtomicBoolean away = new AtomicBoolean();
    try (ScriptedServer receiver =
        new ScriptedServer((_, call) -> {
          if (away.get()) call.send("HTTP/1.1 503 x\r\nContent-Length: 0\r\n\r\n");
          else call.ok("");
          call.close();
        })) {
      long offer;
      try (RunningService service = start(receiver.port(), "")) {
        offer = coupons(service, 100);
        for (long user = 1; user <= 20; user++) claim(service, offer, user);
        Wait.until(() -> ids(receiver.requests(), "claim.issued").size() == 20);
        away.set(true);
        for (long user = 21; user <= 30; user++) claim(service, offer, user);
        Wait.until(() ->
            service.admin("GET", "/outbox", "").is(200).text().contains("\"state\":\"waiting\""));
        assertThat(service.send("GET", "/metrics", "").is(200).text())
            .contains("tidegate_outbox_sending{sink=\"shop\"} 0");
      }
      away.set(false);
      try (RunningService service = start(receiver.port(), "")) {
        for (long user = 31; user <= 40; user++) claim(service, offer, user);
        Wait.until(() -> {
          List<String> taken = receiver.requests();
          return ids(taken, "claim.issued").size() == 40;
        });
        String before = service.admin("GET", "/outbox", "").text();
        assertThat(before).contains("\"name\":\"shop\"");
        int requests = receiver.requests().size();
        service.admin("POST", "/outbox/shop/replay", "{\"from\":1}").is(200);
        Wait.until(() -> receiver.requests().size() >= requests + 40);
        assertThat(ids(receiver.requests(), "claim.issued")).hasSize(40);
      }
    }
  }

  @Test
  void an_event_that_is_not_wanted_dies_is_shown_and_is_sent_again_on_request() throws Exception {
    Set<String> refused = ConcurrentHashMap.newKeySet();
    AtomicBoolean mended = new AtomicBoolean();
    try (ScriptedServer receiver =
            new ScriptedServer((request, call) -> {
              boolean no = request.contains("\"user\":2,") && !mended.get();
              if (no) refused.add(request);
              call.send("HTTP/1.1 " + (no ? 422 : 200) + " x\r\nContent-Length: 0\r\n\r\n");
              call.close();
            });
        RunningService service = start(receiver.port(), "")) {
      long offer = coupons(service, 100);
      for (long user = 1; user <= 5; user++) claim(service, offer, user);
      Wait.until(() -> shown(service).contains("dead"));
      assertThat(ids(receiver.requests(), "claim.issued")).hasSize(5);
      assertThat(shown(service)).contains("shop").contains("HTTP 422");
      mended.set(true);
      assertThat(run(service, "replay", "shop")).isZero();
      Wait.until(() -> !shown(service).contains("HTTP 422"));
      assertThat(run(service, "replay", "nobody")).isEqualTo(1);
      assertThat(run(service, "remove", "shop")).isEqualTo(1);
      assertThat(run(service, "pause", "shop")).isZero();
      Wait.until(() -> shown(service).contains("an operator switched it off"));
      assertThat(run(service, "resume", "shop")).isZero();
      assertThat(run(service, "skip", "shop")).isEqualTo(1);
      assertThat(refused).isNotEmpty();
    }
  }

  private String shown(RunningService service) {
    StringWriter out = new StringWriter();
    assertThat(run(service, out)).isZero();
    return out.toString();
  }

  private int run(RunningService service, String... words) {
    return run(service, new StringWriter(), words);
  }

  private int run(RunningService service, StringWriter out, String... words) {
    List<String> line = new ArrayList<>(List.of("outbox"));
    line.addAll(List.of(words));
    line.addAll(
        List.of(
            "--url",
            service.uri().toString(),
            "--admin-key-file",
            data().resolve("admin.key").toString()));
    var command = Main.commandLine();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(new StringWriter()));
    return command.execute(line.toArray(String[]::new));
  }

  @Test
  void the_consumer_of_the_page_counts_each_unit_once() throws Exception {
    Path python = Needs.python("sqlite3");
    Path store = folder.resolve("shop.db");
    ProcessBuilder builder =
        new ProcessBuilder(python.toString(), CONSUMER.toString(), "0", store.toString());
    builder.environment().put("WEBHOOK_SECRETS", SECRET);
    Process consumer = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(consumer.getInputStream(), StandardCharsets.UTF_8))) {
      String line = said.readLine();
      int port = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
      try (RunningService service = start(port, "    events: [claim.*]\n")) {
        long offer = coupons(service, 100);
        for (long user = 1; user <= 12; user++) claim(service, offer, user);
        Wait.until(() -> delivered(service) >= 12);
        service.admin("POST", "/outbox/shop/replay", "{\"from\":1}").is(200);
        Wait.until(() -> delivered(service) >= 24);
        String count =
            "import sqlite3,sys; print(sqlite3.connect(sys.argv[1]).execute('SELECT offer, issued FROM units').fetchall())";
        Process ask = new ProcessBuilder(python.toString(), "-c", count, store.toString()).start();
        assertThat(new String(ask.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
            .isEqualTo("[(" + offer + ", 12)]");
      }
    } finally {
      consumer.destroyForcibly();
      consumer.waitFor(10, TimeUnit.SECONDS);
    }
  }

  private static long delivered(RunningService service) {
    Reply reply = service.admin("GET", "/outbox", "");
    Matcher found = Pattern.compile("\"delivered\":([0-9]+)").matcher(reply.text());
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }
}
