package io.tidegate.lab.client.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.lab.client.ClientConfig;
import io.tidegate.lab.client.HttpClient;
import io.tidegate.lab.client.Network;
import io.tidegate.lab.client.RequestHeaders;
import io.tidegate.testkit.ScriptedServer;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames as bytes, also those that no server should send. */
@Timeout(60)
class FramesTest {

  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final Pattern KEY = Pattern.compile("Sec-WebSocket-Key: (\\S+)");
  private static final int MESSAGE_BYTES_MAX = 1_000;

  private final Network network = new Network(ClientConfig.DEFAULT);
  private final HttpClient client = network.client(0);

  @AfterEach
  void close() {
    client.close();
    network.close();
  }

  /** What the server got behind the handshake, once the client has gone. */
  private String got = "";

  private ScriptedServer sending(String frames, String moreFields) throws IOException {
    return new ScriptedServer((request, call) -> {
      call.send(
          "HTTP/1.1 101 Switching Protocols\r\nConnection: keep-alive, Upgrade\r\n"
              + "Upgrade: WebSocket\r\nSec-WebSocket-Accept: "
              + accept(request)
              + "\r\n"
              + moreFields
              + "\r\n"
              + new String(HexFormat.of().parseHex(frames.replace(" ", "")), ISO_8859_1));
      call.socket().shutdownOutput();
      byte[] rest = call.in().readAllBytes();
      synchronized (this) {
        got = unmasked(rest);
        notifyAll();
      }
    });
  }

