package io.tidegate.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import io.tidegate.http.wire.Ascii;

/**
 * Stands between one stream of HTTP/2 and the state machine of a connection of HTTP/1.1, for which
 * the stream is a connection with a single request: frames become the bytes of that request, and
 * the bytes of the reply become frames. The stream's channel keeps what it is good at: its window
 * is the back-pressure of the body, its writability that of the reply, and its end the client's.
 *
 * <p>Trailers are dropped, in both directions.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's futures: what matters arrives as an event
public final class StreamTranslator extends ChannelDuplexHandler {

  private static final byte[] CRLF = {'\r', '\n'};
  private static final byte[] LAST_CHUNK = Ascii.bytes("0\r\n\r\n");

  private final ReplyFrames reply = new ReplyFrames();
  private boolean headRead;
  private boolean requestEnded;
  private boolean chunked;
  private boolean ofHead;

  // ---- the request ----

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      switch (message) {
        case Http2HeadersFrame frame when !headRead -> head(ctx, frame);
        case Http2HeadersFrame frame -> trailers(ctx, frame);
        case Http2DataFrame frame -> data(ctx, frame);
        default -> {} // an unknown frame says nothing
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void head(ChannelHandlerContext ctx, Http2HeadersFrame frame) {
    headRead = true;
    requestEnded = frame.isEndStream();
    RequestLines lines = new RequestLines(frame.headers(), requestEnded);
    if (!lines.write()) {
      reset(ctx, Http2Error.PROTOCOL_ERROR);
      return;
    }
    chunked = lines.isChunked();
    ofHead = lines.isHead();
    ctx.fireChannelRead(Unpooled.wrappedBuffer(lines.bytes(), 0, lines.length()));
  }

  private void data(ChannelHandlerContext ctx, Http2DataFrame frame) {
    int length = frame.content().readableBytes();
    if (length > 0) {
      if (chunked)
        ctx.fireChannelRead(
            Unpooled.wrappedBuffer(Ascii.bytes(Integer.toHexString(length) + "\r\n")));
      ctx.fireChannelRead(frame.content().retain());
      if (chunked) ctx.fireChannelRead(Unpooled.wrappedBuffer(CRLF));
    }
    if (frame.isEndStream()) endRequest(ctx);
  }

  private void trailers(ChannelHandlerContext ctx, Http2HeadersFrame frame) {
    boolean pseudo = false;
    for (CharSequence name : frame.headers().names())
      pseudo |= name.isEmpty() || name.charAt(0) == ':';
    if (pseudo || !frame.isEndStream()) reset(ctx, Http2Error.PROTOCOL_ERROR);
    else endRequest(ctx);
  }

  private void endRequest(ChannelHandlerContext ctx) {
    requestEnded = true;
    if (chunked) ctx.fireChannelRead(Unpooled.wrappedBuffer(LAST_CHUNK));
  }

  /**
   * The client gives up; later, since the codec has yet to close the stream, which then needs no
   * reset of ours. What else happens to the connection is not the stream's affair.
   */
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof Http2ResetFrame) ctx.executor().execute(ctx::close);
    else ReferenceCountUtil.release(event);
  }

  /** A fault of this stream's frames; the codec resets it with its reason. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {}

  // ---- the reply ----

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    reply.write(ctx, (ByteBuf) message, ofHead, promise);
  }

  /**
   * Before the reply is whole, its end is a fault, and a client that has not taken it will not have
   * it; after it, the client need not send the rest of its body (RFC 9113 §8.1).
   */
  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    if (!reply.isDone()) reset(ctx, Http2Error.INTERNAL_ERROR);
    else if (!reply.isSent()) reset(ctx, Http2Error.CANCEL);
    else if (!requestEnded) reset(ctx, Http2Error.NO_ERROR);
    ctx.close(promise);
  }

  private static void reset(ChannelHandlerContext ctx, Http2Error error) {
    if (ctx.channel().isActive()) ctx.writeAndFlush(new DefaultHttp2ResetFrame(error));
  }
}
