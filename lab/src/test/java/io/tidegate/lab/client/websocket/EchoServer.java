package io.tidegate.lab.client.websocket;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A server of Netty's that sends back what comes, compressed where the client offers that. To
 * {@code ping me} it sends a ping before, to {@code close me} it closes with 4000.
 */
public final class EchoServer implements AutoCloseable {

  private static final int FRAME_BYTES_MAX = 4 * 1024 * 1024;

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel channel;

  /** Codes and reasons with which clients closed. */
  public final List<String> closes = new CopyOnWriteArrayList<>();

  /** Starts one, with TLS or without. */
  public EchoServer(@Nullable SslContext tls) {
    channel =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel client) {
                    stack(client.pipeline(), tls == null ? null : tls.newHandler(client.alloc()));
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .syncUninterruptibly()
            .channel();
  }

  private void stack(ChannelPipeline pipeline, @Nullable ChannelHandler tls) {
    if (tls != null) pipeline.addLast(tls);
    pipeline
        .addLast(new HttpServerCodec())
        .addLast(new HttpObjectAggregator(FRAME_BYTES_MAX))
        .addLast(
            new WebSocketServerExtensionHandler(
                new PerMessageDeflateServerExtensionHandshaker(
                    6, true, 15, true, true, FRAME_BYTES_MAX)))
        .addLast(
            new WebSocketServerProtocolHandler(
                WebSocketServerProtocolConfig.newBuilder()
                    .websocketPath("/")
                    .checkStartsWith(true)
                    .subprotocols("chat")
                    .allowExtensions(true)
                    .maxFramePayloadLength(FRAME_BYTES_MAX)
                    .handleCloseFrames(false)
                    .dropPongFrames(false)
                    .build()))
        .addLast(new Echo());
  }

  @SuppressWarnings("FutureReturnValueIgnored") // what fails ends the connection, which tests see
  private final class Echo extends SimpleChannelInboundHandler<WebSocketFrame> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
      if (frame instanceof PongWebSocketFrame) return;
      if (frame instanceof CloseWebSocketFrame close) {
        closes.add(close.statusCode() + " " + close.reasonText());
        context
            .writeAndFlush(close.retain(), context.newPromise())
            .addListener(ChannelFutureListener.CLOSE);
        return;
      }
      if (isText(frame, "ping me")) context.write(new PingWebSocketFrame(), context.voidPromise());
      boolean ends = isText(frame, "close me");
      context.writeAndFlush(
          ends ? new CloseWebSocketFrame(4000, "why") : frame.retain(), context.voidPromise());
    }

    private static boolean isText(WebSocketFrame frame, String text) {
      return frame instanceof TextWebSocketFrame said && said.text().equals(text);
    }
  }

  /** Its port of the loopback interface. */
  public int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  @Override
  public void close() {
    channel.close().syncUninterruptibly();
    group.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
