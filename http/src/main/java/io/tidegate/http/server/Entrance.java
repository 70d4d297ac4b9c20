package io.tidegate.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.NetUtil;
import io.tidegate.http.tls.Certificates;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A connection of which is not known yet what it speaks: it waits for the handshake of TLS, or for
 * the first bytes, and leaves the channel to what they say. Behind a proxy it is first told who the
 * client is. All of that has the time of a head.
 *
 * <pre>
 *  TLS ──── handshake ───▶ h2 or http/1.1, as client and server agreed
 *  clear ── first bytes ─▶ the preface of HTTP/2, or anything else for HTTP/1.1
 * </pre>
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's futures: what matters arrives as an event
final class Entrance extends ChannelInboundHandlerAdapter implements Swept {

  /** Who takes the channel over. */
  interface Next {

    /** HTTP/1.1; adds its handlers. */
    void http1(Channel channel, Peer peer);

    /** HTTP/2; adds its handlers. */
    void http2(Channel channel, Peer peer);
  }

  /** Bytes of what a proxy may say beyond the address. */
  private static final int TLV_MOST = 1_024;

  private final HttpLoop loop;
  private final Channel channel;
  private final Next next;
  private final @Nullable Certificates tls;
  private final Entry entry;
  private Peer peer;
  private final long beganNs = System.nanoTime();
  private int slot;
  private boolean swept;
  private @Nullable ByteBuf first;

  Entrance(HttpLoop loop, Channel channel, Entry entry, Next next) {
    this.loop = loop;
    this.channel = channel;
    this.next = next;
    this.entry = entry;
    this.tls = entry.tls();
    this.peer = Peer.plain(channel).secure(tls != null);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    loop.add(this);
    swept = true;
    if (!entry.proxies().isEmpty()) {
      if (!entry.isProxy(peer.remote())) {
        ctx.close();
        return;
      }
      ctx.pipeline().addBefore(ctx.name(), null, new HAProxyMessageDecoder(TLV_MOST));
    }
    if (tls == null) return;
    ctx.pipeline().addBefore(ctx.name(), null, new PlaintextRefusal());
    ctx.pipeline().addBefore(ctx.name(), null, new Handshake(tls));
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (swept) loop.remove(this);
    swept = false;
    if (first != null) first.release();
    first = null;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) shakenHands(ctx, handshake);
    else if (HalfClose.endsInput(event)) ctx.close();
    else ctx.fireUserEventTriggered(event);
  }

  private void shakenHands(ChannelHandlerContext ctx, SslHandshakeCompletionEvent handshake) {
    SslHandler handler = ctx.pipeline().get(SslHandler.class);
    if (!handshake.isSuccess() || handler == null) {
      ctx.close();
      return;
    }
    leaveTo(ctx, ApplicationProtocolNames.HTTP_2.equals(handler.applicationProtocol()));
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof HAProxyMessage told) {
      introduced(ctx, told);
      return;
    }
    ByteBuf bytes = (ByteBuf) message;
    if (tls != null) { // nothing comes before the handshake is over
      bytes.release();
      return;
    }
    ByteBuf before = first;
    first =
        before == null
            ? bytes
            : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), before, bytes);
    decide(ctx);
  }

  /** A proxy that looks after us itself, and one that does not know, tell no address. */
  private void introduced(ChannelHandlerContext ctx, HAProxyMessage told) {
    try {
      String address = told.sourceAddress();
      boolean known =
          address != null
              && told.command() == HAProxyCommand.PROXY
              && NetUtil.createInetAddressFromIpAddressString(address) != null;
      if (known) peer = peer.from(new InetSocketAddress(address, told.sourcePort()));
    } finally {
      told.release();
    }
    if (tls == null && !entry.clearHttp2()) leaveTo(ctx, false);
  }

  private void decide(ChannelHandlerContext ctx) {
    ByteBuf seen = first;
    if (seen == null) return;
    ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
    int length = Math.min(preface.readableBytes(), seen.readableBytes());
    boolean same = true;
    for (int i = 0; i < length && same; i++)
      same = preface.getByte(i) == seen.getByte(seen.readerIndex() + i);
    if (same && length < preface.readableBytes()) return;
    first = null;
    if (!same && !isHttp1(seen)) {
      seen.release();
      ctx.close();
      return;
    }
    leaveTo(ctx, same);
    channel.pipeline().fireChannelRead(seen);
  }

  /** False for a first line that is of no version of HTTP, as far as that can be told yet. */
  private static boolean isHttp1(ByteBuf seen) {
    int end = seen.bytesBefore((byte) '\n');
    if (end < 0) return true;
    return seen.toString(seen.readerIndex(), end, StandardCharsets.US_ASCII).contains(" HTTP/");
  }

  private void leaveTo(ChannelHandlerContext ctx, boolean http2) {
    ctx.pipeline().remove(this);
    if (http2) next.http2(channel, peer);
    else next.http1(channel, peer);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close(); // whatever it was, it was no TLS
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
    boolean silent = tls == null && first == null && entry.proxies().isEmpty();
    long most = silent ? loop.config.idle().toNanos() : loop.config.head().toNanos();
    if (nowNs - beganNs > most) channel.close();
  }

  @Override
  public void stop() {
    channel.close();
  }

  /** Chooses the certificate by the name that the client asks for. */
  private final class Handshake extends SniHandler {
    Handshake(Certificates certificates) {
      super(certificates::contextFor, loop.config.head().toMillis());
    }

    @Override
    protected SslHandler newSslHandler(SslContext context, ByteBufAllocator allocator) {
      SslHandler handler = super.newSslHandler(context, allocator);
      handler.setHandshakeTimeoutMillis(loop.config.head().toMillis());
      return handler;
    }
  }
}
