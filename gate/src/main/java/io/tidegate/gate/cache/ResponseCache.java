package io.tidegate.gate.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.netty.buffer.Unpooled;
import io.tidegate.gate.forward.ForwardRules;
import io.tidegate.gate.forward.RequestBody;
import io.tidegate.gate.forward.StoredHead;
import io.tidegate.gate.forward.Way;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.ReplyStream;
import io.tidegate.http.wire.Ascii;
import io.tidegate.http.wire.Method;
import io.tidegate.http.wire.Refusal;
import io.tidegate.http.wire.ReplyEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The cache of one route, shared by all event loops.
 *
 * <h2>One fetch for all</h2>
 *
 * What is not there is fetched by the first who asks ({@link CacheFill}); who asks meanwhile waits
 * for that. If it turns out to be nothing for a cache, it is the first one's alone; those who
 * waited ask for themselves, and for some seconds nobody waits for this again.
 *
 * <h2>Never another's</h2>
 *
 * Requests that say who asks, by {@code Authorization}, a cookie or a field that the route keeps,
 * go past the cache, unless a response in it is shared by the upstream's own word; so do responses
 * that set a cookie, or that depend on one.
 */
public final class ResponseCache {

  private static final Refusal ONLY_CACHED =
      new Refusal(
          504, "not-cached", "It is not in the cache, and nothing else was asked for.", null);

  private static final byte[] NO_BYTES = {};
  private static final long NOT_FOR_CACHE_MS = 10_000;
  private static final int VARIANTS_MAX = 16;

  private final CacheConfig config;
  private final Cache<String, Variants> stored;
  private final Cache<String, Boolean> notForCache =
      Caffeine.newBuilder()
          .maximumSize(10_000)
          .expireAfterWrite(NOT_FOR_CACHE_MS, TimeUnit.MILLISECONDS)
          .build();
  private final ConcurrentHashMap<String, CacheFill> fills = new ConcurrentHashMap<>();
  private final CacheCounts counts = new CacheCounts();

  /** What is kept under one address: one response for each way of asking. */
  private record Variants(List<CachedResponse> responses) {
    int bytes() {
      return responses.stream().mapToInt(CachedResponse::bytes).sum();
    }
  }

  /** An empty one. */
  public ResponseCache(CacheConfig config) {
    this.config = config;
    stored =
        Caffeine.newBuilder()
            .maximumWeight(config.bytes())
            .executor(Runnable::run) // what is too much goes at once, on the loop that adds it
            .weigher((String key, Variants variants) -> 2 * key.length() + variants.bytes())
            .build();
  }

  /** How requests to it ended. */
  public CacheCounts counts() {
    return counts;
  }

  /** Bytes that are kept now, nearly. */
  public long bytes() {
    return stored.policy().eviction().map(e -> e.weightedSize().orElse(0)).orElse(0L);
  }

  /**
   * Answers a request.
   *
   * @param way where it goes if it is not answered from here. On the exchange's event loop
   */
  public void serve(Exchange exchange, RequestBody body, Way way) {
    Method method = exchange.method();
    boolean asks = method == Method.GET || method == Method.HEAD;
    if (!asks && method != Method.OPTIONS) stored.invalidate(key(exchange));
    if (!asks || body != RequestBody.NONE || isOneClients(exchange, way.rules())) {
      pass(exchange, body, way);
      return;
    }
    String key = key(exchange);
    long nowMs = nowMs();
    CachedResponse found = find(key, exchange);
    if (found != null && found.isFresh(nowMs)) {
      counts.hits.increment();
      reply(exchange, found, nowMs, "hit");
    } else if (found != null && found.mayGoOutWhileRevalidating(nowMs)) {
      counts.stale.increment();
      fill(key, exchange, way, found, false);
      reply(exchange, found, nowMs, "hit; detail=stale");
    } else if (CacheControl.parse(exchange.list("Cache-Control")).onlyIfCached()) {
      exchange.refuse(ONLY_CACHED);
    } else if (method == Method.HEAD
        || exchange.list("Cookie") != null
        || notForCache.getIfPresent(key) != null) {
      pass(exchange, body, way);
    } else {
      fill(key, exchange, way, found, true);
    }
  }

  private void pass(Exchange exchange, RequestBody body, Way way) {
    counts.passed.increment();
    way.send(exchange, body);
  }

  /**
   * Answers with what is kept, however old, where nobody can be asked (RFC 9111 §4.2.4). On the
   * exchange's event loop.
   *
   * @param rules of the route
   * @return false if there is nothing for this request
   */
  public boolean answerAnyway(Exchange exchange, ForwardRules rules) {
    Method method = exchange.method();
    boolean asks = method == Method.GET || method == Method.HEAD;
    if (!asks || isOneClients(exchange, rules)) return false;
    CachedResponse found = find(key(exchange), exchange);
    if (found == null || found.mustRevalidate()) return false;
    counts.stale.increment();
    reply(exchange, found, nowMs(), "hit; detail=fallback");
    return true;
  }

