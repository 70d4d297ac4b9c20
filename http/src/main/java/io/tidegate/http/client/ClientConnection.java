package io.tidegate.http.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.tidegate.http.wire.ChunkDecoder;
import io.tidegate.http.wire.ResponseHead;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a server: a state machine on one event loop.
 *
 * <pre>
 *        send          head whole              body whole, request whole
 *  IDLE ──────▶ HEAD ─────────────▶ BODY ───────────────────────────────▶ IDLE
 *   │            │  └── 101 ──▶ TUNNEL ──┐
 *   └── any byte, or the end ──▶ CLOSED ◀─┴── broken, or not to be used again
 * </pre>
 *
 * <h2>Never out of step</h2>
 *
 * A response belongs to the request before it, and a server that says more than it was asked for
 * has put its next response in doubt. So the connection is used again only if the request was sent
 * whole, the response came whole, and not a byte followed it until everything that had arrived was
 * read.
 *
 * <h2>Bytes</h2>
 *
 * The head is copied into an array, which is where our parsers read; the body is not: it goes on as
 * the buffers in which it arrived.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's futures: what matters arrives as an event
public final class ClientConnection extends ChannelInboundHandlerAdapter {

  private enum Phase {
    IDLE,
    HEAD,
    BODY,
    TUNNEL,
    CLOSED
  }

