package io.tidegate.http.server;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.tidegate.http.wire.Ascii;
import io.tidegate.http.wire.Refusals;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * A connection beyond the configured number: told 503 at once, whatever it asks, and closed. It
 * lingers a moment so that the reply is not lost to a reset; where too many already linger, it does
 * not.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's futures: what matters arrives as an event
final class TurnAway extends ChannelInboundHandlerAdapter {

  private static final long LINGER_MS = 1_000;
  private static final byte[] REPLY = reply();

  private final HttpLoop loop;
  private final boolean linger;

  TurnAway(HttpLoop loop, boolean linger) {
    this.loop = loop;
    this.linger = linger;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    loop.observer.refused();
    Channel channel = ctx.channel();
    channel
        .writeAndFlush(Unpooled.wrappedBuffer(REPLY))
        .addListener(sent -> {
          if (!linger || !sent.isSuccess()) {
            channel.close();
            return;
          }
          ((DuplexChannel) channel).shutdownOutput();
          channel.eventLoop().schedule(() -> channel.close(), LINGER_MS, TimeUnit.MILLISECONDS);
        });
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) ctx.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  private static byte[] reply() {
    Response response = Problem.of(Refusals.TOO_MANY_CONNECTIONS).response();
    String head =
        "HTTP/1.1 503 Service Unavailable\r\n"
            + new String(response.fields(), StandardCharsets.US_ASCII)
            + "Content-Length: "
            + response.bodyLength()
            + "\r\nRetry-After: 1\r\nConnection: close\r\n\r\n";
    return Ascii.bytes(head + new String(response.body(), StandardCharsets.US_ASCII));
  }
}