  /**
   * Whether it is for nobody else, or asks for a part. A client that reloads is as good as others.
   */
  private static boolean isOneClients(Exchange exchange, ForwardRules rules) {
    String control = exchange.list("Cache-Control");
    return exchange.list("Authorization") != null
        || rules.keepsIdentityOf(exchange)
        || exchange.list("Range") != null
        || (control != null && control.toLowerCase(Locale.ROOT).contains("no-store"));
  }

  private static String key(Exchange exchange) {
    return exchange.host().toLowerCase(Locale.ROOT) + exchange.target();
  }

  /** Begins to fetch it, or waits for whom has begun. */
  private void fill(
      String key, Exchange exchange, Way way, @Nullable CachedResponse stale, boolean waits) {
    String flight = key + variantOf(stale, exchange);
    CacheFill mine = new CacheFill(this, key, flight, way, stale);
    CacheFill running = fills.putIfAbsent(flight, mine);
    if (running != null) {
      if (waits && !running.await(exchange)) serve(exchange, RequestBody.NONE, way); // just ended
      return;
    }
    if (waits) counts.misses.increment();
    StoredHead head = way.forwarders().of(exchange.loop()).storedHead(exchange, way.rules());
    mine.begin(waits ? exchange : null, exchange, head);
  }

  /** Those who ask in different ways do not wait for one another, as far as that is known. */
  private static String variantOf(@Nullable CachedResponse known, Exchange exchange) {
    List<String> names = known == null ? List.of("accept-encoding") : known.varyNames();
    StringBuilder variant = new StringBuilder();
    for (String name : names) variant.append('\n').append(exchange.list(name));
    return variant.toString();
  }

  private @Nullable CachedResponse find(String key, Exchange exchange) {
    Variants variants = stored.getIfPresent(key);
    if (variants == null) return null;
    boolean cookie = exchange.list("Cookie") != null;
    for (CachedResponse response : variants.responses()) {
      if (fits(response, exchange)) return cookie && !response.shared() ? null : response;
    }
    return null;
  }

  private static boolean fits(CachedResponse response, Exchange exchange) {
    for (int i = 0; i < response.varyNames().size(); i++) {
      String wanted = response.varyValues().get(i);
      String asked = exchange.list(response.varyNames().get(i));
      if (wanted == null ? asked != null : !wanted.equals(asked)) return false;
    }
    return true;
  }

  // ---- for fills ----

  CacheConfig config() {
    return config;
  }

  void ended(String flight, CacheFill fill) {
    fills.remove(flight, fill);
  }

  void isNotForCache(String key) {
    notForCache.put(key, true);
  }

  void keep(String key, CachedResponse response) {
    stored
        .asMap()
        .compute(
            key,
            (_, before) -> {
              List<CachedResponse> all = new ArrayList<>();
              all.add(response);
              if (before != null) {
                for (CachedResponse other : before.responses()) {
                  boolean same =
                      other.varyNames().equals(response.varyNames())
                          && other.varyValues().equals(response.varyValues());
                  if (!same && all.size() < VARIANTS_MAX) all.add(other);
                }
              }
              return new Variants(all);
            });
  }

  /** A waiter's answer; whether it fits the waiter is looked at again. */
  void answer(Exchange exchange, @Nullable CachedResponse response, Way way) {
    if (response == null || !fits(response, exchange)) {
      pass(exchange, RequestBody.NONE, way);
      return;
    }
    counts.collapsed.increment();
    reply(exchange, response, nowMs(), "fwd=miss; collapsed");
  }

  /** Answers where the upstream failed. */
  void answerStale(Exchange exchange, CachedResponse response) {
    counts.stale.increment();
    reply(exchange, response, nowMs(), "hit; detail=stale-if-error");
  }

  static long nowMs() {
    return System.nanoTime() / 1_000_000;
  }

  private static void reply(Exchange exchange, CachedResponse response, long nowMs, String how) {
    byte[] more =
        Ascii.bytes(
            "Age: "
                + response.ageMs(nowMs) / 1_000
                + "\r\nCache-Status: tidegate; "
                + how
                + "\r\n");
    byte[] fields = new byte[response.fields().length + more.length];
    System.arraycopy(response.fields(), 0, fields, 0, response.fields().length);
    System.arraycopy(more, 0, fields, response.fields().length, more.length);
    boolean unchanged = response.status() == 200 && hasIt(exchange, response.etag());
    boolean bodiless = unchanged || response.status() == 204;
    byte[] body = bodiless ? NO_BYTES : response.body();
    ReplyStream reply =
        exchange.begin(
            unchanged ? 304 : response.status(),
            fields,
            bodiless ? ReplyEncoder.NO_BODY : body.length);
    if (body.length > 0) reply.write(Unpooled.wrappedBuffer(body));
    reply.end();
  }

  /** Whether the client says that it has this version (RFC 9110 §13.1.2, by weak comparison). */
  private static boolean hasIt(Exchange exchange, @Nullable String etag) {
    String has = exchange.list("If-None-Match");
    if (has == null || etag == null) return false;
    for (String one : has.split(",", -1)) {
      String text = one.strip();
      if (text.equals("*") || opaque(text).equals(opaque(etag))) return true;
    }
    return false;
  }

  private static String opaque(String etag) {
    return etag.startsWith("W/") ? etag.substring(2) : etag;
  }
}
