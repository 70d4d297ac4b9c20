package io.tidegate.lab.oracle;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;

/**
 * The server's side of a WebSocket (RFC 6455): {@code /ws/echo} sends back what comes; {@code
 * /ws/greet} says hello, sends a ping and some bytes first; {@code /ws/close/CODE} closes at once.
 */
final class WebSocketEcho {

  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int CONTINUATION = 0;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int PAYLOAD_MAX = 1_024 * 1_024;

  private final DataInputStream in;
  private final OutputStream out;
  private final Consumer<SeenRequest> seen;

  WebSocketEcho(InputStream in, OutputStream out, Consumer<SeenRequest> seen) {
    this.in = new DataInputStream(in);
    this.out = out;
    this.seen = seen;
  }

  static boolean isAskedFor(SeenRequest request) {
    return request.header("Upgrade").orElse("").equalsIgnoreCase("websocket")
        && request.path().startsWith("/ws/");
  }

  /** Until either side closes. */
  void talk(SeenRequest request) throws IOException {
    Answer upgrade =
        Answer.empty(
            101,
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Accept: " + accept(request.header("Sec-WebSocket-Key").orElse("")));
    String protocols = request.header("Sec-WebSocket-Protocol").orElse("");
    if (!protocols.isEmpty())
      upgrade = upgrade.with("Sec-WebSocket-Protocol: " + protocols.replaceFirst(",.*", ""));
    upgrade.write(out, true);
    String path = request.path();
    if (path.startsWith("/ws/close/")) close(Integer.parseInt(path.substring(10)));
    if (path.equals("/ws/greet")) {
      send(TEXT, "hello".getBytes(UTF_8));
      send(PING, "are you there".getBytes(UTF_8));
      send(BINARY, new byte[] {1, 2, (byte) 254});
    }
    while (true) if (!next(path)) return;
  }

  private boolean next(String path) throws IOException {
    int first = in.readUnsignedByte();
    int kind = first & 15;
    byte[] payload = payload();
    seen.accept(new SeenRequest("WS " + name(kind), path, List.of(), payload));
    switch (kind) {
      case TEXT, BINARY, CONTINUATION -> send(kind, payload);
      case PING -> send(PONG, payload);
      case CLOSE -> send(CLOSE, payload);
      default -> {}
    }
    return kind != CLOSE;
  }

  private byte[] payload() throws IOException {
    int second = in.readUnsignedByte();
    long length = second & 127;
    if (length == 126) length = in.readUnsignedShort();
    else if (length == 127) length = in.readLong();
    if (second < 128 || length > PAYLOAD_MAX) throw new IOException("frame unmasked or too long");
    byte[] mask = in.readNBytes(4);
    byte[] payload = in.readNBytes((int) length);
    for (int i = 0; i < payload.length; i++) payload[i] ^= mask[i % 4];
    return payload;
  }

  private void close(int code) throws IOException {
    send(CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
  }

  private void send(int kind, byte[] payload) throws IOException {
    byte[] head =
        payload.length < 126
            ? new byte[] {(byte) (0x80 | kind), (byte) payload.length}
            : new byte[] {
              (byte) (0x80 | kind), 126, (byte) (payload.length >> 8), (byte) payload.length
            };
    byte[] frame = new byte[head.length + payload.length];
    System.arraycopy(head, 0, frame, 0, head.length);
    System.arraycopy(payload, 0, frame, head.length, payload.length);
    out.write(frame);
    out.flush();
  }

  private static String name(int kind) {
    return switch (kind) {
      case CONTINUATION -> "continuation";
      case TEXT -> "text";
      case BINARY -> "binary";
      case CLOSE -> "close";
      case PING -> "ping";
      case PONG -> "pong";
      default -> "kind " + kind;
    };
  }

  private static String accept(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return Base64.getEncoder().encodeToString(sha1.digest((key + GUID).getBytes(US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
