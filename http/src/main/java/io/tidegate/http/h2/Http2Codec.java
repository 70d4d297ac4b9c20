package io.tidegate.http.h2;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DecoratingHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.tidegate.http.wire.HeadFields;

/** Netty's codec for HTTP/2 with the bounds of {@link Http2Config}. */
public final class Http2Codec extends Http2FrameCodecBuilder {

  /** What HPACK adds to the size of each field (RFC 7541 §4.1). */
  private static final int FIELD_OVERHEAD = 32;

  /** Replies to control frames that may wait for a client that does not read. */
  private static final int QUEUED_CONTROL_FRAMES = 1_000;

  private static final int EMPTY_DATA_FRAMES = 10;
  private static final int SMALL_CONTINUATIONS = 16;

  private final Http2Config config;

  private Http2Codec(Http2Config config, int maxHeadBytes) {
    this.config = config;
    connection(sharingEvenly());
    initialSettings(
        Http2Settings.defaultSettings()
            .maxConcurrentStreams(config.maxStreams())
            .initialWindowSize(config.streamWindowBytes())
            .maxFrameSize(config.maxFrameBytes())
            .maxHeaderListSize(maxHeadBytes + FIELD_OVERHEAD * HeadFields.FIELDS_MAX));
    validateHeaders(true);
    validateRequiredPseudoHeaders(true);
    encoderEnforceMaxQueuedControlFrames(QUEUED_CONTROL_FRAMES);
    decoderEnforceMaxConsecutiveEmptyDataFrames(EMPTY_DATA_FRAMES);
    decoderEnforceMaxSmallContinuationFrames(SMALL_CONTINUATIONS);
    decoderEnforceMaxRstFramesPerWindow(config.maxResets(), Http2Config.RESET_WINDOW_S);
    encoderEnforceMaxRstFramesPerWindow(config.maxResets(), Http2Config.RESET_WINDOW_S);
    headerSensitivityDetector((name, _) -> isOfOneReply(name));
  }

  /**
   * The codec of one connection.
   *
   * @param maxHeadBytes of a request's head
   */
  public static Http2FrameCodec of(Http2Config config, int maxHeadBytes) {
    return new Http2Codec(config, maxHeadBytes).build();
  }

  /**
   * Streams of a client share what it takes evenly. Netty's own way weighs them by priorities,
   * which are obsolete (RFC 9113 §5.3.2), and does so for each reply.
   */
  private static Http2Connection sharingEvenly() {
    Http2Connection connection = new DefaultHttp2Connection(true);
    UniformStreamByteDistributor evenly = new UniformStreamByteDistributor(connection);
    evenly.minAllocationChunk(Http2Config.FRAME_LEAST);
    connection.remote().flowController(new DefaultHttp2RemoteFlowController(connection, evenly));
    return connection;
  }

  /** What never comes again would only push out of HPACK's table what does. */
  private static boolean isOfOneReply(CharSequence name) {
    return "x-request-id".contentEquals(name) || "set-cookie".contentEquals(name);
  }

  /** Widens the window of the whole connection, which no setting does. */
  public static void widen(ChannelHandlerContext ctx, Http2FrameCodec codec, Http2Config config) {
    Http2Connection connection = codec.connection();
    try {
      connection
          .local()
          .flowController()
          .incrementWindowSize(
              connection.connectionStream(),
              config.connectionWindowBytes() - Http2Config.WINDOW_LEAST);
      ctx.flush();
    } catch (Http2Exception e) {
      throw new IllegalStateException("a window within its bounds", e);
    }
  }

  @Override
  protected Http2FrameCodec build(
      Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
    return new StrictCodec(encoder, new Guarded(decoder, config.maxControlFrames()), settings);
  }

  private static final class Guarded extends DecoratingHttp2ConnectionDecoder {
    private final int maxControlFrames;

    Guarded(Http2ConnectionDecoder decoder, int maxControlFrames) {
      super(decoder);
      this.maxControlFrames = maxControlFrames;
    }

    @Override
    public void frameListener(Http2FrameListener listener) {
      super.frameListener(new FloodGuard(listener, maxControlFrames));
    }
  }
}
