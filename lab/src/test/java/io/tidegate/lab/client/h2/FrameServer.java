package io.tidegate.lab.client.h2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.tidegate.http.tls.CertificateFiles;
import io.tidegate.http.tls.DevCertificate;
import io.tidegate.lab.client.tls.Pem;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A server that speaks HTTP/2 over TLS, frame by frame, as a test says. */
final class FrameServer implements AutoCloseable {

  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PUSH_PROMISE = 5;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;
  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;
  static final int PADDED = 8;
  static final int PRIORITY = 32;

  private static final int READ_MS_MAX = 20_000;
  private static final int PREFACE_BYTES = 24;
  private static final char[] NONE = {};

  /** What it does on one connection, counted from 1. */
  @FunctionalInterface
  interface Behaviour {
    void serve(Session session, int number) throws Exception;
  }

  /** One frame that came. */
  record Frame(int type, int flags, int stream, byte[] payload) {

    boolean has(int flag) {
      return (flags & flag) != 0;
    }

    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }

    int number(int at) {
      return ByteBuffer.wrap(payload).getInt(at);
    }
  }

  private final SSLServerSocket listener;
  private final Behaviour behaviour;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger connections = new AtomicInteger();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  /**
   * @param folder where its certificate is, for localhost
   */
  FrameServer(Path folder, Behaviour behaviour) throws Exception {
    this.behaviour = behaviour;
    listener =
        (SSLServerSocket)
            context(folder)
                .getServerSocketFactory()
                .createServerSocket(0, 100, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  private static SSLContext context(Path folder) throws Exception {
    CertificateFiles files = DevCertificate.in(folder, "localhost");
    X509Certificate[] chain =
        Pem.certificates(Files.readString(files.certificate())).toArray(X509Certificate[]::new);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("server", key(files.key()), NONE, chain);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, NONE);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static PrivateKey key(Path pem) throws Exception {
    String text = Files.readString(pem).replaceAll("-----.*?-----|\\s", "");
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text)));
  }

  private void accept() {
    try {
      while (true) {
        SSLSocket socket = (SSLSocket) listener.accept();
        sockets.add(socket);
        int number = connections.incrementAndGet();
        threads.execute(() -> serve(socket, number));
      }
    } catch (IOException _) {
      // It is over.
    }
  }

  private void serve(SSLSocket socket, int number) {
    try (socket) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
      socket.setSSLParameters(parameters);
      socket.setSoTimeout(READ_MS_MAX);
      socket.setTcpNoDelay(true);
      behaviour.serve(new Session(socket), number);
    } catch (IOException _) {
      // The client has gone.
    } catch (Exception | AssertionError e) {
      failures.add(e);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  /** What tests on the server's side have found. */
  List<Throwable> failures() {
    return failures;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) socket.close();
    threads.shutdownNow();
  }

  /** One connection, from behind the client's greeting. */
  static final class Session {

    private final DataInputStream in;
    private final OutputStream out;
    private final SSLSocket socket;
    private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
    private int pieceBytes = Integer.MAX_VALUE;

    Session(SSLSocket socket) throws IOException {
      this.socket = socket;
      in = new DataInputStream(socket.getInputStream());
      out = socket.getOutputStream();
      String preface = new String(in.readNBytes(PREFACE_BYTES), StandardCharsets.US_ASCII);
      if (!preface.equals("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
        throw new EOFException("no preface: " + preface);
    }

    /** Says SETTINGS: pairs of a key and a value. */
    Session greet(int... settings) throws IOException {
      ByteBuffer payload = ByteBuffer.allocate(3 * settings.length);
      for (int i = 0; i < settings.length; i += 2)
        payload.putShort((short) settings[i]).putInt(settings[i + 1]);
      frame(SETTINGS, 0, 0, payload.array());
      return this;
    }

    /** From now on it writes in pieces of that size. */
    void inPiecesOf(int bytes) {
      pieceBytes = bytes;
    }

    SSLSocket socket() {
      return socket;
    }

    /** The next frame. */
    Frame next() throws IOException {
      int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      return new Frame(type, flags, stream, in.readNBytes(length));
    }

    /** The next frame of that type. */
    Frame next(int type) throws IOException {
      Frame frame = next();
      while (frame.type() != type) frame = next();
      return frame;
    }

    /** The stream of the next request, whose body is read. */
    int request() throws IOException {
      Frame frame = next(HEADERS);
      fields(frame);
      int stream = frame.stream();
      while (!frame.has(END_STREAM)) frame = next(DATA);
      return stream;
    }

    /** Names and values of a head, as {@code name: value}. */
    List<String> fields(Frame head) {
      List<String> fields = new ArrayList<>();
      try {
        Http2Headers headers =
            decoder.decodeHeaders(head.stream(), Unpooled.wrappedBuffer(head.payload()));
        headers.forEach(field -> fields.add(field.getKey() + ": " + field.getValue()));
      } catch (Http2Exception e) {
        throw new AssertionError(e);
      }
      return fields;
    }

    /** A block of fields, names and values by turns. */
    byte[] block(String... fields) {
      DefaultHttp2Headers headers = new DefaultHttp2Headers(false);
      for (int i = 0; i < fields.length; i += 2) headers.add(fields[i], fields[i + 1]);
      ByteBuf block = Unpooled.buffer();
      try {
        encoder.encodeHeaders(1, headers, block);
      } catch (Http2Exception e) {
        throw new AssertionError(e);
      }
      return ByteBufUtil.getBytes(block);
    }

    void head(int stream, boolean ends, String... fields) throws IOException {
      frame(HEADERS, END_HEADERS | (ends ? END_STREAM : 0), stream, block(fields));
    }

    void data(int stream, boolean ends, String text) throws IOException {
      frame(DATA, ends ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A whole reply. */
    void ok(int stream, String body) throws IOException {
      head(stream, false, ":status", "200", "content-type", "text/plain");
      data(stream, true, body);
    }

    void reset(int stream, int code) throws IOException {
      frame(RST_STREAM, 0, stream, ByteBuffer.allocate(4).putInt(code).array());
    }

    void goAway(int last, int code) throws IOException {
      frame(GOAWAY, 0, 0, ByteBuffer.allocate(8).putInt(last).putInt(code).array());
    }

    void window(int stream, int bytes) throws IOException {
      frame(WINDOW_UPDATE, 0, stream, ByteBuffer.allocate(4).putInt(bytes).array());
    }

    void frame(int type, int flags, int stream, byte[] payload) throws IOException {
      ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
      frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
      frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
      raw(frame.array());
    }

    void raw(byte[] bytes) throws IOException {
      for (int at = 0; at < bytes.length; at += pieceBytes) {
        out.write(bytes, at, Math.min(pieceBytes, bytes.length - at));
        out.flush();
        if (pieceBytes > bytes.length - at) break;
      }
    }

    /** Reads whatever comes until the client goes; returns the types of frames that came. */
    List<Frame> rest() {
      List<Frame> frames = new ArrayList<>();
      try {
        while (true) frames.add(next());
      } catch (IOException _) {
        return frames;
      }
    }

    static byte[] joined(byte[]... parts) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (byte[] part : parts) all.writeBytes(part);
      return all.toByteArray();
    }
  }
}
