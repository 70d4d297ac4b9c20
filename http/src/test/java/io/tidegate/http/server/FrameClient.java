package io.tidegate.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client of HTTP/2 that sends exactly the frames it is told to, and hands out those that come.
 */
final class FrameClient implements AutoCloseable {

  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;

  static final int NO_ERROR = 0;
  static final int PROTOCOL_ERROR = 1;
  static final int STREAM_CLOSED = 5;
  static final int REFUSED_STREAM = 7;
  static final int CANCEL = 8;
  static final int ENHANCE_YOUR_CALM = 11;

  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  /**
   * A frame that came.
   *
   * @param headers of HEADERS; empty for others
   */
  record Frame(int type, int flags, int stream, byte[] payload, Http2Headers headers) {

    boolean ends() {
      return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
    }

    /** The error of RST_STREAM and GOAWAY. */
    int error() {
      return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
    }

    /** The last stream that a GOAWAY allows. */
    int lastStream() {
      return ByteBuffer.wrap(payload).getInt(0);
    }
  }

  /** A whole reply. */
  record Answer(Http2Headers headers, String body, List<Http2Headers> interim) {
    int status() {
      return Integer.parseInt(headers.status().toString());
    }

    String header(String name) {
      CharSequence value = headers.get(name);
      return value == null ? "" : value.toString();
    }
  }

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final DefaultHttp2HeadersEncoder encoder =
      new DefaultHttp2HeadersEncoder(Http2HeadersEncoder.NEVER_SENSITIVE, true);
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false, 1 << 20);
  private int next = 1;
  private boolean acks = true;

  /** In the clear, with the preface sent. */
  FrameClient(int port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /** Over this socket, with the preface sent. */
  FrameClient(Socket socket, int... settings) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(30_000);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
    out = socket.getOutputStream();
    out.write(PREFACE.getBytes(StandardCharsets.US_ASCII));
    ByteBuffer payload = ByteBuffer.allocate(3 * settings.length);
    for (int i = 0; i < settings.length; i += 2)
      payload.putShort((short) settings[i]).putInt(settings[i + 1]);
    frame(SETTINGS, 0, 0, payload.array());
  }

  /** Answers neither SETTINGS nor PING by itself. */
  void quiet() {
    acks = false;
  }

  void frame(int type, int flags, int stream, byte[] payload) throws IOException {
    out.write(bytesOf(type, flags, stream, payload));
    out.flush();
  }

  static byte[] bytesOf(int type, int flags, int stream, byte[] payload) {
    int length = payload.length;
    return ByteBuffer.allocate(9 + length)
        .put((byte) (length >> 16))
        .put((byte) (length >> 8))
        .put((byte) length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  void raw(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** A block of fields, names and values in turn. */
  byte[] block(String... fields) {
    Http2Headers headers = new DefaultHttp2Headers(false);
    for (int i = 0; i < fields.length; i += 2) headers.add(fields[i], fields[i + 1]);
    ByteBuf block = Unpooled.buffer();
    try {
      encoder.encodeHeaders(3, headers, block);
    } catch (Http2Exception e) {
      throw new AssertionError(e);
    }
    return ByteBufUtil.getBytes(block);
  }

  /** The fields of a request, and more. */
  static String[] request(String method, String path, String... more) {
    List<String> fields =
        new ArrayList<>(
            List.of(":method", method, ":scheme", "http", ":authority", "a", ":path", path));
    fields.addAll(List.of(more));
    return fields.toArray(String[]::new);
  }

  /** Begins a request; returns its stream. */
  int begin(boolean ends, String... fields) throws IOException {
    int stream = next;
    next += 2;
    frame(HEADERS, END_HEADERS | (ends ? END_STREAM : 0), stream, block(fields));
    return stream;
  }

  /** Sends a whole GET; returns its stream. */
  int get(String path, String... more) throws IOException {
    return begin(true, request("GET", path, more));
  }

  void data(int stream, boolean ends, String text) throws IOException {
    frame(DATA, ends ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void reset(int stream, int error) throws IOException {
    frame(RST_STREAM, 0, stream, ByteBuffer.allocate(4).putInt(error).array());
  }

  void window(int stream, int bytes) throws IOException {
    frame(WINDOW_UPDATE, 0, stream, ByteBuffer.allocate(4).putInt(bytes).array());
  }

  /** The next frame of any kind; null where the server has closed. */
  @Nullable Frame frame() throws IOException {
    try {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      byte[] payload = in.readNBytes(length);
      if (acks && type == SETTINGS && flags == 0) frame(SETTINGS, 1, 0, new byte[0]);
      if (acks && type == PING && flags == 0) frame(PING, 1, 0, payload);
      Http2Headers headers =
          type == HEADERS
              ? decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(payload))
              : new DefaultHttp2Headers();
      return new Frame(type, flags, stream, payload, headers);
    } catch (EOFException | SocketException _) {
      return null;
    } catch (Http2Exception e) {
      throw new IOException(e);
    }
  }

  /** The next frame of any kind, which must come. */
  Frame some() throws IOException {
    Frame frame = frame();
    if (frame == null) throw new IOException("closed");
    return frame;
  }

  /** The next of that kind, of that stream. */
  Frame next(int type, int stream) throws IOException {
    while (true) {
      Frame frame = some();
      if (frame.type == type && frame.stream == stream) return frame;
    }
  }

  /** The reply on that stream, taking windows of what comes. */
  Answer answer(int stream) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    List<Http2Headers> interim = new ArrayList<>();
    Http2Headers headers = new DefaultHttp2Headers();
    while (true) {
      Frame frame = some();
      if (frame.stream != stream) continue;
      if (frame.type == RST_STREAM) throw new IOException("reset with " + frame.error());
      if (frame.type == HEADERS && frame.headers.status().charAt(0) == '1')
        interim.add(frame.headers);
      else if (frame.type == HEADERS) headers = frame.headers;
      if (frame.type == DATA) body.writeBytes(frame.payload);
      if (frame.type == DATA && frame.payload.length > 0) {
        window(0, frame.payload.length);
        if (!frame.ends()) window(stream, frame.payload.length);
      }
      if (frame.ends()) return new Answer(headers, body.toString(StandardCharsets.UTF_8), interim);
    }
  }

  Answer ask(String method, String path, String... more) throws IOException {
    return answer(begin(true, request(method, path, more)));
  }

  /** Reads on until the server closes; returns the error of its last GOAWAY, -1 without one. */
  int end() throws IOException {
    int error = -1;
    for (Frame frame = frame(); frame != null; frame = frame())
      if (frame.type == GOAWAY) error = frame.error();
    return error;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
