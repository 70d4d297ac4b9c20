package io.tidegate.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import io.tidegate.http.stream.EventSource;
import io.tidegate.http.stream.EventStream;
import io.tidegate.http.wire.Ascii;
import io.tidegate.http.wire.Method;
import io.tidegate.http.wire.Refusal;
import io.tidegate.http.wire.Refusals;
import io.tidegate.http.wire.ReplyEncoder;
import io.tidegate.http.wire.RequestHead;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: a state machine on one event loop.
 *
 * <pre>
 *          first byte          head whole         body whole              reply
 *  IDLE ───────────────▶ HEAD ───────────▶ BODY ─────────────▶ HANDLING ────────▶ IDLE, or HEAD where more has been read already
 *    │                     └── malformed, late, too large ──┐      └── the last reply ──┐
 *    └── idle too long ──▶ CLOSED ◀── told everything ── LINGERING ◀── flushed ── FINISHING
 * </pre>
 *
 * A reply that is a stream closes this machine too: the channel goes on with {@link EventStream}.
 *
 * <p>A body that a {@link BodyReader} takes is read within HANDLING: what arrives goes to the
 * reader, which may pause it, and the reply may come before the body is whole; then it is the last.
 *
 * <h2>Bytes</h2>
 *
 * What arrives goes into a {@link RequestBuffer}, which says how far head and body are. It holds at
 * most one request and what was sent behind it, up to a bound; then reading pauses until the reply
 * is out. Requests are handled one after the other, so replies are in order without a queue.
 *
 * <h2>Replies</h2>
 *
 * Replies are appended to {@code out} and flushed when the read, or the task that brought them, is
 * over. While the client has not taken a flush whole the connection <em>drains</em>: no further
 * request is handled, and past a bound nothing is read, so a slow reader costs one bounded buffer
 * until the write time ends it.
 *
 * <h2>Last words</h2>
 *
 * Closing a socket with unread bytes resets it and can destroy the reply under way. So after a
 * refusal the connection lingers: output is shut, what still comes is thrown away, until the client
 * closes or the time is over.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's futures: what matters arrives as an event
final class Connection extends ChannelInboundHandlerAdapter {

  private enum Phase {
    IDLE,
    HEAD,
    BODY,
    HANDLING,
    FINISHING,
    LINGERING,
    CLOSED
  }

  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final byte[] CONTINUE = Ascii.bytes("HTTP/1.1 100 Continue\r\n\r\n");

  /** Bytes read beyond the request at hand before reading pauses. */
  private static final int READ_AHEAD = 16 * 1024;

  /** Bytes of replies that are collected before they are flushed. */
  private static final int REPLY_AHEAD = 64 * 1024;

  private static final long LINGER_NS = 2_000_000_000L;

  /** Where the loop keeps this connection. */
  int slot;

  private final HttpLoop loop;
  private final Channel channel;
  private final RequestBuffer buffer;

  private Phase phase = Phase.IDLE;
  private @Nullable ByteBuf out;
  private byte @Nullable [] remoteText;

  private long readNs = System.nanoTime();
  private long phaseNs = readNs;
  private long drainingNs;
  private boolean draining;
  private boolean reading;
  private boolean processing;
  private boolean paused;
  private boolean inputClosed;
  private boolean linger;

  /** The request whose head is read, until it is answered. */
  private @Nullable Exchange exchange;

  /** Who takes the body at hand. */
  private @Nullable BodyReader reader;

  private boolean bodyPaused;
  private boolean bodyBroken;

  Connection(HttpLoop loop, Channel channel) {
    this.loop = loop;
    this.channel = channel;
    this.buffer = new RequestBuffer(loop.config);
  }

