package io.tidegate.http.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the listener going where a connection cannot be accepted, as when too many files are open:
 * it pauses, since the next attempt would fail too, and goes on. Who connects meanwhile waits in
 * the backlog. Confined to the listener's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the loop ends its tasks when it ends
final class AcceptFailures extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(AcceptFailures.class);

  private static final long PAUSE_MS = 200;
  private static final long TOLD_EVERY_NS = TimeUnit.SECONDS.toNanos(10);

  private final ServerObserver observer;
  private long toldNs = System.nanoTime() - TOLD_EVERY_NS;
  private int untold;

  AcceptFailures(ServerObserver observer) {
    this.observer = observer;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    observer.acceptFailed();
    tell(cause);
    Channel listener = ctx.channel();
    listener.config().setAutoRead(false);
    listener
        .eventLoop()
        .schedule(() -> listener.config().setAutoRead(true), PAUSE_MS, TimeUnit.MILLISECONDS);
  }

  private void tell(Throwable cause) {
    untold++;
    if (System.nanoTime() - toldNs < TOLD_EVERY_NS) return;
    LOG.error(
        "No connection can be accepted ({}; {} failures since this was said last): those that are"
            + " open go on, new ones wait. Where too many files are open, raise ulimit -n.",
        cause.toString(),
        untold);
    toldNs = System.nanoTime();
    untold = 0;
  }
}
