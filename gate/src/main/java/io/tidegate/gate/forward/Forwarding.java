package io.tidegate.gate.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tidegate.gate.upstream.Endpoint;
import io.tidegate.gate.upstream.Upstream;
import io.tidegate.http.client.ClientConnection;
import io.tidegate.http.client.ClientConnector;
import io.tidegate.http.client.ResponseFault;
import io.tidegate.http.client.ResponseReader;
import io.tidegate.http.server.BodyReader;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.ReplyStream;
import io.tidegate.http.server.Response;
import io.tidegate.http.wire.Ascii;
import io.tidegate.http.wire.HeadFields;
import io.tidegate.http.wire.Method;
import io.tidegate.http.wire.Refusal;
import io.tidegate.http.wire.ReplyEncoder;
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
final class Forwarding implements ResponseReader, ClientConnector.Listener {

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
  private final Exchange exchange;
  private final RequestBody body;
  private final Upstream upstream;
  private final PathRewrite rewrite;
  private final ForwardTimes times;

  /** Where the forwarder keeps it. */
  int slot;

  private Phase phase = Phase.CHOOSING;
  private int attempts;
  private @Nullable Endpoint endpoint;
  private @Nullable ClientConnection connection;
  private @Nullable ReplyStream reply;
  private boolean bodySent;
  private boolean paused;
  private boolean quiet;

  /** When something last went on. */
  private long movedNs = System.nanoTime();

  Forwarding(
      Forwarder forwarder,
      Exchange exchange,
      RequestBody body,
      Upstream upstream,
      PathRewrite rewrite,
      ForwardTimes times) {
    this.forwarder = forwarder;
    this.exchange = exchange;
    this.body = body;
    this.upstream = upstream;
    this.rewrite = rewrite;
    this.times = times;
  }

  void begin() {
    exchange.whenGone(this::clientGone);
    exchange.whenInputEnds(exchange::abort);
    body.whenMore(this::sendBody);
    attempt(null);
  }

  private void attempt(@Nullable Endpoint but) {
    attempts++;
    phase = Phase.CHOOSING;
    Endpoint chosen = upstream.choose(0, but);
    if (chosen == null) {
      finish();
      exchange.refuse(GateRefusals.NO_ENDPOINT);
      return;
    }
    endpoint = chosen;
    phase = Phase.CONNECTING;
    ClientConnection idle = attempts > 1 ? null : chosen.take(exchange.loop(), !isIdempotent());
    if (idle != null) connected(idle);
    else chosen.connect(exchange.loop(), upstream.connector(), this);
  }

  // ---- the request ----

  @Override
  public void connected(ClientConnection to) {
    if (phase != Phase.CONNECTING) { // the client went away meanwhile
      to.unused();
      return;
    }
    connection = to;
    phase = Phase.WAITING;
    movedNs = System.nanoTime();
    boolean hasBody = body != RequestBody.NONE;
    ByteBuf head =
        forwarder.requestHead(exchange, Objects.requireNonNull(endpoint), rewrite, hasBody);
    to.send(head, exchange.method() == Method.HEAD, this);
    bodySent = false;
    if (hasBody) exchange.sendContinue();
    sendBody();
    to.flush();
  }

