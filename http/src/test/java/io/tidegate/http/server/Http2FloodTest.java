package io.tidegate.http.server;

import static io.tidegate.http.server.FrameClient.CONTINUATION;
import static io.tidegate.http.server.FrameClient.DATA;
import static io.tidegate.http.server.FrameClient.END_HEADERS;
import static io.tidegate.http.server.FrameClient.END_STREAM;
import static io.tidegate.http.server.FrameClient.ENHANCE_YOUR_CALM;
import static io.tidegate.http.server.FrameClient.HEADERS;
import static io.tidegate.http.server.FrameClient.PING;
import static io.tidegate.http.server.FrameClient.PRIORITY;
import static io.tidegate.http.server.FrameClient.PROTOCOL_ERROR;
import static io.tidegate.http.server.FrameClient.SETTINGS;
import static io.tidegate.http.server.FrameClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.tidegate.http.server.FrameClient.Frame;
import io.tidegate.testkit.Wait;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Connections of HTTP/2 whose only aim is to cost something: each is ended with its reason, memory
 * stays flat, and others are served meanwhile.
 */
@Timeout(120)
class Http2FloodTest {

  /** Frames that are sent if nobody ends it. */
  private static final int FRAMES = 5_000;

  /** The connection ended, and with a reset that came before the reason was read. */
  private static final int UNHEARD = -1;

  private static final int ROUNDS = 20;
  private static final long FLAT_BYTES = 12 << 20;

  /** One step of an attack. */
  private interface Step {
    void run(FrameClient client, int i) throws IOException;
  }

  private static void endsAndCostsNothing(int error, Step step) throws Exception {
    try (TestServer server = new TestServer(TestServer.CONFIG, Entry.CLEAR_HTTP2);
        FrameClient other = new FrameClient(server.server.port())) {
      int heard = 0;
      for (int i = 0; i < 3; i++) attack(server, step);
      long before = usedBytes();
      for (int i = 0; i < ROUNDS; i++) {
        int last = attack(server, step);
        if (last == error) heard++;
        else assertThat(last).isEqualTo(UNHEARD);
        assertThat(other.ask("GET", "/fixed").body()).isEqualTo("fixed");
      }
      assertThat(heard).isPositive();
      Wait.until(() -> server.server.connections() == 1);
      server.held.clear();
      Wait.until(() -> usedBytes() - before < FLAT_BYTES);
    }
  }

