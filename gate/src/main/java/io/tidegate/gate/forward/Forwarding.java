package io.tidegate.gate.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tidegate.gate.breaker.GuardedCall;
import io.tidegate.gate.health.Failure;
import io.tidegate.gate.sight.AttemptEnd;
import io.tidegate.gate.sight.ForwardTrace;
import io.tidegate.gate.upstream.Endpoint;
import io.tidegate.gate.upstream.Refused;
import io.tidegate.gate.upstream.Upstream;
import io.tidegate.gate.upstream.UpstreamCall;
import io.tidegate.http.client.ClientConnection;
import io.tidegate.http.client.ClientConnector;
import io.tidegate.http.client.ResponseFault;
import io.tidegate.http.client.ResponseReader;
import io.tidegate.http.wire.Ascii;
import io.tidegate.http.wire.HeadFields;
import io.tidegate.http.wire.Refusal;
import io.tidegate.http.wire.ResponseHead;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through the gate: a state machine on the event loop of its client, on
 * which its connection to the endpoint lives too.
 *
 * <pre>
 *  CHOOSING ──endpoint──▶ CONNECTING ──connection──▶ WAITING ──head──▶ STREAMING ──whole──▶ DONE
 *     ▲                       │                         │                  │
 *     └── another attempt ────┴─────────────────────────┘                  └── cut off ──▶ DONE
 * </pre>
 *
 * Another attempt is made only while nothing of the response has reached the client, and only where
 * it can do no harm; see {@link #mayTryAgain}.
 */
public final class Forwarding
    implements ResponseReader, ClientConnector.Listener, UpstreamCall.Caller {

  private enum Phase {
    CHOOSING,
    CONNECTING,
    WAITING,
    STREAMING,
    DONE
  }

  private static final int ATTEMPTS_MAX = 3;
  private static final String EVENTS = "text/event-stream";
  private static final byte[] CRLF = {'\r', '\n'};
  private static final byte[] LAST_CHUNK = Ascii.bytes("0\r\n\r\n");

  private final Forwarder forwarder;
  private final ForwardedRequest request;
  private final ResponseTarget target;
  private final Upstream upstream;
  private final ForwardTimes times;
  private final GuardedCall guarded;
  private final UpstreamCall call;
  private final ForwardTrace trace;

  /** Where the forwarder keeps it. */
  int slot;

  private Phase phase = Phase.CHOOSING;
  private int attempts;

  /** Whether an endpoint may have done what it was asked. */
  private boolean taken;

  private @Nullable Endpoint endpoint;
  private @Nullable ClientConnection connection;
  private boolean bodySent;
  private boolean paused;
  private boolean quiet;

  /** When something last went on. */
  private long movedNs = System.nanoTime();

  Forwarding(Forwarder forwarder, ForwardedRequest request, ResponseTarget target, Way way) {
    this.forwarder = forwarder;
    this.request = request;
    this.target = target;
    upstream = way.upstream();
    times = way.times();
    guarded = new GuardedCall(way.breaker());
    trace = forwarder.trace(upstream);
    call =
        upstream.call(
            forwarder.loop(),
            request.priority(),
            request.hash(upstream.affinity()),
            request.isIdempotent(),
            this);
  }

  /** What becomes of it. */
  ForwardTrace trace() {
    return trace;
  }

  void begin() {
    request.body().whenMore(this::sendBody);
    long openNs = guarded.tryBegin(System.nanoTime());
    if (openNs == 0) call.begin();
    else refuse(GateRefusals.circuitOpen(openNs));
  }

  @Override
  public void refused(Refused why) {
    guarded.notMade(); // the endpoints were not asked: that says nothing of how they are
    refuse(GateRefusals.of(why));
  }

  @Override
  public void attempt(Endpoint chosen) {
    attempts++;
    endpoint = chosen;
    phase = Phase.CONNECTING;
    trace.attempt(chosen.name());
    boolean careful = !request.isIdempotent();
    ClientConnection idle = attempts > 1 ? null : chosen.take(request.loop(), careful);
    if (idle != null) connected(idle);
    else chosen.connect(request.loop(), upstream.connector(), this);
  }

  // ---- the request ----

  @Override
  public void connected(ClientConnection to) {
    if (phase != Phase.CONNECTING) { // given up meanwhile
      to.unused();
      return;
    }
    connection = to;
    phase = Phase.WAITING;
    taken = true;
    trace.connected(to.requests() > 0);
    movedNs = System.nanoTime();
    ByteBuf head = request.head(Objects.requireNonNull(endpoint));
    to.send(head, request.isHead(), request.asksUpgrade(), this);
    bodySent = false;
    if (request.body() != RequestBody.NONE) request.sendContinue();
    sendBody();
    to.flush();
  }

  private void sendBody() {
    ClientConnection to = connection;
    RequestBody body = request.body();
    if (body.isBroken()) request.bodyBroken();
    if (to == null || bodySent || phase == Phase.DONE) return;
    boolean chunked = request.isChunked();
    boolean wrote = false;
    while (to.isWritable()) {
      ByteBuf bytes = body.next();
      if (bytes == null) break;
      wrote = true;
      trace.sent(bytes.readableBytes());
      if (chunked) to.write(chunkHead(bytes.readableBytes()));
      to.write(bytes);
      if (chunked) to.write(Unpooled.wrappedBuffer(CRLF));
    }
    if (body.isTaken()) {
      bodySent = true;
      if (chunked) to.write(Unpooled.wrappedBuffer(LAST_CHUNK));
      to.requestWhole();
    }
    if (wrote || bodySent) {
      movedNs = System.nanoTime();
      to.flush();
    }
  }

  private static ByteBuf chunkHead(int bytes) {
    return Unpooled.wrappedBuffer(Ascii.bytes(Integer.toHexString(bytes) + "\r\n"));
  }

  @Override
  public void writable() {
    if (phase == Phase.STREAMING) request.resume();
    sendBody();
  }

  /**
   * Sends what belongs to another protocol.
   *
   * @return false if no more is welcome before {@link ForwardedRequest#resume}
   */
  boolean write(ByteBuf bytes) {
    ClientConnection to = connection;
    if (to == null) {
      bytes.release();
      return true;
    }
    trace.sent(bytes.readableBytes());
    to.write(bytes);
    to.flush();
    movedNs = System.nanoTime();
    return to.isWritable();
  }

  // ---- the response ----

  @Override
  public void interim(ResponseHead head, byte[] bytes) {
    if (head.status() != 100) attempts = ATTEMPTS_MAX; // it reaches the client
    target.interim(head, bytes);
  }

  @Override
  public void head(ResponseHead head, byte[] bytes) {
    request.body().forget();
    phase = Phase.STREAMING;
    movedNs = System.nanoTime();
    quiet = head.isUpgrade() || isEvents(head, bytes);
    boolean failed = call.responded(head.status(), isShedding(head, bytes), quiet);
    guarded.ended(failed, movedNs);
    trace.head(head.status());
    target.head(head, bytes);
  }

  private static boolean isShedding(ResponseHead head, byte[] bytes) {
    return head.status() == 429
        || (head.status() == 503 && head.fields().find(bytes, "retry-after") >= 0);
  }

  private static boolean isEvents(ResponseHead head, byte[] bytes) {
    HeadFields fields = head.fields();
    int type = fields.find(bytes, "content-type");
    int from = type < 0 ? 0 : fields.valueFrom(type);
    int to = from + EVENTS.length();
    return type >= 0
        && to <= fields.valueTo(type)
        && Ascii.equalIgnoringCase(EVENTS, bytes, from, to);
  }

  @Override
  public void data(ByteBuf bytes) {
    movedNs = System.nanoTime();
    trace.received(bytes.readableBytes());
    target.data(bytes);
    if (!target.isWritable()) pause(true);
  }

  /** The target takes more again. */
  public void resume() {
    pause(false);
  }

  /** Waits for the client, whose time is its server's to measure. */
  private void pause(boolean pause) {
    paused = pause;
    movedNs = System.nanoTime();
    if (connection != null) connection.pause(pause);
  }

  @Override
  public void readComplete() {
    if (phase == Phase.STREAMING) target.flush();
  }

  @Override
  public void end() {
    call.end(true);
    trace.ended(AttemptEnd.WHOLE);
    finish();
    target.end();
  }

  // ---- when it does not go well ----

  @Override
  public void failed(Throwable cause) {
    if (phase != Phase.CONNECTING) return;
    trace.ended(AttemptEnd.UNREACHABLE);
    failed(null, GateRefusals.UNREACHABLE);
  }

  @Override
  public void broken(ResponseFault fault) {
    trace.ended(endBy(fault));
    connection = null;
    if (phase != Phase.STREAMING) {
      failed(fault, GateRefusals.BAD_RESPONSE);
      return;
    }
    call.failed(Failure.CUT);
    finish();
    target.cut();
  }

  private static AttemptEnd endBy(ResponseFault fault) {
    return switch (fault) {
      case STALE -> AttemptEnd.STALE;
      case NO_RESPONSE -> AttemptEnd.NO_RESPONSE;
      case TRUNCATED -> AttemptEnd.TRUNCATED;
      case MALFORMED -> AttemptEnd.MALFORMED;
    };
  }

  private void failed(@Nullable ResponseFault fault, Refusal otherwise) {
    boolean stale = fault == ResponseFault.STALE;
    if (!stale) call.failed(failure(fault));
    Endpoint next = mayTryAgain(fault) ? next(fault) : null;
    if (next == null) {
      refuse(otherwise);
      return;
    }
    request.body().rewind();
    attempt(next);
  }

  private @Nullable Endpoint next(@Nullable ResponseFault fault) {
    if (fault == ResponseFault.STALE) return call.againWithoutBudget(false);
    return fault == null ? call.againWithoutBudget(true) : call.again(true);
  }

  private static Failure failure(@Nullable ResponseFault fault) {
    return switch (fault) {
      case null -> Failure.CONNECT;
      case MALFORMED -> Failure.MALFORMED;
      case STALE, NO_RESPONSE, TRUNCATED -> Failure.NO_RESPONSE;
    };
  }

  /**
   * Without a connection nothing was sent, so nothing can be done twice. Otherwise the endpoint may
   * have done what it was asked, whatever became of the connection.
   */
  private boolean mayTryAgain(@Nullable ResponseFault fault) {
    if (attempts >= ATTEMPTS_MAX || !request.body().canRewind()) return false;
    return fault == null || (fault != ResponseFault.MALFORMED && request.isIdempotent());
  }

  /** The last; the body is the target's then. */
  private void refuse(Refusal refusal) {
    guarded.ended(true, System.nanoTime());
    over();
    target.refuse(refusal, taken);
  }

  /** Gives up what has waited too long for the upstream. */
  void sweep(long nowNs) {
    Duration most =
        switch (phase) {
          case WAITING -> bodySent ? times.response() : times.stall();
          case STREAMING -> quiet ? times.quiet() : times.stall();
          case CHOOSING, CONNECTING, DONE -> null; // bounded by others
        };
    if (most == null || paused || nowNs - movedNs <= most.toNanos()) return;
    ClientConnection late = Objects.requireNonNull(connection);
    if (phase == Phase.WAITING && !bodySent && late.isWritable()) return; // the client is slow
    late.abort();
    trace.ended(AttemptEnd.LATE);
    boolean begun = phase == Phase.STREAMING;
    call.failed(begun ? Failure.CUT : Failure.TIME_OUT);
    if (!begun) {
      refuse(GateRefusals.LATE);
      return;
    }
    finish();
    target.cut();
  }

  /**
   * Nobody wants the response any more; the target hears nothing more.
   *
   * @return false if it was over already
   */
  public boolean abandon() {
    if (phase == Phase.DONE) return false;
    ClientConnection abandoned = connection;
    trace.ended(AttemptEnd.ABANDONED);
    guarded.abandoned(System.nanoTime());
    finish();
    if (abandoned != null) abandoned.abort();
    return true;
  }

  private void finish() {
    if (phase == Phase.DONE) return;
    request.body().drop();
    over();
  }

  private void over() {
    if (phase == Phase.DONE) return;
    phase = Phase.DONE;
    forwarder.remove(this);
    connection = null;
    endpoint = null;
    call.end(false);
  }
}