  private void sendBody() {
    ClientConnection to = connection;
    if (to == null || bodySent) return;
    if (body.isBroken()) {
      clientGone();
      return;
    }
    boolean chunked = exchange.head().isChunked();
    boolean wrote = false;
    while (to.isWritable()) {
      ByteBuf bytes = body.next();
      if (bytes == null) break;
      wrote = true;
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
    if (phase == Phase.STREAMING) exchange.pauseBody(false); // another protocol, or a late body
    sendBody();
  }

  // ---- the response ----

  @Override
  public void interim(ResponseHead head, byte[] bytes) {
    if (head.status() != 100)
      exchange.interim(head.status(), forwarder.responseFields(head, bytes));
  }

  @Override
  public void head(ResponseHead head, byte[] bytes) {
    body.forget();
    phase = Phase.STREAMING;
    movedNs = System.nanoTime();
    quiet = head.isUpgrade() || isEvents(head, bytes);
    byte[] fields = forwarder.responseFields(head, bytes);
    ReplyStream stream = exchange.begin(head.status(), fields, bodyBytes(head));
    stream.whenWritable(() -> pause(false));
    reply = stream;
    if (head.isUpgrade()) exchange.tunnel(new Tunnel());
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

  private long bodyBytes(ResponseHead head) {
    boolean head304 = head.status() == 204 || head.status() == 304 || head.isUpgrade();
    if (head304) return ReplyEncoder.NO_BODY;
    if (head.contentLength() != ResponseHead.UNTIL_CLOSE) return head.contentLength();
    return exchange.method() == Method.HEAD && !head.isChunked()
        ? ReplyEncoder.NO_BODY
        : ReplyEncoder.CHUNKED;
  }

  @Override
  public void data(ByteBuf bytes) {
    ReplyStream to = Objects.requireNonNull(reply);
    to.write(bytes);
    movedNs = System.nanoTime();
    if (!to.isWritable()) pause(true);
  }

  /** Waits for the client, whose time is its server's to measure. */
  private void pause(boolean pause) {
    paused = pause;
    movedNs = System.nanoTime();
    if (connection != null) connection.pause(pause);
  }

  @Override
  public void readComplete() {
    if (reply != null) reply.flush();
  }

  @Override
  public void end() {
    ReplyStream whole = Objects.requireNonNull(reply);
    finish();
    whole.end();
  }

  // ---- when it does not go well ----

  @Override
  public void failed(Throwable cause) {
    if (phase == Phase.CONNECTING) failed(null, GateRefusals.UNREACHABLE);
  }

  @Override
  public void broken(ResponseFault fault) {
    ReplyStream cut = reply;
    connection = null;
    if (cut == null) {
      failed(fault, GateRefusals.BAD_RESPONSE);
      return;
    }
    finish();
    cut.abort();
  }

  private void failed(@Nullable ResponseFault fault, Refusal otherwise) {
    Endpoint tried = Objects.requireNonNull(endpoint);
    endpoint = null;
    tried.end();
    if (mayTryAgain(fault)) {
      body.rewind();
      attempt(fault == ResponseFault.STALE ? null : tried);
      return;
    }
    finish();
    exchange.refuse(otherwise);
  }

  /**
   * Without a connection nothing was sent, so nothing can be done twice. Otherwise the endpoint may
   * have done what it was asked, whatever became of the connection.
   */
  private boolean mayTryAgain(@Nullable ResponseFault fault) {
    if (attempts >= ATTEMPTS_MAX || !body.canRewind()) return false;
    return fault == null || (fault != ResponseFault.MALFORMED && isIdempotent());
  }

  private boolean isIdempotent() {
    return switch (exchange.method()) {
      case GET, HEAD, PUT, DELETE, OPTIONS -> true;
      case POST, PATCH, OTHER -> exchange.list("Idempotency-Key") != null;
    };
  }

  /** Gives up what has waited too long for the upstream. */
  void sweep(long nowNs) {
    Duration most =
        switch (phase) {
          case WAITING -> body.isTaken() ? times.response() : times.stall();
          case STREAMING -> quiet ? times.quiet() : times.stall();
          case CHOOSING, CONNECTING, DONE -> null; // bounded by others
        };
    if (most == null || paused || nowNs - movedNs <= most.toNanos()) return;
    if (phase == Phase.WAITING && !body.isTaken() && connection != null && connection.isWritable())
      return; // it is the client who is slow
    ClientConnection late = connection;
    ReplyStream cut = reply;
    connection = null;
    if (late != null) late.abort();
    finish();
    if (cut == null) exchange.refuse(GateRefusals.LATE);
    else cut.abort();
  }

  private void clientGone() {
    if (phase == Phase.DONE) return;
    ClientConnection abandoned = connection;
    boolean unanswered = phase != Phase.STREAMING;
    finish();
    if (abandoned != null) abandoned.abort();
    if (unanswered) exchange.reply(Response.empty(503)); // goes nowhere, and is counted
  }

  private void finish() {
    if (phase == Phase.DONE) return;
    phase = Phase.DONE;
    forwarder.remove(this);
    connection = null;
    body.drop();
    Endpoint used = endpoint;
    endpoint = null;
    if (used != null) used.end();
  }

  /** What the client sends in another protocol. */
  private final class Tunnel implements BodyReader {
    @Override
    public void data(ByteBuf bytes) {
      ClientConnection to = connection;
      if (to == null) {
        bytes.release();
        return;
      }
      to.write(bytes);
      to.flush();
      movedNs = System.nanoTime();
      if (!to.isWritable()) exchange.pauseBody(true);
    }

    @Override
    public void end() {
      clientGone();
    }

    @Override
    public void broken() {
      clientGone();
    }
  }
}
