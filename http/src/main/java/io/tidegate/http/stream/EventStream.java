package io.tidegate.http.stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.tidegate.http.tls.ConnectionFaults;
import io.tidegate.http.wire.Ascii;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reply without an end: server-sent events over a connection that is left to it with the head of
 * the reply. On one event loop.
 *
 * <pre>
 *            an event or a heartbeat that is not taken whole
 *   OPEN ──────────────────────────────────────────────────────▶ BLOCKED
 *    │ ◀──────────────────────── taken ──────────────────────────  │
 *    │ client ends its side, server stops                          │ the same, or blocked too long
 *    └── last chunk ──▶ CLOSED ◀───────────────────────────────────┘
 * </pre>
 *
 * <h2>It pulls</h2>
 *
 * Nobody hands events to a stream. It is {@linkplain #look looked at} many times a second, and if
 * its client has taken everything it asks its source for the newest event, and sends it unless it
 * was the last. So a slow reader skips to the newest by itself, nothing is queued for anybody, and
 * there are no lists of subscribers to keep.
 *
 * <h2>Memory</h2>
 *
 * The connection's bytes, its parser and its request are garbage once the stream has begun; the
 * events are shared. What remains is this object and the channel, and a small send buffer in the
 * kernel, so that a client that reads nothing costs little and is noticed soon.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's futures: what matters arrives as an event
public final class EventStream extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final ByteBuf HEARTBEAT = ServerEvent.chunk(Ascii.bytes(":\n\n"));
  private static final ByteBuf LAST_CHUNK = ServerEvent.chunk(new byte[0]);

  private static final int SEND_BUFFER_BYTES = 16 * 1024;

  /** What a client may still send, having nothing more to say. */
  private static final int IGNORED_BYTES = 16 * 1024;

  /** A client that was cut off comes back after this and up to twice as much. */
  private static final int RETRY_MS = 2_000;

  /** One that found no stream free comes back after this and up to twice as much. */
  private static final int FULL_RETRY_MS = 10_000;

  /** Where the loop keeps this stream. */
  int slot;

  private final LoopStreams streams;
  private final Channel channel;
  private final EventSource source;
  private final boolean chunked;
  private @Nullable ServerEvent sent;
  private long writtenNs;
  private @Nullable ChannelFuture last;
  private boolean blocked;
  private int ignored;

  /**
   * @param chunked whether the client knows chunks; one of HTTP/1.0 reads until the end instead
   */
  EventStream(LoopStreams streams, Channel channel, EventSource source, boolean chunked) {
    this.streams = streams;
    this.channel = channel;
    this.source = source;
    this.chunked = chunked;
  }

  /**
   * Sends the head and, unless the client has it, the newest event.
   *
   * @param head the reply's head, behind replies that are not sent yet; released here
   * @param number of the request, to tell clients apart
   * @param lastId id of the last event the client has, null for none
   */
  public void begin(ByteBuf head, long number, @Nullable String lastId) {
    long nowNs = System.nanoTime();
    head.writeBytes(retry(number));
    last = channel.write(head);
    limitKernel();
    ServerEvent newest = source.newest(nowNs);
    if (newest.id().equals(lastId)) sent = newest;
    else write(newest);
    flush(nowNs);
  }

  /**
   * The kernel keeps little for a client that does not read, and gives up one that has vanished:
   * without that it would send again for a quarter of an hour. Where there is no epoll, it does.
   */
  private void limitKernel() {
    channel.config().setOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES);
    int vanishedMs = (int) (2 * streams.config().write().toMillis());
    channel.config().setOption(EpollChannelOption.TCP_USER_TIMEOUT, vanishedMs);
  }

  private byte[] retry(long number) {
    String retry = "retry: " + spread(number, RETRY_MS) + "\n\n"; // four digits, so 0xd bytes
    return Ascii.bytes(chunked ? "d\r\n" + retry + "\r\n" : retry);
  }

  /**
   * A whole body for who finds no stream free: it says so and when to come back. A status that says
   * no would end a browser's EventSource for good.
   *
   * @param number of the request, to tell clients apart
   */
  public static byte[] full(long number) {
    return Ascii.bytes("retry: " + spread(number, FULL_RETRY_MS) + "\nevent: full\ndata: {}\n\n");
  }

  /**
   * From {@code ms} to twice as much, differing from client to client, so that they do not come
   * back at the same moment.
   */
  private static long spread(long number, int ms) {
    long spread = (number * 0x9e3779b97f4a7c15L) >>> 44; // 20 bits of Fibonacci hashing
    return ms + ((ms * spread) >> 20);
  }

  /** Sends what is due; ends a client that has been blocked for too long. */
  void look(long nowNs) {
    if (blocked) {
      checkBlocked();
      if (blocked && nowNs - writtenNs > streams.config().write().toNanos()) tooSlow();
      if (blocked) return;
    }
    ServerEvent newest = source.newest(nowNs);
    boolean quiet = nowNs - writtenNs >= streams.config().heartbeat().toNanos();
    if (newest == sent && !quiet) return;
    if (newest == sent) send(HEARTBEAT);
    else write(newest);
    flush(nowNs);
  }

  private void send(ByteBuf chunk) {
    ByteBuf bytes = chunked ? chunk.retainedDuplicate() : ServerEvent.content(chunk);
    last = channel.write(bytes);
  }

  private void write(ServerEvent event) {
    send(event.chunk());
    sent = event;
    streams.observer().eventSent();
  }

  /**
   * Whether everything is out is asked of the last write, and not of the socket's buffer: with TLS
   * something may wait above it.
   */
  private void flush(long nowNs) {
    channel.flush();
    writtenNs = nowNs;
    checkBlocked();
  }

  private void checkBlocked() {
    blocked = last != null && !last.isDone();
    if (!blocked) last = null;
  }

  private void tooSlow() {
    streams.observer().streamTooSlow();
    channel.close();
  }

  /** Ends it, with the last chunk where the client can take one, and waits for nothing. */
  public void end() {
    if (!blocked && chunked)
      channel.writeAndFlush(LAST_CHUNK.retainedDuplicate(), channel.voidPromise());
    channel.close();
  }

  // ---- what the channel tells ----

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    streams.add(this);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    streams.remove(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    ignored += bytes.readableBytes();
    bytes.release();
    if (ignored > IGNORED_BYTES) channel.close();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (streams.endsInput(event)) end();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!ConnectionFaults.isOutside(cause)) LOG.error("A stream failed", cause);
    channel.close();
  }
}
