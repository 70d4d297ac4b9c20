package io.tidegate.http.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Connects to servers, each connection on the event loop that asks for it. Any thread. */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's futures: what matters is listened to
public final class ClientConnector {

  /** Hears how an attempt to connect ended. Called on its event loop. */
  public interface Listener {

    /** It stands. */
    void connected(ClientConnection connection);

    /** It does not; the cause is for logs. */
    void failed(Throwable cause);
  }

  private final Duration timeout;
  private final int maxHeadBytes;

  /**
   * @param timeout within which a connection must stand, in [1 ms, 10 min]
   * @param maxHeadBytes of a response
   */
  public ClientConnector(Duration timeout, int maxHeadBytes) {
    this.timeout = timeout;
    this.maxHeadBytes = maxHeadBytes;
  }

  /** Begins to connect; the listener is told once. */
  public void connect(
      EventLoop loop, InetSocketAddress address, ConnectionOwner owner, Listener listener) {
    boolean epoll = loop instanceof IoEventLoop io && io.isIoType(EpollIoHandler.class);
    new Bootstrap()
        .group(loop)
        .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis())
        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
        .option(
            ChannelOption.RECVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(512, 4_096, 65_536))
        .handler(new Connecting(owner, listener))
        .connect(address)
        .addListener(future -> {
          if (!future.isSuccess()) listener.failed(future.cause());
        });
  }

  /** Stands in the pipeline until the connection does. */
  private final class Connecting extends ChannelInboundHandlerAdapter {
    private final ConnectionOwner owner;
    private final Listener listener;

    Connecting(ConnectionOwner owner, Listener listener) {
      this.owner = owner;
      this.listener = listener;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      Channel channel = ctx.channel();
      ClientConnection connection = new ClientConnection(channel, owner, maxHeadBytes);
      channel.pipeline().replace(this, "http", connection);
      listener.connected(connection);
    }
  }
}