  // ---- what the channel tells ----

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    loop.add(this);
    loop.observer.opened();
    channel.closeFuture().addListener(_ -> loop.observer.closed());
    if (loop.stopping()) channel.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    phase = Phase.CLOSED;
    if (out != null) out.release();
    out = null;
    loop.remove(this);
    breakBody();
    if (exchange != null) exchange.gone();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      if (phase.compareTo(Phase.FINISHING) >= 0) return;
      reading = true;
      readNs = System.nanoTime();
      if (reader != null && passesThrough()) pass(reader, bytes);
      append(bytes);
    } finally {
      bytes.release();
    }
    process();
    regulateReading(); // here too: several reads may come before their completion is told
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    reading = false;
    settle();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (!loop.transport.endsInput(event)) return;
    inputClosed = true;
    if (phase == Phase.LINGERING) channel.close();
    else settle();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) LOG.error("Connection from {} failed", remote(), cause);
    channel.close();
  }

  /** Ends what has taken too long; a request at its handler takes as long as it takes. */
  void sweep(long nowNs) {
    if (draining) {
      if (nowNs - drainingNs > loop.config.write().toNanos()) channel.close();
      return;
    }
    long ns = nowNs - phaseNs;
    switch (phase) {
      case IDLE -> {
        if (ns > loop.config.idle().toNanos()) channel.close();
      }
      case HEAD -> {
        if (ns > loop.config.head().toNanos()) late();
      }
      case BODY -> {
        if (ns > loop.config.body().toNanos()) late();
      }
      case LINGERING -> {
        if (ns > LINGER_NS) channel.close();
      }
      case HANDLING -> {
        boolean stuck =
            reader != null && !bodyPaused && nowNs - readNs > loop.config.body().toNanos();
        if (stuck) late();
      }
      case FINISHING, CLOSED -> {}
    }
  }

  /** The server stops: nothing is under way here, or it ends with the next reply. */
  void stop() {
    if (phase == Phase.LINGERING || (phase == Phase.IDLE && !draining)) channel.close();
  }

  // ---- requests ----

  private void append(ByteBuf bytes) {
    if (!bytes.isReadable()) return;
    buffer.append(bytes);
    if (phase != Phase.IDLE) return;
    phase = Phase.HEAD;
    phaseNs = readNs;
  }

  private void process() {
    if (processing) return;
    processing = true;
    while (!draining && advance()) {
      if (out != null && out.readableBytes() > REPLY_AHEAD) flush();
    }
    processing = false;
  }

  private boolean advance() {
    return switch (phase) {
      case HEAD -> readHead();
      case BODY -> readBody();
      case HANDLING -> reader != null && !bodyPaused && readOn(reader);
      default -> false;
    };
  }

  private boolean readHead() {
    return switch (buffer.readHead()) {
      case INCOMPLETE -> false;
      case EMPTY_LINE -> {
        phase = Phase.IDLE;
        yield false;
      }
      case REFUSED -> {
        refuse(Objects.requireNonNull(buffer.refusal()));
        yield true;
      }
      case WHOLE -> {
        beginBody();
        yield true;
      }
    };
  }

  private void beginBody() {
    bodyBroken = false;
    phase = Phase.BODY;
    phaseNs = readNs;
    Exchange begun = newExchange();
    exchange = begun;
    if (buffer.hasBody() && !askForReader(begun)) return;
    if (reader != null) {
      bodyPaused = false;
      buffer.streamBody();
      handle();
      return;
    }
    int maxBytes = loop.config.maxBodyBytes();
    if (head().contentLength() > maxBytes) {
      refuse(Refusals.BODY_TOO_LARGE);
      return;
    }
    buffer.collectBody(maxBytes);
    if (head().expectsContinue() && buffer.endsWithHead()) sendContinue();
  }

  private boolean readBody() {
    return switch (buffer.readBody()) {
      case INCOMPLETE, EMPTY_LINE -> false;
      case REFUSED -> {
        refuse(Objects.requireNonNull(buffer.refusal()));
        yield true;
      }
      case WHOLE -> {
        handle();
        yield true;
      }
    };
  }

  // ---- a body that is taken while it arrives ----

  private boolean askForReader(Exchange request) {
    try {
      reader = loop.handler.body(request);
      return true;
    } catch (Throwable cause) {
      LOG.error("Request {} failed before its body", request.requestId(), cause);
      refuse(Refusals.INTERNAL);
      return false;
    }
  }

  /** Whether what arrives is body and nothing else, so that it can go on as it is. */
  private boolean passesThrough() {
    return !bodyPaused && !draining && buffer.passesThrough();
  }

  private void pass(BodyReader to, ByteBuf bytes) {
    give(to, buffer.pass(bytes));
    if (buffer.isBodyTaken()) endBody();
  }

  /** Hands on what has been read of the body; true if there may be more to do. */
  private boolean readOn(BodyReader to) {
    ByteBuf data = buffer.takeBody(channel.alloc());
    Refusal refusal = buffer.refusal();
    if (refusal != null) {
      refuse(refusal);
      return true;
    }
    boolean taken = buffer.isBodyTaken();
    if (data != null) give(to, data);
    if (taken) endBody();
    return taken || data != null;
  }

  private void give(BodyReader to, ByteBuf data) {
    if (reader == null) { // it has answered meanwhile
      data.release();
      return;
    }
    try {
      to.data(data);
    } catch (Throwable cause) {
      failed(cause);
    }
  }

  private void endBody() {
    BodyReader whole = reader;
    reader = null;
    if (whole == null) return;
    try {
      whole.end();
    } catch (Throwable cause) {
      failed(cause);
    }
  }

  private void breakBody() {
    BodyReader broken = reader;
    reader = null;
    if (broken == null) return;
    bodyBroken = true;
    try {
      broken.broken();
    } catch (Throwable cause) {
      LOG.error("A request's body broke, and its reader too", cause);
    }
  }

  void pauseBody(boolean pause) {
    if (bodyPaused == pause) return;
    bodyPaused = pause;
    readNs = System.nanoTime();
    if (!reading && !processing) loop.settle(this);
  }

  private void handle() {
    phase = Phase.HANDLING;
    Exchange begun = Objects.requireNonNull(exchange);
    begun.received(readNs);
    try {
      loop.handler.handle(begun);
    } catch (Throwable cause) {
      failed(begun, cause);
    }
  }

  private void failed(Throwable cause) {
    if (exchange != null) failed(exchange, cause);
  }

  private static void failed(Exchange request, Throwable cause) {
    boolean refused = cause instanceof RefusalException;
    if (!refused || request.replied())
      LOG.error("Request {} on {} failed", request.requestId(), request.route(), cause);
    if (request.replied()) return;
    if (cause instanceof RefusalException refusal) request.refuse(refusal.refusal());
    else request.refuse(Refusals.INTERNAL);
  }

  private Exchange newExchange() {
    return new Exchange(this, readNs, loop.nextRequest(), buffer.givenId());
  }

  private void late() {
    if (phase == Phase.HEAD) buffer.forgetHead();
    readNs = phaseNs;
    refuse(Refusals.TIMEOUT);
  }

  /** Answers what never became a request for a handler, and ends the connection. */
  private void refuse(Refusal refusal) {
    linger = true;
    Exchange request = exchange == null ? newExchange() : exchange;
    breakBody();
    if (request.replied()) return; // by the reader that was just told
    request.takeOver();
    send(request, loop.handler.refused(refusal, request), true);
  }

  // ---- replies ----

  /** Called once for each exchange, on the loop's thread. */
  void reply(Exchange exchange, Response response) {
    if (phase != Phase.HANDLING) {
      loop.observer.answered(
          exchange, ServerObserver.CLIENT_GONE, 0, System.nanoTime() - exchange.receivedNs());
      exchange.release();
      return;
    }
    EventSource streaming = head().method() == Method.HEAD ? null : response.streaming();
    try {
      if (streaming == null) send(exchange, response, isLast());
      else if (loop.streams.reserve()) stream(exchange, response, streaming);
      else send(exchange, response.ended(EventStream.full(exchange.number())), isLast());
    } catch (RuntimeException
        | Error cause) { // no memory, say: the others of a batch get their answers
      LOG.error("Request {} cannot be answered", exchange.requestId(), cause);
      channel.close();
    }
  }

  private boolean isLast() {
    boolean unread = reader != null || bodyBroken;
    linger |= unread;
    return unread || head().closes() || loop.stopping() || (inputClosed && buffer.readAhead() == 0);
  }

  private void send(Exchange request, Response response, boolean last) {
    reader = null;
    append(request, response, last);
    exchange = null;
    if (last) phase = Phase.FINISHING;
    else nextRequest();
    if (!reading && !processing) loop.settle(this);
  }

  /** Leaves the channel to a stream that begins with this reply's head. */
  private void stream(Exchange exchange, Response response, EventSource source) {
    EventStream stream = loop.streams.open(channel, this, source, !head().isHttp10());
    String lastId = exchange.list("Last-Event-ID");
    phase = Phase.CLOSED;
    loop.remove(this);
    reader = null;
    append(exchange, response, true);
    this.exchange = null;
    if (paused) channel.config().setAutoRead(true);
    ByteBuf bytes = Objects.requireNonNull(out);
    out = null;
    stream.begin(bytes, exchange.number(), lastId);
    if (inputClosed || loop.stopping()) stream.end();
  }

  private void append(Exchange exchange, Response response, boolean last) {
    long nowNs = System.nanoTime();
    int bodyBytes =
        head().method() != Method.HEAD && response.hasBody() ? response.bodyLength() : 0;
    if (out == null)
      out = channel.alloc().directBuffer(ReplyEncoder.room(response.fields()) + bodyBytes);
    int headBytes =
        loop.encoder.append(
            out,
            response.status(),
            response.fields(),
            response.shareable(),
            response.declaredBytes(head().isHttp10()),
            exchange.givenId(),
            exchange.number(),
            last,
            nowNs);
    int bytes = headBytes + bodyBytes;
    out.writeBytes(response.body(), 0, bodyBytes);
    exchange.problem(response.problem());
    loop.observer.answered(exchange, response.status(), bytes, nowNs - exchange.receivedNs());
    exchange.release();
    phaseNs = nowNs;
    readNs = nowNs;
  }

  private void nextRequest() {
    bodyPaused = false;
    phase = buffer.next() ? Phase.HEAD : Phase.IDLE;
  }

  void sendContinue() {
    flush();
    channel.writeAndFlush(Unpooled.wrappedBuffer(CONTINUE), channel.voidPromise());
  }

  /**
   * Goes on after a reply, a read or a drain: handles what is there, sends what is ready, and
   * decides about reading and closing.
   */
  void settle() {
    if (phase == Phase.CLOSED) return;
    process();
    flush();
    if (inputClosed && reader != null && !bodyPaused) breakBody(); // the rest will never come
    boolean waiting = phase == Phase.IDLE || phase == Phase.HEAD || phase == Phase.BODY;
    boolean over = (inputClosed && waiting) || (loop.stopping() && phase == Phase.IDLE);
    if (over && !draining) channel.close();
    else regulateReading();
  }

  private void flush() {
    ByteBuf bytes = out;
    if (bytes == null) return;
    out = null;
    if (phase == Phase.FINISHING) {
      drain();
      channel.writeAndFlush(bytes).addListener(this::finished);
    } else {
      // Asked of the write, and not of the socket's buffer: with TLS something may wait above it.
      ChannelFuture flushed = channel.writeAndFlush(bytes);
      if (!draining && !flushed.isDone()) {
        drain();
        flushed.addListener(_ -> drained());
      }
    }
  }

  private void drain() {
    draining = true;
    drainingNs = System.nanoTime();
  }

  private void drained() {
    draining = false;
    phaseNs = System.nanoTime();
    readNs = phaseNs;
    settle();
  }

  private void finished(Future<? super Void> flushed) {
    draining = false;
    if (phase != Phase.FINISHING) return;
    if (!linger || inputClosed || !flushed.isSuccess()) {
      channel.close();
      return;
    }
    phase = Phase.LINGERING;
    phaseNs = System.nanoTime();
    loop.transport.endOutput(channel);
    regulateReading();
  }

  private void regulateReading() {
    if (phase == Phase.CLOSED) return;
    int ahead =
        phase == Phase.HANDLING
            ? buffer.readAhead()
            : draining && phase != Phase.FINISHING ? buffer.length() : 0;
    boolean pause = ahead > READ_AHEAD || (phase == Phase.HANDLING && reader != null && bodyPaused);
    if (pause == paused) return;
    paused = pause;
    channel.config().setAutoRead(!pause);
  }

  // ---- for the exchange ----

  HttpLoop loop() {
    return loop;
  }

  RequestBuffer buffer() {
    return buffer;
  }

  private RequestHead head() {
    return buffer.head();
  }

  InetSocketAddress remote() {
    return (InetSocketAddress) channel.remoteAddress();
  }

  /** The other end's address as text, made once. */
  byte[] remoteText() {
    if (remoteText == null) remoteText = Ascii.bytes(remote().getAddress().getHostAddress());
    return remoteText;
  }
}