  private static long usedBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory()
        - runtime.freeMemory()
        + PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
  }

  private static int attack(TestServer server, Step step) throws Exception {
    try (FrameClient client = new FrameClient(server.server.port())) {
      client.quiet();
      CompletableFuture<Integer> ended = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> ended.complete(lastWord(client)));
      try {
        for (int i = 0; i < FRAMES && !ended.isDone(); i++) step.run(client, i);
      } catch (IOException _) {
        // It was ended.
      }
      return ended.get(20, TimeUnit.SECONDS);
    }
  }

  /** The error of the GOAWAY that comes; what still arrives there may destroy it. */
  private static int lastWord(FrameClient client) {
    try {
      for (Frame frame = client.frame(); frame != null; frame = client.frame())
        if (frame.type() == FrameClient.GOAWAY) return frame.error();
    } catch (IOException _) {
      // It was ended.
    }
    return UNHEARD;
  }

  @Test
  void rapid_resets() throws Exception {
    endsAndCostsNothing(
        ENHANCE_YOUR_CALM, (client, _) -> client.reset(client.get("/later"), FrameClient.CANCEL));
  }

  /** MadeYouReset: the client has the server reset its streams, by faults of its own. */
  @Test
  void resets_that_the_server_is_made_to_send() throws Exception {
    endsAndCostsNothing(ENHANCE_YOUR_CALM, (client, _) -> client.window(client.get("/later"), 0));
  }

  @Test
  void requests_that_are_malformed_one_after_the_other() throws Exception {
    endsAndCostsNothing(ENHANCE_YOUR_CALM, (client, _) -> client.get("no-path"));
  }

  @Test
  void settings() throws Exception {
    endsAndCostsNothing(
        ENHANCE_YOUR_CALM, (client, _) -> client.frame(SETTINGS, 0, 0, new byte[0]));
  }

  @Test
  void pings() throws Exception {
    endsAndCostsNothing(ENHANCE_YOUR_CALM, (client, _) -> client.frame(PING, 0, 0, new byte[8]));
  }

  @Test
  void priorities() throws Exception {
    endsAndCostsNothing(
        ENHANCE_YOUR_CALM,
        (client, i) -> client.frame(PRIORITY, 0, 2 * i + 1, new byte[] {0, 0, 0, 0, 1}));
  }

  @Test
  void frames_that_nobody_knows() throws Exception {
    endsAndCostsNothing(ENHANCE_YOUR_CALM, (client, _) -> client.frame(0xbe, 0, 0, new byte[100]));
  }

  @Test
  void data_without_data() throws Exception {
    endsAndCostsNothing(
        ENHANCE_YOUR_CALM,
        (client, i) -> {
          if (i == 0) client.begin(false, request("POST", "/echo"));
          else client.frame(DATA, 0, 1, new byte[0]);
        });
  }

  @Test
  void a_head_that_goes_on_and_on() throws Exception {
    byte[] field = field("x", "a".repeat(1_000));
    endsAndCostsNothing(
        PROTOCOL_ERROR,
        (client, i) -> {
          if (i == 0) client.frame(HEADERS, END_STREAM, 1, client.block(request("GET", "/")));
          else client.frame(CONTINUATION, 0, 1, field);
        });
  }

  @Test
  void a_head_that_goes_on_with_nothing() throws Exception {
    endsAndCostsNothing(
        ENHANCE_YOUR_CALM,
        (client, i) -> {
          if (i == 0) client.frame(HEADERS, END_STREAM, 1, client.block(request("GET", "/")));
          else client.frame(CONTINUATION, 0, 1, new byte[0]);
        });
  }

  /** A field of 4 KB, put into HPACK's table once and named by a single byte 12,000 times. */
  @Test
  void heads_that_are_small_until_they_are_unpacked() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.write(0x40);
    byte[] literal = field("x", "a".repeat(3_900));
    bomb.write(literal, 1, literal.length - 1);
    byte[] again = new byte[12_000];
    Arrays.fill(again, (byte) 0xbe);
    bomb.writeBytes(again);
    try (TestServer server = new TestServer(TestServer.CONFIG, Entry.CLEAR_HTTP2);
        FrameClient other = new FrameClient(server.server.port())) {
      long before = usedBytes();
      for (int i = 0; i < ROUNDS; i++) {
        try (FrameClient client = new FrameClient(server.server.port())) {
          client.frame(HEADERS, END_STREAM | END_HEADERS, 1, bomb.toByteArray());
          assertThat(refused(client)).isTrue();
        }
        assertThat(other.ask("GET", "/fixed").body()).isEqualTo("fixed");
      }
      Wait.until(() -> usedBytes() - before < FLAT_BYTES);
    }
  }

  /** With 431, or the end of the connection. */
  private static boolean refused(FrameClient client) throws IOException {
    for (@Nullable Frame frame = client.frame(); frame != null; frame = client.frame()) {
      if (frame.type() == HEADERS) return "431".contentEquals(frame.headers().status());
    }
    return true;
  }

  /** A literal without indexing, by a new name (RFC 7541 §6.2.2). */
  private static byte[] field(String name, String value) {
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    field.write(0);
    text(field, name);
    text(field, value);
    return field.toByteArray();
  }

  private static void text(ByteArrayOutputStream to, String text) {
    int length = text.length();
    if (length < 127) {
      to.write(length);
    } else {
      to.write(127);
      for (length -= 127; length >= 128; length >>= 7) to.write((length & 127) | 128);
      to.write(length);
    }
    to.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}
