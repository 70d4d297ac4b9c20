package io.tidegate.http.h2;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Exception.StreamException;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * Netty's codec, which answers a frame on a stream that its client has ended with a reset of that
 * stream. Such a client is broken or an attacker: here it ends the connection (RFC 9113 §5.1). A
 * frame on a stream that we called off was under way to us, and is passed over.
 */
final class StrictCodec extends Http2FrameCodec {

  /** Streams that were called off last; more than were ever under way at once. */
  private final int[] calledOff = new int[2 * Http2Config.STREAMS_MOST];

  private int next;

  StrictCodec(
      Http2ConnectionEncoder encoder, Http2ConnectionDecoder decoder, Http2Settings settings) {
    super(encoder, decoder, settings, false, true);
    connection()
        .addListener(
            new Http2ConnectionAdapter() {
              @Override
              public void onStreamClosed(Http2Stream stream) {
                if (stream.isResetSent()) remember(stream.id());
              }
            });
  }

  private void remember(int stream) {
    calledOff[next] = stream;
    next = (next + 1) % calledOff.length;
  }

  private boolean isCalledOff(int stream) {
    for (int id : calledOff) if (id == stream) return true;
    return false;
  }

  @Override
  public void onError(ChannelHandlerContext ctx, boolean outbound, Throwable cause) {
    Http2Exception known = Http2CodecUtil.getEmbeddedHttp2Exception(cause);
    boolean late = !outbound && known instanceof StreamException && isLate(known);
    if (!late) {
      super.onError(ctx, outbound, cause);
      return;
    }
    int stream = Http2Exception.streamId(known);
    if (isCalledOff(stream)) return;
    super.onError(
        ctx,
        false,
        Http2Exception.connectionError(
            Http2Error.STREAM_CLOSED, known, "a frame on stream %d, which was over", stream));
  }

  /** Netty counts a second head among the trailers before it looks at the stream's state. */
  private boolean isLate(Http2Exception error) {
    if (error.error() == Http2Error.STREAM_CLOSED) return true;
    Http2Stream stream = connection().stream(Http2Exception.streamId(error));
    return stream != null
        && stream.state() == Http2Stream.State.HALF_CLOSED_REMOTE
        && String.valueOf(error.getMessage()).contains("too many headers");
  }
}
