package io.tidegate.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.util.concurrent.Future;
import io.tidegate.http.stream.EventSource;
import io.tidegate.http.stream.EventStream;
import io.tidegate.http.tls.ConnectionFaults;
import io.tidegate.http.wire.Ascii;
import io.tidegate.http.wire.Method;
import io.tidegate.http.wire.Refusal;
import io.tidegate.http.wire.Refusals;
import io.tidegate.http.wire.ReplyEncoder;
import io.tidegate.http.wire.RequestHead;
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
 * A reply that is a stream of events closes this machine too: the channel goes on with {@link
 * EventStream}. One whose body comes bit by bit has a phase of its own between HANDLING and the
 * next request, REPLYING, in which the request's body may still be on its way to its reader. If
 * either changes to another protocol, both go on without framing until one side ends.
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
final class Connection extends ChannelInboundHandlerAdapter implements Swept {

  /** How a body that comes bit by bit ends. */
  private enum Framing {
    /** After as many bytes as were announced. */
    LENGTH,
    CHUNKED,
    /** With the connection. */
    CLOSE,
    /** There is none: what is written goes nowhere. */
    NONE,
    /** It is another protocol. */
    TUNNEL
  }

  private enum Phase {
    IDLE,
    HEAD,
    BODY,
    HANDLING,
    REPLYING,
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

  /**
   * What is written of a body is copied behind what is there up to this length, else sent as it is.
   */
  private static final int REPLY_COPY = 4 * 1024;

  /** The first room for what is collected of a body. */
  private static final int REPLY_BYTES = 8 * 1024;

  private static final int CRLF = '\r' << 8 | '\n';

  private static final long LINGER_NS = 2_000_000_000L;

  private int slot;
  private final HttpLoop loop;
  private final Channel channel;
  private final Peer peer;
  private final RequestBuffer buffer;

  private Phase phase = Phase.IDLE;
  private @Nullable ByteBuf out;
  private byte @Nullable [] remoteText;

  private long readNs = System.nanoTime();
  private long phaseNs = readNs;
  private long drainingNs;
  private long writtenNs;
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

  /** A reply under way, and how its body is framed. */
  private @Nullable ReplyStream streaming;

  private Framing framing = Framing.LENGTH;
  private int replyStatus;
  private long replyBytes;
  private boolean lastReply;
  private @Nullable ChannelFuture written;

  Connection(HttpLoop loop, Channel channel, Peer peer) {
    this.loop = loop;
    this.channel = channel;
    this.peer = peer;
    this.buffer = new RequestBuffer(loop.config);
  }

  // ---- what the channel tells ----

