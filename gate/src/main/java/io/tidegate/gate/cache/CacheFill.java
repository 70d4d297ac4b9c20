package io.tidegate.gate.cache;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.tidegate.gate.balance.Affinity;
import io.tidegate.gate.balance.Mix;
import io.tidegate.gate.forward.ForwardedRequest;
import io.tidegate.gate.forward.Forwarding;
import io.tidegate.gate.forward.RequestBody;
import io.tidegate.gate.forward.RequestContext;
import io.tidegate.gate.forward.ResponseTarget;
import io.tidegate.gate.forward.StoredHead;
import io.tidegate.gate.forward.Way;
import io.tidegate.gate.limit.Priority;
import io.tidegate.gate.upstream.Endpoint;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.HttpLoop;
import io.tidegate.http.server.ReplyStream;
import io.tidegate.http.server.Response;
import io.tidegate.http.wire.Ascii;
import io.tidegate.http.wire.Refusal;
import io.tidegate.http.wire.ReplyEncoder;
import io.tidegate.http.wire.ResponseHead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One fetch for all who ask for the same: it goes on where any of them leaves. The first one gets
 * the response while it comes, the others when it is whole. Confined to the event loop of the first
 * one, but for {@link #await}.
 *
 * <pre>
 *          head to be kept                   whole
 * ASKING ──────────────────▶ COLLECTING ────────────▶ over: kept, all answered
 *   │                            └── too long ──┐
 *   └── head of another kind ─────────────────▶ PASSING ──whole──▶ over: the first one's alone
 * </pre>
 */
final class CacheFill implements ForwardedRequest, ResponseTarget {

  private enum Phase {
    ASKING,
    COLLECTING,
    PASSING,
    OVER
  }

  private static final byte[] STORED = Ascii.bytes("Cache-Status: tidegate; fwd=miss; stored\r\n");
  private static final byte[] PASSED = Ascii.bytes("Cache-Status: tidegate; fwd=miss\r\n");

  private final ResponseCache cache;
  private final String key;
  private final String flight;
  private final Way way;
  private final @Nullable CachedResponse stale;

  private final List<Exchange> waiting = new ArrayList<>();
  private boolean closed;

  private Phase phase = Phase.ASKING;
  private @Nullable Exchange first;
  private @Nullable HttpLoop loop;
  private Priority priority = Priority.ADMITTED;
  private @Nullable StoredHead head;
  private @Nullable Forwarding forwarding;
  private @Nullable ReplyStream reply;
  private boolean renews;
  private @Nullable ByteBuf collected;
  private StorageRules.@Nullable Plan plan;
  private int status;
  private byte[] fields = {};
  private List<@Nullable String> varyValues = List.of();

  CacheFill(
      ResponseCache cache, String key, String flight, Way way, @Nullable CachedResponse stale) {
    this.cache = cache;
    this.key = key;
    this.flight = flight;
    this.way = way;
    this.stale = stale;
  }

  /**
   * Begins.
   *
   * @param first who waits for it; null if it is fetched beside a reply
   * @param asking whose request it is
   */
  void begin(@Nullable Exchange first, Exchange asking, StoredHead head) {
    this.first = first;
    this.head = head;
    loop = asking.loop();
    priority = RequestContext.priorityOf(asking);
    if (first != null) first.whenGone(this::firstGone);
    Forwarding begun = way.forwarders().of(loop()).ask(this, this, way);
    if (phase != Phase.OVER) forwarding = begun;
  }

  /** Waits for the end; false if that has come. Any thread. */
  synchronized boolean await(Exchange exchange) {
    if (closed) return false;
    waiting.add(exchange);
    return true;
  }

  private void firstGone() {
    Exchange left = first;
    first = null;
    if (reply == null && left != null)
      left.reply(Response.empty(503)); // goes nowhere, and is counted
    reply = null;
    if (phase == Phase.PASSING && forwarding != null && forwarding.abandon()) over();
    else if (forwarding != null) forwarding.resume();
  }

  // ---- the request ----

  @Override
  public HttpLoop loop() {
    return Objects.requireNonNull(loop);
  }

  @Override
  public ByteBuf head(Endpoint endpoint) {
    String etag = stale == null ? null : stale.etag();
    String more = etag == null ? "" : "If-None-Match: " + etag + "\r\n";
    return Objects.requireNonNull(head).write(endpoint, more);
  }

  @Override
  public boolean isHead() {
    return false;
  }

  @Override
  public boolean isIdempotent() {
    return true;
  }

  @Override
  public long hash(Affinity affinity) {
    return Mix.of(key); // it is for several clients
  }

  @Override
  public Priority priority() {
    return priority;
  }

  @Override
  public RequestBody body() {
    return RequestBody.NONE;
  }

  @Override
  public boolean isChunked() {
    return false;
  }

  // ---- the response ----

  @Override
  public void head(ResponseHead response, byte[] bytes) {
    long nowMs = ResponseCache.nowMs();
    if (response.status() == 304 && stale != null) {
      renews = true;
      return;
    }
    if (response.status() >= 500 && stale != null && stale.mayGoOutOnError(nowMs)) {
      if (forwarding != null) forwarding.abandon();
      failed(null);
      return;
    }
    status = response.status();
    fields = way.forwarders().of(loop()).responseFields(response, bytes);
    plan = StorageRules.plan(response, bytes, cache.config(), System.currentTimeMillis());
    boolean keeps = plan.keep();
    phase = keeps ? Phase.COLLECTING : Phase.PASSING;
    if (keeps) {
      varyValues = Objects.requireNonNull(head).values(plan.vary());
      collected = Unpooled.buffer();
    } else {
      notForCache();
    }
    begin(response);
  }

  /** The first one gets it as it comes. */
  private void begin(ResponseHead response) {
    Exchange to = first;
    if (to == null) {
      if (phase == Phase.PASSING && forwarding != null && forwarding.abandon()) over();
      return;
    }
    boolean none = status == 204 || status == 304;
    long declared =
        none
            ? ReplyEncoder.NO_BODY
            : response.contentLength() == ResponseHead.UNTIL_CLOSE
                ? ReplyEncoder.CHUNKED
                : response.contentLength();
    ReplyStream begun =
        to.begin(status, joined(fields, phase == Phase.PASSING ? PASSED : STORED), declared);
    begun.whenWritable(() -> {
      if (forwarding != null) forwarding.resume();
    });
    reply = begun;
  }

  private static byte[] joined(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  @Override
  public void data(ByteBuf bytes) {
    ByteBuf to = collected;
    if (phase == Phase.COLLECTING && to != null) {
      if (to.readableBytes() + bytes.readableBytes() > cache.config().responseBytes()) {
        phase = Phase.PASSING;
        collected = null;
        notForCache();
        if (first == null && forwarding != null && forwarding.abandon()) over();
      } else {
        to.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
      }
    }
    if (reply == null) bytes.release();
    else reply.write(bytes);
  }

  @Override
  public boolean isWritable() {
    return reply == null || reply.isWritable();
  }

  @Override
  public void flush() {
    if (reply != null) reply.flush();
  }

  @Override
  public void end() {
    CachedResponse made = null;
    if (renews && stale != null) made = stale.renewed(ResponseCache.nowMs());
    else if (phase == Phase.COLLECTING) made = made();
    if (made != null) cache.keep(key, made);
    ReplyStream whole = reply;
    Exchange unanswered = reply == null ? first : null;
    List<Exchange> others = over();
    if (whole != null) whole.end();
    if (unanswered != null) answer(unanswered, made);
    for (Exchange other : others) answerLater(other, made);
  }

  private CachedResponse made() {
    StorageRules.Plan kept = Objects.requireNonNull(plan);
    CacheConfig config = cache.config();
    CacheControl control = kept.control();
    boolean must = control.mustRevalidate();
    return new CachedResponse(
        status,
        fields,
        ByteBufUtil.getBytes(Objects.requireNonNull(collected)),
        kept.vary(),
        varyValues,
        kept.etag(),
        control.shared(),
        must,
        ResponseCache.nowMs() - kept.ageMs(),
        kept.freshMs(),
        must
            ? 0
            : staleMs(
                control.staleWhileRevalidateSeconds(), config.staleWhileRevalidate().toMillis()),
        must ? 0 : staleMs(control.staleIfErrorSeconds(), config.staleIfError().toMillis()));
  }

  private static long staleMs(long saidSeconds, long otherwiseMs) {
    return saidSeconds < 0 ? otherwiseMs : 1_000 * saidSeconds;
  }

  @Override
  public void refuse(Refusal refusal, boolean taken) {
    failed(refusal);
  }

  @Override
  public void cut() {
    ReplyStream cutOff = reply;
    reply = null;
    if (cutOff != null) first = null;
    if (cutOff != null) cutOff.abort();
    failed(null);
  }

  /** Nothing came: what is there will do if it may, else everybody is told. */
  private void failed(@Nullable Refusal refusal) {
    Exchange to = first;
    CachedResponse usable =
        stale != null && stale.mayGoOutOnError(ResponseCache.nowMs()) ? stale : null;
    List<Exchange> others = over();
    if (to != null) tell(to, usable, refusal);
    for (Exchange other : others) other.loop().execute(() -> tell(other, usable, refusal));
  }

  private void tell(Exchange to, @Nullable CachedResponse usable, @Nullable Refusal refusal) {
    if (usable != null) cache.answerStale(to, usable);
    else if (refusal == null) way.send(to, RequestBody.NONE);
    else if (!RequestContext.waits(to, RequestBody.NONE, refusal))
      way.fallback().answer(to, RequestBody.NONE, refusal, true);
  }

  /** Those who waited ask for themselves, and nobody waits for this for a while. */
  private void notForCache() {
    cache.isNotForCache(key);
    for (Exchange other : close()) answerLater(other, null);
  }

  private void answer(Exchange to, @Nullable CachedResponse made) {
    cache.answer(to, made, way);
  }

  private void answerLater(Exchange to, @Nullable CachedResponse made) {
    to.loop().execute(() -> answer(to, made));
  }

  private List<Exchange> over() {
    phase = Phase.OVER;
    forwarding = null;
    collected = null;
    return close();
  }

  private List<Exchange> close() {
    cache.ended(flight, this);
    synchronized (this) {
      closed = true;
      List<Exchange> all = List.copyOf(waiting);
      waiting.clear();
      return all;
    }
  }
}
