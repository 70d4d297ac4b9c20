package io.tidegate.outbox.webhook;

import io.tidegate.outbox.Outcome;
import io.tidegate.outbox.Sink;
import io.tidegate.outbox.event.PublicEvent;
import io.tidegate.outbox.webhook.HttpAttempt.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocketFactory;

/**
 * Posts events to one endpoint, as Standard Webhooks 1.0.0 has it: {@code webhook-id} is the
 * event's id, the same for every attempt; {@code webhook-timestamp} is the time of the attempt;
 * {@code webhook-signature} has one signature for each secret. 2xx alone is success; 410 ends the
 * endpoint; a redirect is a failure, since nobody checked where it leads.
 */
public final class WebhookSink implements Sink {

  /** A pause that a receiver asks for is no longer, ms. */
  static final long RETRY_AFTER_MAX_MS = TimeUnit.HOURS.toMillis(1);

  private static final long RETRY_AFTER_DEFAULT_MS = 1_000;

  /** Answers that say: this event, as it is, will never do. */
  private static final Set<Integer> OF_THE_EVENT = Set.of(400, 409, 413, 415, 422);

  private final WebhookConfig config;
  private final AddressGuard guard;
  private final SSLSocketFactory tls;
  private final Clock clock;
  private final ExecutorService threads;
  private final Set<HttpAttempt> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param tls whom to trust
   * @param clock for the time of an attempt
   */
  public WebhookSink(WebhookConfig config, AddressGuard guard, SSLSocketFactory tls, Clock clock) {
    this.config = config;
    this.guard = guard;
    this.tls = tls;
    this.clock = clock;
    this.threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("webhook-", 0).factory());
  }

  @Override
  public List<Outcome> deliver(List<PublicEvent> events) throws InterruptedException {
    List<Outcome> outcomes = new ArrayList<>();
    int wave = config.ordered() ? 1 : config.atOnce();
    while (outcomes.size() < events.size()) {
      int from = outcomes.size();
      List<Outcome> these = together(events.subList(from, Math.min(events.size(), from + wave)));
      outcomes.addAll(these);
      // Where a whole wave failed, the next one would do no better.
      if (these.stream().noneMatch(o -> o instanceof Outcome.Delivered)) break;
      if (these.stream().anyMatch(WebhookSink::asksForTime)) break;
    }
    return outcomes;
  }

  private static boolean asksForTime(Outcome outcome) {
    return outcome instanceof Outcome.Gone
        || (outcome instanceof Outcome.Failed failed && failed.retryAfterMs() > 0);
  }

  private List<Outcome> together(List<PublicEvent> events) throws InterruptedException {
    if (closed) return List.of(new Outcome.Failed(0, "the relay ends", 0));
    List<HttpAttempt> attempts = new ArrayList<>();
    List<Future<Outcome>> answers = new ArrayList<>();
    long timeoutMs = config.timeout().toMillis();
    long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    for (PublicEvent event : events) {
      HttpAttempt attempt = new HttpAttempt(tls, config.url(), timeoutMs);
      underWay.add(attempt);
      attempts.add(attempt);
      answers.add(submit(attempt, event));
    }
    if (closed) attempts.forEach(HttpAttempt::abort);
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      outcomes.add(await(answers.get(i), attempts.get(i), untilNs));
      underWay.remove(attempts.get(i));
    }
    return outcomes;
  }

  private Future<Outcome> submit(HttpAttempt attempt, PublicEvent event) {
    try {
      return threads.submit(() -> attempt(attempt, event));
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(new Outcome.Failed(0, "the relay ends", 0));
    }
  }

  /** The thread that waits keeps the time: an address that is looked up has no time-out. */
  private Outcome await(Future<Outcome> answer, HttpAttempt attempt, long untilNs)
      throws InterruptedException {
    try {
      return answer.get(Math.max(1, untilNs - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      attempt.abort();
      return new Outcome.Failed(0, "no answer within " + config.timeout().toMillis() + " ms", 0);
    } catch (ExecutionException e) {
      return new Outcome.Failed(0, "a fault of the program: " + e.getCause(), 0);
    } finally {
      if (!answer.isDone()) attempt.abort();
    }
  }

  private Outcome attempt(HttpAttempt attempt, PublicEvent event) {
    try {
      InetAddress address = guard.check(config.url());
      byte[] body = event.structured();
      return outcome(attempt.post(address, headers(event.id(), body), body));
    } catch (IOException e) {
      String what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return new Outcome.Failed(0, what, 0);
    }
  }

  private Map<String, String> headers(String id, byte[] body) {
    long seconds = clock.instant().getEpochSecond();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("User-Agent", "tidegate");
    headers.put("Accept", "*/*");
    headers.put("Content-Type", PublicEvent.MEDIA_TYPE);
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", Long.toString(seconds));
    headers.put(
        "webhook-signature",
        config.secrets().stream()
            .map(secret -> secret.sign(id, seconds, body))
            .collect(Collectors.joining(" ")));
    return headers;
  }

  private static Outcome outcome(Answer answer) {
    int status = answer.status();
    String text = "HTTP " + status;
    if (status >= 200 && status < 300) return new Outcome.Delivered();
    if (status == 410) return new Outcome.Gone(status, text);
    if (OF_THE_EVENT.contains(status)) return new Outcome.Refused(status, text);
    if (status >= 300 && status < 400) text += ", a redirect, which is not followed";
    return new Outcome.Failed(status, text, retryAfterMs(answer));
  }

  /** Seconds; a date is taken for a second, since the clocks of others are not believed. */
  private static long retryAfterMs(Answer answer) {
    String value = answer.headers().get("retry-after");
    if (value == null) return answer.status() == 429 ? RETRY_AFTER_DEFAULT_MS : 0;
    if (!value.matches("[0-9]{1,9}")) return RETRY_AFTER_DEFAULT_MS;
    long ms = Long.parseLong(value) * 1_000;
    return Math.clamp(ms, RETRY_AFTER_DEFAULT_MS, RETRY_AFTER_MAX_MS);
  }

  @Override
  public void close() {
    closed = true;
    underWay.forEach(HttpAttempt::abort);
    threads.shutdown();
  }
}