  private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);
  private static final byte[] NO_BYTES = {};
  private static final int COPY_BYTES = 1024;

  /** Responses before the response; a server that has more to say does not come to the point. */
  private static final int INTERIM_MAX = 16;

  private final Channel channel;
  private final ConnectionOwner owner;
  private final ResponseHead head;

  private Phase phase = Phase.IDLE;
  private @Nullable ResponseReader reader;
  private byte[] in = NO_BYTES;
  private int end;
  private @Nullable ChunkDecoder chunks;
  private long bodyLeft;
  private boolean headAsked;
  private boolean upgradeAsked;
  private int interims;
  private boolean requestWhole;
  private boolean responseBegun;
  private boolean justIdle;
  private long requests;
  private long idleSinceNs = System.nanoTime();

  /**
   * @param channel connected; this is to be put into its pipeline
   * @param maxHeadBytes of a response
   */
  public ClientConnection(Channel channel, ConnectionOwner owner, int maxHeadBytes) {
    this.channel = channel;
    this.owner = owner;
    head = new ResponseHead(maxHeadBytes);
  }

  // ---- requests ----

  /**
   * Sends a request's head; its body, if it has one, follows with {@link #write}, and then {@link
   * #requestWhole}. Nothing leaves before {@link #flush}.
   *
   * @param headAsked whether its method is HEAD, whose response has no body
   * @param upgradeAsked whether it asks for another protocol; else a 101 is malformed
   * @throws IllegalStateException if another request is under way: a caller's bug
   */
  public void send(
      ByteBuf request, boolean headAsked, boolean upgradeAsked, ResponseReader reader) {
    if (phase != Phase.IDLE) throw new IllegalStateException("the connection is " + phase);
    this.reader = reader;
    this.headAsked = headAsked;
    this.upgradeAsked = upgradeAsked;
    interims = 0;
    requestWhole = false;
    responseBegun = false;
    requests++;
    phase = Phase.HEAD;
    channel.write(request, channel.voidPromise());
  }

  /** Sends more of the request's body, as it is to stand on the wire. */
  public void write(ByteBuf bytes) {
    channel.write(bytes, channel.voidPromise());
  }

  /** The request has been written to its end. */
  public void requestWhole() {
    requestWhole = true;
  }

  /** Sends what was written. */
  public void flush() {
    channel.flush();
  }

  /** Whether what is written is soon sent; else wait for {@link ResponseReader#writable}. */
  public boolean isWritable() {
    return channel.isWritable();
  }

  /** Stops reading, or goes on. */
  public void pause(boolean pause) {
    channel.config().setAutoRead(!pause);
  }

  /** It was connected for nobody: its owner has it. */
  public void unused() {
    owner.idle(this);
  }

  /** Gives the request up, and the connection with it. Its reader hears nothing more. */
  public void abort() {
    reader = null;
    channel.close();
  }

  /** How many requests it has carried. */
  public long requests() {
    return requests;
  }

  /** Whether a request can be sent. */
  public boolean isIdle() {
    return phase == Phase.IDLE;
  }

  /** Since when it is idle, in {@link System#nanoTime()}. */
  public long idleSinceNs() {
    return idleSinceNs;
  }

  /** For how long the server keeps it idle, as its last response said; -1 if it did not. */
  public int idleSeconds() {
    return head.idleSeconds();
  }

  // ---- what the channel tells ----

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      while (bytes.isReadable() && advance(bytes)) {}
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (reader != null) reader.readComplete();
    if (!justIdle) return;
    justIdle = false;
    if (phase == Phase.IDLE) owner.idle(this);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (reader != null && channel.isWritable()) reader.writable();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    boolean whole =
        phase == Phase.TUNNEL
            || (phase == Phase.BODY && chunks == null && bodyLeft == ResponseHead.UNTIL_CLOSE);
    if (whole) endResponse(false);
    else if (phase == Phase.BODY) breakResponse(ResponseFault.TRUNCATED);
    else if (phase == Phase.HEAD)
      breakResponse(
          requests > 1 && !responseBegun ? ResponseFault.STALE : ResponseFault.NO_RESPONSE);
    phase = Phase.CLOSED;
    owner.closed(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) LOG.error("A connection to a server failed", cause);
    // A body that lasts until the end has none where the connection breaks (RFC 9112 §8).
    if (phase == Phase.BODY) breakResponse(ResponseFault.TRUNCATED);
    channel.close();
  }

  // ---- the response ----

  private boolean advance(ByteBuf bytes) {
    return switch (phase) {
      case IDLE -> {
        channel.close(); // nobody asked
        phase = Phase.CLOSED;
        yield false;
      }
      case HEAD -> readHead(bytes);
      case BODY -> readBody(bytes);
      case TUNNEL -> give(bytes.readRetainedSlice(bytes.readableBytes()));
      case CLOSED -> false;
    };
  }

  private boolean readHead(ByteBuf bytes) {
    responseBegun = true;
    int before = end;
    int length = Math.min(bytes.readableBytes(), COPY_BYTES);
    if (in.length - end < length) in = Arrays.copyOf(in, Math.max(COPY_BYTES, 2 * (end + length)));
    bytes.readBytes(in, end, length);
    end += length;
    return switch (head.parse(in, 0, end)) {
      case INCOMPLETE -> true;
      case MALFORMED -> malformed(head.fault());
      case COMPLETE -> {
        bytes.readerIndex(bytes.readerIndex() - (before + length - head.end()));
        end = 0;
        beginResponse();
        yield true;
      }
    };
  }

  private boolean malformed(@Nullable String why) {
    LOG.debug("A response from {} is malformed: {}", channel.remoteAddress(), why);
    breakResponse(ResponseFault.MALFORMED);
    phase = Phase.CLOSED;
    channel.close();
    return false;
  }

  private void beginResponse() {
    ResponseReader to = reader;
    if (to == null) return;
    if (head.isInterim()) {
      if (++interims > INTERIM_MAX) malformed("too many responses before the response");
      else to.interim(head, in);
      return;
    }
    if (head.status() == 101 && !(upgradeAsked && head.isUpgrade())) {
      malformed("101 that was not asked for, or without Connection: upgrade");
      return;
    }
    chunks = null;
    bodyLeft = head.hasBody(headAsked) && !head.isUpgrade() ? head.contentLength() : 0;
    if (head.isUpgrade()) phase = Phase.TUNNEL;
    else phase = Phase.BODY;
    if (head.isChunked() && head.hasBody(headAsked)) chunks = new ChunkDecoder();
    to.head(head, in);
    if (phase == Phase.BODY && chunks == null && bodyLeft == 0) endResponse(true);
  }

  private boolean readBody(ByteBuf bytes) {
    ChunkDecoder decoder = chunks;
    if (decoder == null) {
      boolean untilClose = bodyLeft == ResponseHead.UNTIL_CLOSE;
      int length = (int) Math.min(untilClose ? Integer.MAX_VALUE : bodyLeft, bytes.readableBytes());
      if (!untilClose) bodyLeft -= length;
      boolean whole = bodyLeft == 0;
      give(bytes.readRetainedSlice(length));
      if (whole && phase == Phase.BODY) endResponse(true);
      return phase != Phase.CLOSED;
    }
    ByteBuf data = decoder.next(bytes);
    if (decoder.isMalformed()) return malformed("chunks");
    if (data != null) give(data);
    if (decoder.isDone() && phase == Phase.BODY) endResponse(true);
    return phase != Phase.CLOSED;
  }

  private boolean give(ByteBuf data) {
    if (reader == null) data.release(); // given up meanwhile
    else reader.data(data);
    return true;
  }

  private void endResponse(boolean framed) {
    ResponseReader whole = reader;
    reader = null;
    boolean usable =
        framed && requestWhole && head.keepsAlive() && !announcedMore() && channel.isActive();
    phase = usable ? Phase.IDLE : Phase.CLOSED;
    idleSinceNs = System.nanoTime();
    if (usable) pause(false); // whoever paused it has its response
    else channel.close();
    justIdle = usable;
    if (whole != null) whole.end();
  }

  /** A 204 has no body; a server that announces one may send it all the same. */
  private boolean announcedMore() {
    return head.status() == 204 && (head.isChunked() || head.contentLength() > 0);
  }

  private void breakResponse(ResponseFault fault) {
    ResponseReader broken = reader;
    reader = null;
    if (broken != null) broken.broken(fault);
  }
}
