package io.tidegate.app.gate;

import io.tidegate.app.config.YamlSection;
import io.tidegate.gate.balance.Affinity;
import io.tidegate.gate.balance.Affinity.By;
import io.tidegate.gate.balance.Balance;
import io.tidegate.gate.breaker.BreakerConfig;
import io.tidegate.gate.breaker.BreakerConfig.WindowType;
import io.tidegate.gate.health.CheckConfig;
import io.tidegate.gate.health.EjectionConfig;
import io.tidegate.gate.limit.LimitConfig;
import io.tidegate.gate.limit.QueueConfig;
import io.tidegate.gate.limit.RetryConfig;
import io.tidegate.gate.upstream.UpstreamPolicy;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads of an upstream's section who gets a request, and when. Bounds are those of the records that
 * are made of it, whose message is told with the line.
 */
final class PolicyReader {

  private static final UpstreamPolicy GIVEN = UpstreamPolicy.DEFAULT;

  private PolicyReader() {}

  static UpstreamPolicy read(YamlSection section) {
    boolean hashes = section.isSection("balance");
    Affinity affinity = hashes ? affinity(section.section("balance")) : GIVEN.affinity();
    Balance balance =
        hashes ? Balance.HASH : section.choice("balance", Balance.class, GIVEN.balance());
    Duration slowStart = section.time("slow-start-ms", GIVEN.slowStart());
    int maxInFlight = section.number("max-in-flight", GIVEN.maxInFlight());
    LimitConfig limit = limit(section);
    QueueConfig queue = queue(section.section("queue"));
    RetryConfig retry = retry(section.section("retry"));
    EjectionConfig ejection = ejection(section);
    BreakerConfig breaker = section.has("breaker") ? breaker(section.section("breaker")) : null;
    CheckConfig check = section.has("check") ? check(section) : null;
    return made(
        section,
        () ->
            new UpstreamPolicy(
                balance,
                affinity,
                slowStart,
                maxInFlight,
                limit,
                queue,
                retry,
                ejection,
                breaker,
                check),
        GIVEN);
  }

  /** {@code {hash: {header: X-Tenant}}} or {@code {hash: {cookie: session}}}. */
  private static Affinity affinity(YamlSection balance) {
    YamlSection section = balance.section("hash");
    String header = section.text("header");
    String cookie = section.text("cookie");
    section.end();
    balance.end();
    if ((header == null) == (cookie == null))
      balance.problem("hash", "must have a header or a cookie");
    if (header != null) return new Affinity(By.HEADER, header);
    return cookie == null ? Affinity.ADDRESS : new Affinity(By.COOKIE, cookie);
  }

  /** A number, the word adaptive, or what an adaptive one begins with and stays within. */
  private static LimitConfig limit(YamlSection policy) {
    if (!policy.has("limit")) return GIVEN.limit();
    if (!policy.isSection("limit")) {
      if ("adaptive".equals(policy.text("limit"))) return LimitConfig.ADAPTIVE;
      int fixed = policy.number("limit", 1);
      return made(policy, () -> LimitConfig.fixed(fixed), GIVEN.limit());
    }
    YamlSection section = policy.section("limit");
    LimitConfig given = LimitConfig.ADAPTIVE;
    int initial = section.number("initial", given.initial());
    int least = section.number("least", Math.min(initial, given.least()));
    int most = section.number("most", Math.max(initial, given.most()));
    section.end();
    return made(section, () -> new LimitConfig(true, initial, least, most), given);
  }

  private static QueueConfig queue(YamlSection section) {
    int places = section.number("places", GIVEN.queue().places());
    Duration deadline = section.time("deadline-ms", GIVEN.queue().deadline());
    section.end();
    return made(section, () -> new QueueConfig(places, deadline), GIVEN.queue());
  }

  private static RetryConfig retry(YamlSection section) {
    int percent = section.number("percent", GIVEN.retry().percent());
    int least = section.number("least", GIVEN.retry().least());
    section.end();
    return made(section, () -> new RetryConfig(percent, least), GIVEN.retry());
  }

  private static EjectionConfig ejection(YamlSection policy) {
    if (policy.has("ejection") && !policy.isSection("ejection")) {
      if (!"none".equals(policy.text("ejection")))
        policy.problem("ejection", "must be none, or keys and values");
      return EjectionConfig.NONE;
    }
    YamlSection section = policy.section("ejection");
    EjectionConfig given = GIVEN.ejection();
    int faults = section.number("faults", given.faults());
    int statuses = section.number("statuses", given.statuses());
    Duration first = section.time("first-ms", given.first());
    Duration longest = section.time("longest-ms", given.longest());
    section.end();
    return made(section, () -> new EjectionConfig(faults, statuses, first, longest), given);
  }

  static BreakerConfig breaker(YamlSection section) {
    BreakerConfig given = BreakerConfig.DEFAULT;
    WindowType type =
        section.choice("sliding-window-type", WindowType.class, given.slidingWindowType());
    int size = section.number("sliding-window-size", given.slidingWindowSize());
    int minimum = section.number("minimum-number-of-calls", given.minimumNumberOfCalls());
    int failures = section.number("failure-rate-threshold", (int) given.failureRateThreshold());
    int slow = section.number("slow-call-rate-threshold", (int) given.slowCallRateThreshold());
    Duration slowAfter =
        section.time("slow-call-duration-threshold-ms", given.slowCallDurationThreshold());
    Duration wait = section.time("wait-duration-in-open-state-ms", given.waitDurationInOpenState());
    int trials =
        section.number(
            "permitted-number-of-calls-in-half-open-state",
            given.permittedNumberOfCallsInHalfOpenState());
    section.end();
    return made(
        section,
        () -> new BreakerConfig(type, size, minimum, failures, slow, slowAfter, wait, trials),
        given);
  }

  /** A path, or a path with how often and how strictly it is asked for. */
  private static @Nullable CheckConfig check(YamlSection policy) {
    CheckConfig given = CheckConfig.at("/");
    if (!policy.isSection("check")) {
      String path = policy.text("check", given.path());
      return made(policy, () -> CheckConfig.at(path), given);
    }
    YamlSection section = policy.section("check");
    String path = section.text("path", given.path());
    Duration interval = section.time("interval-ms", given.interval());
    Duration timeout = section.time("timeout-ms", given.timeout());
    int rise = section.number("rise", given.rise());
    int fall = section.number("fall", given.fall());
    int from = section.number("status-from", given.statusFrom());
    int to = section.number("status-to", given.statusTo());
    section.end();
    return made(
        section, () -> new CheckConfig(path, interval, timeout, rise, fall, from, to), given);
  }

  /** What is made of it; where it is out of bounds, that is told, and something else stands in. */
  private static <T> T made(YamlSection section, Supplier<T> maker, T otherwise) {
    try {
      return maker.get();
    } catch (IllegalArgumentException e) {
      section.problem("is out of bounds: " + e.getMessage());
      return otherwise;
    }
  }
}
