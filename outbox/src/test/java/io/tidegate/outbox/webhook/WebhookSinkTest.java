package io.tidegate.outbox.webhook;

import static io.tidegate.outbox.Events.event;
import static io.tidegate.outbox.Events.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.outbox.Outcome;
import io.tidegate.outbox.event.PublicEvent;
import io.tidegate.testkit.ScriptedServer;
import io.tidegate.testkit.ScriptedServer.Script;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhooks against real receivers that do whatever receivers do. */
@Timeout(60)
class WebhookSinkTest {

  private static final String OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String NEW = "whsec_" + "QUJD".repeat(8);
  private static final Instant NOW = Instant.ofEpochSecond(1_614_265_330);

  private static WebhookSink sink(URI url, boolean ordered, int timeoutMs, String... allow) {
    WebhookConfig config =
        new WebhookConfig(
            url,
            List.of(WebhookSecret.parse(OLD), WebhookSecret.parse(NEW)),
            ordered,
            ordered ? 1 : 4,
            Duration.ofMillis(timeoutMs));
    return new WebhookSink(
        config,
        new AddressGuard(InetAddress::getAllByName, List.of(allow)),
        (SSLSocketFactory) SSLSocketFactory.getDefault(),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static List<Outcome> deliver(Script script, boolean ordered, List<PublicEvent> events)
      throws IOException, InterruptedException {
    try (ScriptedServer receiver = new ScriptedServer(script);
        WebhookSink sink =
            sink(
                URI.create("http://" + receiver.address() + "/hooks?a=b"),
                ordered,
                1_000,
                "127.0.0.0/8")) {
      return sink.deliver(events);
    }
  }

  private static Outcome one(Script script) throws IOException, InterruptedException {
    List<Outcome> outcomes = deliver(script, true, List.of(event(1)));
    assertThat(outcomes).hasSize(1);
    return outcomes.getFirst();
  }

  private static Script saying(String head) {
    return (_, call) -> {
      call.send(ScriptedServer.lines(head + "\nContent-Length: 0\n\n"));
      call.close();
    };
  }

  @Test
  void the_signature_is_that_of_the_published_example() {
    byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    assertThat(WebhookSecret.parse(OLD).sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330L, body))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "whsec_", "whsec_!!!!", "whsec_QUJD", "WHSEC_QUJDQUJD"})
  void what_is_no_secret_is_refused_without_being_shown(String text) {
    assertThatThrownBy(() -> WebhookSecret.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("must");
  }

  @Test
  void a_request_has_id_timestamp_and_a_signature_for_each_secret()
      throws IOException, InterruptedException {
    AtomicReference<String> got = new AtomicReference<>("");
    Outcome outcome =
        one((request, call) -> {
          got.set(request);
          call.ok("");
        });
    assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
    PublicEvent event = event(1);
    byte[] body = event.structured();
    assertThat(got.get())
        .startsWith("POST /hooks?a=b HTTP/1.1\r\n")
        .contains("\r\nwebhook-id: " + event.id() + "\r\n")
        .contains("\r\nwebhook-timestamp: 1614265330\r\n")
        .contains(
            "\r\nwebhook-signature: "
                + WebhookSecret.parse(OLD).sign(event.id(), 1_614_265_330L, body)
                + " "
                + WebhookSecret.parse(NEW).sign(event.id(), 1_614_265_330L, body)
                + "\r\n")
        .endsWith("\r\n\r\n" + new String(body, StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 299})
  void two_hundreds_alone_are_success(int status) throws IOException, InterruptedException {
    assertThat(one(saying("HTTP/1.1 " + status + " x"))).isInstanceOf(Outcome.Delivered.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 401, 403, 404, 408, 500, 502, 503, 504})
  void what_is_no_success_is_tried_again(int status) throws IOException, InterruptedException {
    assertThat(one(saying("HTTP/1.1 " + status + " x\nLocation: http://10.0.0.1/")))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.status()).isEqualTo(status);
              assertThat(failed.error()).startsWith("HTTP " + status);
              assertThat(failed.retryAfterMs()).isZero();
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 409, 413, 415, 422})
  void some_answers_are_about_the_event(int status) throws IOException, InterruptedException {
    assertThat(one(saying("HTTP/1.1 " + status + " x"))).isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void gone_ends_the_endpoint() throws IOException, InterruptedException {
    assertThat(one(saying("HTTP/1.1 410 Gone"))).isInstanceOf(Outcome.Gone.class);
  }

  @Test
  void a_receiver_is_left_alone_as_long_as_it_asks_within_a_bound()
      throws IOException, InterruptedException {
    assertThat(retryAfterMs("HTTP/1.1 503 x\nRetry-After: 7")).isEqualTo(7_000);
    assertThat(retryAfterMs("HTTP/1.1 429 x")).isEqualTo(1_000);
    assertThat(retryAfterMs("HTTP/1.1 503 x\nRetry-After: 999999999"))
        .isEqualTo(WebhookSink.RETRY_AFTER_MAX_MS);
    assertThat(retryAfterMs("HTTP/1.1 503 x\nRetry-After: Wed, 21 Oct 2026 07:28:00 GMT"))
        .isEqualTo(1_000);
  }

  private static long retryAfterMs(String head) throws IOException, InterruptedException {
    return ((Outcome.Failed) one(saying(head))).retryAfterMs();
  }

  @Test
  void a_receiver_that_says_nothing_garbage_or_half_of_it_has_failed()
      throws IOException, InterruptedException {
    List<Script> scripts =
        List.of(
            (_, call) -> call.close(),
            (_, call) -> {
              call.send("SSH-2.0-OpenSSH\r\n\r\n");
              call.close();
            },
            (_, call) -> {
              call.send("HTTP/1.1 200 OK\r\nX: ");
              call.close();
            },
            (_, call) -> {
              call.send("HTTP/1.1 200 OK\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
              call.close();
            },
            (_, call) -> {
              for (int i = 0; i < 10; i++) call.send("HTTP/1.1 102 Processing\r\n\r\n");
              call.close();
            });
    for (Script script : scripts) assertThat(one(script)).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void a_receiver_that_drips_its_answer_is_given_up_in_time()
      throws IOException, InterruptedException {
    long startNs = System.nanoTime();
    Outcome outcome =
        one((_, call) -> {
          for (int i = 0; i < 200; i++) {
            call.send("H");
            Thread.sleep(50);
          }
        });
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void an_endless_body_changes_nothing() throws IOException, InterruptedException {
    Outcome outcome =
        one((_, call) -> {
          call.send("HTTP/1.1 200 OK\r\n\r\n");
          for (int i = 0; i < 10_000; i++) call.send("x".repeat(1_000));
        });
    assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
  }

  @Test
  void an_interim_answer_is_passed_over() throws IOException, InterruptedException {
    Outcome outcome =
        one((_, call) -> {
          call.send("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
          call.ok("");
        });
    assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
  }

  @Test
  void an_ordered_sink_ends_with_the_first_that_is_not_taken()
      throws IOException, InterruptedException {
    AtomicInteger calls = new AtomicInteger();
    List<Outcome> outcomes =
        deliver(
            (_, call) -> {
              if (calls.incrementAndGet() == 3) call.send("HTTP/1.1 500 x\r\n\r\n");
              else call.ok("");
              call.close();
            },
            true,
            events(1, 9));
    assertThat(outcomes).hasSize(3);
    assertThat(outcomes.getLast()).isInstanceOf(Outcome.Failed.class);
    assertThat(calls).hasValue(3);
  }

  @Test
  void a_free_sink_goes_on_past_one_that_is_not_taken() throws IOException, InterruptedException {
    List<Outcome> outcomes =
        deliver(
            (request, call) -> {
              if (request.contains("\"total\":3}")) call.send("HTTP/1.1 500 x\r\n\r\n");
              else call.ok("");
              call.close();
            },
            false,
            events(1, 9));
    List<Outcome> others = new ArrayList<>(outcomes);
    assertThat(others.remove(2)).isInstanceOf(Outcome.Failed.class);
    assertThat(others).hasSize(8).allMatch(o -> o instanceof Outcome.Delivered);
  }

  @Test
  void where_a_receiver_takes_nothing_the_rest_is_not_tried()
      throws IOException, InterruptedException {
    AtomicInteger calls = new AtomicInteger();
    List<Outcome> outcomes =
        deliver(
            (_, call) -> {
              calls.incrementAndGet();
              call.close();
            },
            false,
            events(1, 50));
    assertThat(outcomes).hasSize(4);
    assertThat(calls.get()).isLessThanOrEqualTo(4);
  }

  @Test
  void a_sink_that_is_closed_lets_go_of_what_it_waits_for() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    try (ScriptedServer receiver =
        new ScriptedServer((_, call) -> {
          calls.incrementAndGet();
          call.in().read();
        })) {
      WebhookSink sink =
          sink(URI.create("http://" + receiver.address() + "/"), true, 30_000, "127.0.0.0/8");
      Thread closer =
          Thread.ofVirtual()
              .start(() -> {
                Wait.until(() -> calls.get() == 1);
                sink.close();
              });
      assertThat(sink.deliver(List.of(event(1))).getFirst()).isInstanceOf(Outcome.Failed.class);
      closer.join();
      assertThat(sink.deliver(List.of(event(1))).getFirst()).isInstanceOf(Outcome.Failed.class);
    }
  }

  @Test
  void an_address_that_is_not_listed_is_never_connected_to() throws Exception {
    try (ScriptedServer receiver = ScriptedServer.saying("");
        WebhookSink sink =
            sink(URI.create("https://localhost:" + receiver.port() + "/"), true, 2_000)) {
      assertThat(sink.deliver(List.of(event(1))).getFirst())
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> assertThat(failed.error()).contains("not of the public internet"));
      assertThat(receiver.connections()).isZero();
    }
  }
}