  private static String accept(String request) {
    Matcher key = KEY.matcher(request);
    if (!key.find()) throw new AssertionError(request);
    try {
      byte[] sha =
          MessageDigest.getInstance("SHA-1").digest((key.group(1) + GUID).getBytes(ISO_8859_1));
      return Base64.getEncoder().encodeToString(sha);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** First byte and payload of each short frame. */
  private static String unmasked(byte[] frames) {
    StringBuilder all = new StringBuilder();
    for (int at = 0; at < frames.length; ) {
      int length = frames[at + 1] & 0x7f;
      byte[] payload = new byte[length];
      for (int i = 0; i < length; i++)
        payload[i] = (byte) (frames[at + 6 + i] ^ frames[at + 2 + i % 4]);
      all.append("%02x:%s ".formatted(frames[at], HexFormat.of().formatHex(payload)));
      at += 6 + length;
    }
    return all.toString().strip();
  }

  private synchronized String got() throws InterruptedException {
    while (got.isEmpty()) wait(20_000);
    return got;
  }

  private Handshake.Result open(ScriptedServer server, boolean deflates) throws Exception {
    return Handshake.open(
        client,
        Handshake.url("ws://" + server.address() + "/"),
        new RequestHeaders(),
        deflates,
        Duration.ofSeconds(20),
        MESSAGE_BYTES_MAX);
  }

  private WebSocket socket(ScriptedServer server) throws Exception {
    return ((Handshake.Result.Open) open(server, false)).socket();
  }

  @Test
  void control_frames_may_come_between_the_fragments_of_a_message() throws Exception {
    try (ScriptedServer server = sending("01026865 890170 80036c6c6f 8200", "");
        WebSocket socket = socket(server)) {
      assertThat(socket.receive()).isEqualTo(new Incoming.Ping());
      assertThat(socket.receive()).isEqualTo(new Incoming.Text("hello"));
      assertThat(((Incoming.Binary) socket.receive()).bytes()).isEmpty();
      assertThat(socket.receive()).isEqualTo(new Incoming.Closed(1006, "unexpected EOF"));
      assertThat(got()).isEqualTo("8a:70");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "c10178, RSV1 set, 1002",
    "a10178, RSV2 set, 1002",
    "910178, RSV3 set, 1002",
    "818101020304 41, bad MASK, 1002",
    "830178, bad opcode 3, 1002",
    "8b00, bad opcode 11, 1002",
    "090170, FIN not set on control, 1002",
    "897e0080, len > 125 for control, 1002",
    "800178, continuation after FIN, 1002",
    "010178 810178, data before FIN, 1002",
    "880103, bad close payload, 1002",
    "880203ec, bad close code 1004, 1002",
    "88020000, bad close code 0, 1002",
    "827fffffffffffffffff, a length beyond 63 bits, 1002",
    "827e03e9, a message of more than 1000 bytes, 1009",
    "827f0000000100000000, a message of more than 1000 bytes, 1009"
  })
  void what_is_against_the_protocol_ends_it_and_the_server_learns_why(
      String frames, String why, int code) throws Exception {
    try (ScriptedServer server = sending(frames, "");
        WebSocket socket = socket(server)) {
      assertThat(socket.receive()).isEqualTo(new Incoming.Broken("websocket: " + why));
      assertThat(got())
          .isEqualTo(
              "88:%04x%s".formatted(code, HexFormat.of().formatHex(why.getBytes(ISO_8859_1))));
    }
  }

  @ParameterizedTest
  @CsvSource({"8800, 1005, '', 88:", "88050fa0776879, 4000, why, 88:0fa0"})
  void a_close_is_answered_with_its_code(String frame, int code, String reason, String answer)
      throws Exception {
    try (ScriptedServer server = sending(frame, "");
        WebSocket socket = socket(server)) {
      assertThat(socket.receive()).isEqualTo(new Incoming.Closed(code, reason));
      assertThat(got()).isEqualTo(answer);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"8205", "827e00", "820568", "01026865"})
  void an_end_within_a_message_is_no_close(String frames) throws Exception {
    try (ScriptedServer server = sending(frames, "");
        WebSocket socket = socket(server)) {
      assertThat(socket.receive()).isEqualTo(new Incoming.Closed(1006, "unexpected EOF"));
    }
  }

  @Test
  void a_small_message_that_inflates_to_a_large_one_is_not_taken() throws Exception {
    byte[] zeros = MessageDeflate.deflated(new byte[MESSAGE_BYTES_MAX + 1]);
    String frame = "c2%02x%s".formatted(zeros.length, HexFormat.of().formatHex(zeros));
    String agreed = "Sec-WebSocket-Extensions: " + MessageDeflate.OFFER + "\r\n";
    try (ScriptedServer server = sending(frame, agreed)) {
      WebSocket socket = ((Handshake.Result.Open) open(server, true)).socket();
      assertThat(socket.receive())
          .isEqualTo(new Incoming.Broken("websocket: a message of more than 1000 bytes"));
    }
    byte[] fits = MessageDeflate.deflated(new byte[MESSAGE_BYTES_MAX]);
    assertThat(MessageDeflate.inflated(fits, MESSAGE_BYTES_MAX)).hasSize(MESSAGE_BYTES_MAX);
  }

  @Test
  void bytes_that_are_not_compressed_as_they_should_end_it() throws Exception {
    String agreed = "Sec-WebSocket-Extensions: " + MessageDeflate.OFFER + "\r\n";
    try (ScriptedServer server = sending("c203ffffff", agreed)) {
      WebSocket socket = ((Handshake.Result.Open) open(server, true)).socket();
      assertThat(((Incoming.Broken) socket.receive()).why())
          .startsWith("websocket: flate: corrupt");
      assertThat(got()).startsWith("88:03ef");
    }
  }

  @Test
  void a_handshake_that_is_not_agreed_on_is_refused() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer((_, call) ->
            call.send(
                ScriptedServer.lines(
                    """
                    HTTP/1.1 101 x
                    Connection: Upgrade
                    Upgrade: websocket
                    Sec-WebSocket-Accept: none

                    """)))) {
      assertThat(((Handshake.Result.Refused) open(server, false)).why())
          .isEqualTo("websocket: bad handshake");
    }
    try (ScriptedServer server = ScriptedServer.saying("no")) {
      Handshake.Result.Refused refused = (Handshake.Result.Refused) open(server, false);
      assertThat(refused.reply().status()).isEqualTo(200);
      assertThat(new String(Objects.requireNonNull(refused.reply().body()), ISO_8859_1))
          .isEqualTo("no");
    }
    String keeps = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
    try (ScriptedServer server = sending("", keeps)) {
      assertThat(((Handshake.Result.Refused) open(server, true)).why())
          .isEqualTo("websocket: invalid compression negotiation");
    }
  }
}
