package io.tidegate.http.server;

import io.netty.channel.Channel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;

/** The end of one direction of a connection, over TCP, TLS and in a stream of HTTP/2. */
final class HalfClose {

  private HalfClose() {}

  /**
   * Tells the client that nothing more comes, and goes on receiving. A stream of HTTP/2 has told it
   * with its reply, and ends.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // what matters arrives as an event
  static void endOutput(Channel channel) {
    if (!(channel instanceof DuplexChannel duplex)) {
      channel.close();
      return;
    }
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) duplex.shutdownOutput();
    else tls.closeOutbound().addListener(_ -> duplex.shutdownOutput());
  }

  /** Whether this event of the pipeline says that the client sends no more. */
  static boolean endsInput(Object event) {
    return event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent;
  }
}