  /** The channel is active by then, and what it has read comes next. */
  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    loop.add(this);
    if (loop.stopping() && !peer.stream()) channel.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    phase = Phase.CLOSED;
    if (out != null) out.release();
    out = null;
    loop.remove(this);
    breakBody();
    ReplyStream cut = streaming;
    streaming = null;
    if (cut != null) {
      cut.gone();
      answered(ServerObserver.CLIENT_GONE);
    }
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
    if (!HalfClose.endsInput(event)) return;
    inputClosed = true;
    if (phase == Phase.LINGERING) channel.close();
    else settle();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!ConnectionFaults.isOutside(cause)) LOG.error("Connection from {} failed", remote(), cause);
    channel.close();
  }

  @Override
  public int slot() {
    return slot;
  }

  @Override
  public void slot(int slot) {
    this.slot = slot;
  }

  /** Ends what has taken too long; a request at its handler takes as long as it takes. */
  @Override
  public void sweep(long nowNs) {
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
      case REPLYING -> {
        boolean slow = nowNs - writtenNs > loop.config.write().toNanos();
        if (!channel.isWritable() && slow && framing != Framing.TUNNEL) channel.close();
        else if (isBodyStuck(nowNs)) breakBody();
      }
      case HANDLING -> {
        if (isBodyStuck(nowNs)) late();
      }
      case FINISHING, CLOSED -> {}
    }
  }

  private boolean isBodyStuck(long nowNs) {
    boolean waits = reader != null && !bodyPaused && framing != Framing.TUNNEL;
    return waits && nowNs - readNs > loop.config.body().toNanos();
  }

  /** The server stops: nothing is under way here, or it ends with the next reply. */
  @Override
  public void stop() {
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
    try {
      while (!draining && advance()) {
        if (out != null && out.readableBytes() > REPLY_AHEAD) flush();
      }
    } finally {
      processing = false;
    }
  }

  private boolean advance() {
    return switch (phase) {
      case HEAD -> readHead();
      case BODY -> readBody();
      case HANDLING, REPLYING -> reader != null && !bodyPaused && readOn(reader);
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
    if (reader != null && head().contentLength() == Long.MAX_VALUE) { // nobody can count it
      refuse(Refusals.BODY_TOO_LARGE);
      return;
    }
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

  private void failed(Exchange request, Throwable cause) {
    boolean refused = cause instanceof RefusalException;
    if (!refused || request.replied())
      LOG.error("Request {} on {} failed", request.requestId(), request.route(), cause);
    if (streaming != null) streaming.abort();
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
    return unread || endsWithReply() || (inputClosed && buffer.readAhead() == 0);
  }

  private boolean endsWithReply() {
    return peer.stream() || head().closes() || loop.stopping();
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
    framing = Framing.LENGTH;
    int bodyBytes =
        head().method() != Method.HEAD && response.hasBody() ? response.bodyLength() : 0;
    long declared = response.declaredBytes(head().isHttp10());
    long nowNs =
        appendHead(
            exchange,
            response.status(),
            response.fields(),
            response.shareable(),
            declared,
            last,
            bodyBytes);
    Objects.requireNonNull(out).writeBytes(response.body(), 0, bodyBytes);
    exchange.problem(response.problem());
    long durationNs = nowNs - exchange.receivedNs();
    loop.observer.answered(exchange, response.status(), replyBytes + bodyBytes, durationNs);
    exchange.release();
    phaseNs = nowNs;
    readNs = nowNs;
  }

  /**
   * Appends a head to what is to be flushed, and counts its bytes anew.
   *
   * @param bodyBytes that will be copied behind it, as far as is known
   * @return now
   */
  private long appendHead(
      Exchange exchange,
      int status,
      byte[] fields,
      boolean shareable,
      long declared,
      boolean last,
      int bodyBytes) {
    long nowNs = System.nanoTime();
    if (out == null) out = channel.alloc().directBuffer(ReplyEncoder.room(fields) + bodyBytes);
    replyBytes =
        loop.encoder.append(
            out,
            status,
            fields,
            shareable,
            declared,
            exchange.givenId(),
            exchange.number(),
            last,
            nowNs);
    return nowNs;
  }

  // ---- a reply whose body comes bit by bit ----

  /**
   * Begins one.
   *
   * @param bodyBytes announced, or {@link ReplyEncoder#CHUNKED}, {@link ReplyEncoder#NO_BODY}
   */
  ReplyStream begin(Exchange exchange, int status, byte[] fields, long bodyBytes) {
    ReplyStream stream = new ReplyStream(this);
    if (phase != Phase.HANDLING) {
      stream.gone();
      loop.observer.answered(
          exchange, ServerObserver.CLIENT_GONE, 0, System.nanoTime() - exchange.receivedNs());
      exchange.release();
      return stream;
    }
    boolean http10 = head().isHttp10();
    framing = framing(status, bodyBytes, http10);
    linger |= bodyBroken;
    lastReply = framing == Framing.CLOSE || bodyBroken || endsWithReply();
    writtenNs = System.nanoTime();
    long declared = framing == Framing.CLOSE ? ReplyEncoder.NO_BODY : bodyBytes;
    int copied = framing == Framing.LENGTH ? (int) Math.min(bodyBytes, REPLY_COPY) : 0;
    appendHead(exchange, status, fields, true, declared, lastReply, copied);
    replyStatus = status;
    streaming = stream;
    phase = Phase.REPLYING;
    return stream;
  }

  /** Has what the client sends from here on go to the reader as it is. */
  void tunnel(BodyReader to) {
    buffer.streamTunnel();
    bodyPaused = false;
    reader = to;
    if (!reading && !processing) loop.settle(this);
  }

  /** Sends a reply before the reply. HTTP/1.0 knows none. */
  void interim(int status, byte[] fields) {
    if (phase != Phase.HANDLING || head().isHttp10()) return;
    flush();
    ByteBuf interim = channel.alloc().directBuffer(ReplyEncoder.room(fields));
    loop.encoder.appendInterim(interim, status, fields);
    channel.writeAndFlush(interim, channel.voidPromise());
  }

  private Framing framing(int status, long bodyBytes, boolean http10) {
    if (status == 101) return Framing.TUNNEL;
    if (bodyBytes == ReplyEncoder.NO_BODY || head().method() == Method.HEAD) return Framing.NONE;
    if (bodyBytes == ReplyEncoder.CHUNKED) return http10 ? Framing.CLOSE : Framing.CHUNKED;
    return Framing.LENGTH;
  }

  /** False if it goes nowhere. */
  boolean write(ByteBuf bytes) {
    if (framing == Framing.NONE) return false;
    int length = bytes.readableBytes();
    ByteBuf collected = out();
    if (framing == Framing.CHUNKED) replyBytes += loop.encoder.chunkHead(collected, length);
    if (length <= REPLY_COPY) {
      collected.writeBytes(bytes);
      bytes.release();
    } else {
      out = null;
      channel.write(collected, channel.voidPromise());
      written = channel.write(bytes);
    }
    if (framing == Framing.CHUNKED) out().writeShort(CRLF);
    replyBytes += length;
    writtenNs = System.nanoTime();
    return true;
  }

  private ByteBuf out() {
    ByteBuf collecting = out;
    if (collecting == null) {
      collecting = channel.alloc().directBuffer(REPLY_BYTES);
      out = collecting;
    }
    return collecting;
  }

  boolean isWritable() {
    return channel.isWritable();
  }

  void flushReply() {
    ByteBuf bytes = out;
    out = null;
    if (bytes == null || !bytes.isReadable()) {
      if (bytes != null) bytes.release();
      channel.flush();
    } else {
      written = channel.writeAndFlush(bytes);
    }
  }

  void endReply() {
    streaming = null;
    if (framing == Framing.CHUNKED) replyBytes += loop.encoder.lastChunk(out());
    boolean unread = reader != null || bodyBroken;
    linger |= unread;
    boolean last = lastReply || unread || framing == Framing.TUNNEL || loop.stopping();
    answered(replyStatus);
    reader = null;
    exchange = null;
    if (last) phase = Phase.FINISHING;
    else nextRequest();
    awaitWritten(last);
    if (!reading && !processing) loop.settle(this);
  }

  /** Where nothing is left to write, the last write is what the end waits for. */
  private void awaitWritten(boolean last) {
    ChannelFuture earlier = written;
    written = null;
    boolean more = out != null && out.isReadable();
    if (more) return;
    channel.flush();
    if (last) {
      drain();
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(this::finished);
    } else if (earlier != null && !earlier.isDone() && !draining) {
      drain();
      earlier.addListener(_ -> drained());
    }
  }

  /** A reset, since a client could take a mere end for that of the body. */
  void abortReply() {
    streaming = null;
    answered(replyStatus);
    exchange = null;
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    channel.close();
  }

  /** Without another word. */
  void abort() {
    channel.close();
  }

  private void answered(int status) {
    Exchange request = exchange;
    if (request == null) return;
    loop.observer.answered(request, status, replyBytes, System.nanoTime() - request.receivedNs());
    request.release();
    phaseNs = System.nanoTime();
    readNs = phaseNs;
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (streaming != null && channel.isWritable()) streaming.writable();
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
   * decides about reading and closing. What fails here ends this connection, and nothing of who
   * caused it: that may be the end of another one's response.
   */
  void settle() {
    if (phase == Phase.CLOSED) return;
    try {
      goOn();
    } catch (RuntimeException | Error cause) {
      LOG.error("Connection from {} failed", remote(), cause);
      channel.close();
    }
  }

  private void goOn() {
    process();
    flush();
    if (inputClosed && reader != null && !bodyPaused) breakBody(); // the rest will never come
    boolean ended = bodyBroken || buffer.readAhead() == 0; // what is left of a broken body is none
    if (inputClosed && exchange != null && ended) exchange.inputEnded();
    boolean waiting = phase == Phase.IDLE || phase == Phase.HEAD || phase == Phase.BODY;
    boolean over = (inputClosed && waiting) || (loop.stopping() && phase == Phase.IDLE);
    if (over && !draining) channel.close();
    else regulateReading();
  }

  private void flush() {
    if (phase == Phase.REPLYING) {
      flushReply();
      return;
    }
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
    HalfClose.endOutput(channel);
    regulateReading();
  }

  private void regulateReading() {
    if (phase == Phase.CLOSED) return;
    int ahead =
        phase == Phase.HANDLING || phase == Phase.REPLYING
            ? buffer.readAhead()
            : draining && phase != Phase.FINISHING ? buffer.length() : 0;
    boolean taking = phase == Phase.HANDLING || phase == Phase.REPLYING;
    boolean pause = ahead > READ_AHEAD || (taking && reader != null && bodyPaused);
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
    return peer.remote();
  }

  Peer peer() {
    return peer;
  }

  /** The other end's address as text, made once. */
  byte[] remoteText() {
    if (remoteText == null) remoteText = Ascii.bytes(remote().getAddress().getHostAddress());
    return remoteText;
  }
}
