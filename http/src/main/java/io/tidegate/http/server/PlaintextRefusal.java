package io.tidegate.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.tidegate.http.wire.Ascii;

/** Looks at the first byte of a connection where TLS is spoken: whoever does not, is told so. */
@SuppressWarnings("FutureReturnValueIgnored") // the channel closes
final class PlaintextRefusal extends ChannelInboundHandlerAdapter {

  /** Content type of the record that every handshake begins with (RFC 8446 §5.1). */
  private static final byte HANDSHAKE = 22;

  private static final String TEXT = "This port speaks HTTPS.\n";

  private static final byte[] REPLY =
      Ascii.bytes(
          "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: "
              + TEXT.length()
              + "\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
              + TEXT);

  private boolean refused;

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      ctx.fireChannelRead(message); // who the client is, as a proxy tells
      return;
    }
    if (refused || !bytes.isReadable()) {
      bytes.release();
      return;
    }
    byte first = bytes.getByte(bytes.readerIndex());
    if (first == HANDSHAKE) {
      ctx.fireChannelRead(bytes);
      ctx.pipeline().remove(this);
      return;
    }
    bytes.release();
    refused = true;
    if (first < 'A' || first > 'Z') ctx.close(); // no HTTP either
    else ctx.writeAndFlush(Unpooled.wrappedBuffer(REPLY)).addListener(ChannelFutureListener.CLOSE);
  }
}
