package io.tidegate.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.tidegate.http.wire.ChunkDecoder;
import org.jspecify.annotations.Nullable;

/**
 * The reply of one stream: bytes of HTTP/1.1 in, as a connection writes them, frames out. Bodies
 * are not copied.
 *
 * <pre>
 *  HEAD ──head──▶ LENGTH or CHUNKS ──all of it──▶ DONE
 *   └─────────────head without a body──────────────┘
 * </pre>
 */
final class ReplyFrames {

  private enum State {
    HEAD,
    LENGTH,
    CHUNKS,
    DONE
  }

  private State state = State.HEAD;
  private long left;
  private @Nullable ChunkDecoder chunks;

  /** The last frame that is not written yet, since it may turn out to end the stream. */
  private @Nullable ByteBuf data;

  private @Nullable ChannelFuture last;

  /** Whether it was written whole. */
  boolean isDone() {
    return state == State.DONE;
  }

  /** Whether everything that was written is out. */
  boolean isSent() {
    return last == null || last.isDone();
  }

  /**
   * Writes what these bytes say.
   *
   * @param bytes released here
   * @param ofHead whether HEAD was asked
   * @param done completed when everything is out
   */
  void write(ChannelHandlerContext ctx, ByteBuf bytes, boolean ofHead, ChannelPromise done) {
    try {
      while (bytes.isReadable() && state != State.DONE) {
        switch (state) {
          case HEAD -> head(ctx, bytes, ofHead);
          case LENGTH -> length(ctx, bytes);
          case CHUNKS -> chunk(ctx, bytes);
          case DONE -> {}
        }
      }
      if (data != null) writeData(ctx, false);
    } finally {
      bytes.release();
    }
    ChannelFuture written = last;
    if (written == null || written.isSuccess()) done.trySuccess();
    else if (!done.isVoid()) follow(written, done);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // it is the listener that counts
  private static void follow(ChannelFuture written, ChannelPromise done) {
    written.addListener(_ -> {
      if (written.isSuccess()) done.trySuccess();
      else done.tryFailure(written.cause());
    });
  }

  private void head(ChannelHandlerContext ctx, ByteBuf bytes, boolean ofHead) {
    ReplyHead head = ReplyHead.read(bytes);
    if (!head.isInterim()) {
      left = head.bodyBytes(ofHead);
      state = left == 0 ? State.DONE : left == ReplyHead.CHUNKED ? State.CHUNKS : State.LENGTH;
      if (state == State.CHUNKS) chunks = new ChunkDecoder();
    }
    put(ctx, new DefaultHttp2HeadersFrame(head.headers(), state == State.DONE));
  }

  private void length(ChannelHandlerContext ctx, ByteBuf bytes) {
    int length = (int) Math.min(left, bytes.readableBytes());
    left -= length;
    data = bytes.readRetainedSlice(length);
    if (left == 0) writeData(ctx, true);
  }

  private void chunk(ChannelHandlerContext ctx, ByteBuf bytes) {
    ChunkDecoder decoder = chunks;
    if (decoder == null) throw new IllegalStateException("a body in chunks without their decoder");
    ByteBuf next = decoder.next(bytes);
    if (next != null) {
      if (data != null) writeData(ctx, false);
      data = next;
    }
    if (decoder.isDone()) writeData(ctx, true);
  }

  private void writeData(ChannelHandlerContext ctx, boolean end) {
    ByteBuf bytes = data;
    data = null;
    if (end) state = State.DONE;
    put(
        ctx,
        bytes == null ? new DefaultHttp2DataFrame(end) : new DefaultHttp2DataFrame(bytes, end));
  }

  private void put(ChannelHandlerContext ctx, Http2StreamFrame frame) {
    last = ctx.write(frame);
  }
}
