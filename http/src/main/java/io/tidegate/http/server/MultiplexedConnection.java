package io.tidegate.http.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.util.ReferenceCountUtil;
import io.tidegate.http.h2.Http2Codec;
import io.tidegate.http.h2.Http2Config;
import io.tidegate.http.h2.JointFlush;
import io.tidegate.http.h2.StreamTranslator;
import java.util.concurrent.TimeUnit;

/**
 * One client's connection of HTTP/2, whose streams are a {@link Connection} each. This is what they
 * share: its time without any, and its end.
 *
 * <pre>
 *  preface ──SETTINGS──▶ OPEN ──server stops──▶ WARNED ──PING comes back──▶ ENDING ──last stream──▶ lingers, closed
 *                         └──idle too long───────────────────────────────────▲
 * </pre>
 *
 * The warning is a GOAWAY that still allows every stream, so that none is refused that was under
 * way to us when we decided to stop (RFC 9113 §6.8).
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's futures: what matters arrives as an event
final class MultiplexedConnection extends ChannelInboundHandlerAdapter implements Swept {

  /** A client that does not answer the warning's PING is not waited for longer. */
  private static final long WARNED_MS = 500;

  /** As for a connection of HTTP/1.1: what the client still sends must not destroy the reply. */
  private static final long LINGER_NS = 2_000_000_000L;

  private static final long WARNING = 0x7469646567617465L;

  private final HttpLoop loop;
  private final Channel channel;
  private final Peer peer;
  private final JointFlush flush = new JointFlush();
  private int slot;
  private int streams;
  private long idleNs = System.nanoTime();
  private boolean settled;
  private boolean warned;
  private boolean ending;

  private MultiplexedConnection(HttpLoop loop, Channel channel, Peer peer) {
    this.loop = loop;
    this.channel = channel;
    this.peer = peer;
  }

  /** Leaves the channel to HTTP/2. */
  static void begin(HttpLoop loop, Channel channel, Peer peer, Http2Config config) {
    MultiplexedConnection connection = new MultiplexedConnection(loop, channel, peer.stream(true));
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false); // streams end, not halves
    Http2FrameCodec codec = Http2Codec.of(config, loop.config.maxHeadBytes());
    codec.gracefulShutdownTimeoutMillis(-1); // how long streams take is theirs
    channel.pipeline().addLast(codec, connection.flush);
    channel.pipeline().addLast(new Http2MultiplexHandler(connection.new Streams()));
    channel.pipeline().addLast(connection);
    Http2Codec.widen(channel.pipeline().context(codec), codec, config);
  }

  private final class Streams extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel stream) {
      opened(stream);
    }
  }

  private void opened(Channel stream) {
    streams++;
    stream.closeFuture().addListener(_ -> closed());
    if (!loop.beginRequestStream()) {
      stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.REFUSED_STREAM));
      return;
    }
    stream.closeFuture().addListener(_ -> loop.endRequestStream());
    stream.pipeline().addLast(new StreamTranslator(), new Connection(loop, stream, peer));
  }

  private void closed() {
    streams--;
    idleNs = System.nanoTime();
    if (ending && streams == 0) linger();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    loop.add(this);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    loop.remove(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    settled |= message instanceof Http2SettingsFrame;
    if (message instanceof Http2PingFrame ping && ping.ack() && ping.content() == WARNING) end();
    ReferenceCountUtil.release(message);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (HalfClose.endsInput(event)) ctx.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    boolean codecs = Http2CodecUtil.getEmbeddedHttp2Exception(cause) != null;
    if (!codecs) ctx.close(); // else the codec tells the client what is wrong, and closes
  }

  @Override
  public int slot() {
    return slot;
  }

  @Override
  public void slot(int slot) {
    this.slot = slot;
  }

  @Override
  public void sweep(long nowNs) {
    if (streams > 0) return;
    long ns = nowNs - idleNs;
    if (ending && ns > LINGER_NS) cut();
    else if (!settled && ns > loop.config.head().toNanos()) cut();
    else if (!ending && ns > loop.config.idle().toNanos()) end();
  }

  /** Without a word more, for a client that takes none. */
  private void cut() {
    channel.pipeline().firstContext().close();
  }

  @Override
  public void stop() {
    if (warned) return;
    warned = true;
    channel.write(
        new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR).setExtraStreamIds(Integer.MAX_VALUE));
    channel.writeAndFlush(new DefaultHttp2PingFrame(WARNING));
    channel.eventLoop().schedule(this::end, WARNED_MS, TimeUnit.MILLISECONDS);
  }

  private void end() {
    if (ending || !channel.isActive()) return;
    ending = true;
    idleNs = System.nanoTime();
    channel.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
    if (streams == 0) linger();
  }

  private void linger() {
    flush.now();
    HalfClose.endOutput(channel);
  }
}
