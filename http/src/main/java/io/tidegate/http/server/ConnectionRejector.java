package io.tidegate.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.tidegate.http.wire.Refusals;
import io.tidegate.http.wire.ReplyEncoder;
import java.util.concurrent.TimeUnit;

/**
 * A connection beyond the configured number: told 503 at once, whatever it asks, and closed. It
 * lingers a moment so that the reply is not lost to a reset; where too many already linger, it does
 * not.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's futures: what matters arrives as an event
final class ConnectionRejector extends ChannelInboundHandlerAdapter {

  private static final long LINGER_MS = 1_000;

  private final HttpLoop loop;
  private final boolean linger;

  ConnectionRejector(HttpLoop loop, boolean linger) {
    this.loop = loop;
    this.linger = linger;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    Channel channel = ctx.channel();
    channel
        .writeAndFlush(reply(channel))
        .addListener(sent -> {
          if (linger && sent.isSuccess()) HalfClose.endOutput(channel);
          else channel.close();
        });
    channel.eventLoop().schedule(() -> channel.close(), LINGER_MS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (HalfClose.endsInput(event)) ctx.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  private ByteBuf reply(Channel channel) {
    Response response = loop.handler.refused(Refusals.TOO_MANY_CONNECTIONS, null);
    ByteBuf reply =
        channel.alloc().directBuffer(ReplyEncoder.room(response.fields()) + response.bodyLength());
    loop.encoder.append(
        reply,
        response.status(),
        response.fields(),
        response.shareable(),
        response.bodyLength(),
        null,
        loop.nextRequest(),
        true,
        System.nanoTime());
    return reply.writeBytes(response.body(), 0, response.bodyLength());
  }
}
