package io.tidegate.http.h2;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Sends what the streams of a connection have said within one turn of its event loop together: a
 * record of TLS and a system call for all of them, where each would have one of its own. Stands
 * between the codec and the streams, on the connection's event loop.
 */
public final class JointFlush extends ChannelOutboundHandlerAdapter {

  private @Nullable ChannelHandlerContext context;
  private boolean asked;

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    context = null;
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    if (asked) return;
    asked = true;
    ctx.executor().execute(this::now);
  }

  /** Sends it at once, for what is done to the connection next. */
  public void now() {
    asked = false;
    if (context != null) context.flush();
  }
}
