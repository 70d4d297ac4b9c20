package io.tidegate.lab.client.h2;

import static io.tidegate.lab.client.h2.FrameServer.CONTINUATION;
import static io.tidegate.lab.client.h2.FrameServer.DATA;
import static io.tidegate.lab.client.h2.FrameServer.END_HEADERS;
import static io.tidegate.lab.client.h2.FrameServer.HEADERS;
import static io.tidegate.lab.client.h2.FrameServer.PADDED;
import static io.tidegate.lab.client.h2.FrameServer.PING;
import static io.tidegate.lab.client.h2.FrameServer.PUSH_PROMISE;
import static io.tidegate.lab.client.h2.FrameServer.SETTINGS;
import static io.tidegate.lab.client.h2.FrameServer.WINDOW_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.lab.client.ClientConfig;
import io.tidegate.lab.client.HttpCall;
import io.tidegate.lab.client.HttpClient;
import io.tidegate.lab.client.HttpReply;
import io.tidegate.lab.client.HttpUrl;
import io.tidegate.lab.client.Network;
import io.tidegate.lab.client.h2.FrameServer.Session;
import io.tidegate.lab.client.tls.TlsConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the client makes of servers that refuse, break HTTP/2, or want to keep it busy: k6's code,
 * k6's words where it has some, and within bounds.
 */
@Timeout(60)
class Http2FaultsTest {

  private static final int HEAD_BYTES_MAX = 64 * 1024;

  @TempDir private static Path folder;

  /** What a server does about the stream of a request. */
  @FunctionalInterface
  interface Answer {
    void to(Session session, int stream) throws Exception;
  }

  /**
   * A server and what a script is told of it.
   *
   * @param error in part
   * @param detail the same as the log has it, in part
   */
  record Case(String name, Answer answer, int code, String error, String detail) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case of(String name, int code, String error, String detail, Answer answer) {
    return new Case(name, answer, code, error, detail);
  }

  private static Case stream(String name, int code, String detail, Answer answer) {
    return of(name, code, "http2: stream error with http2 ErrCode ", detail, answer);
  }

  private static Case connection(String name, int code, String detail, Answer answer) {
    return of(name, code, "http2: connection error with http2 ErrCode ", detail, answer);
  }

  static Stream<Case> refusals() {
    return Stream.of(
        of(
            "gone after it took the request",
            1613,
            "http2: received GoAway with http2 ErrCode INTERNAL_ERROR",
            "LastStreamID=1, ErrCode=INTERNAL_ERROR, debug=\"\"",
            (session, stream) -> {
              session.goAway(stream, 2);
              session.socket().close();
            }),
        of(
            "gone before it took the first request",
            1613,
            "http2: received GoAway with http2 ErrCode INTERNAL_ERROR",
            "LastStreamID=0",
            (session, _) -> session.goAway(0, 2)),
        of(
            "gone each time",
            1611,
            "http2: received GoAway with http2 ErrCode NO_ERROR",
            "LastStreamID=0",
            (session, _) -> session.goAway(0, 0)),
        stream(
            "reset without an error",
            1631,
            "stream ID 1; NO_ERROR; received from peer",
            (session, stream) -> session.reset(stream, 0)),
        stream(
            "reset",
            1639,
            "stream ID 1; CANCEL; received from peer",
            (session, stream) -> session.reset(stream, 8)),
        stream(
            "reset with an unknown code",
            1630,
            "unknown error code 0x63",
            (session, stream) -> session.reset(stream, 99)),
        of(
            "closed",
            1000,
            "unexpected EOF",
            "unexpected EOF",
            (session, _) -> session.socket().close()),
        of(
            "HTTP/1.1",
            1000,
            "http2: frame too large",
            "looked like an HTTP/1.1 header",
            (session, _) -> session.raw(ascii("HTTP/1.1 400 Bad Request\r\n\r\n"))),
        of(
            "a frame too large",
            1000,
            "http2: frame too large",
            "http2: frame too large",
            (session, _) -> session.raw(new byte[] {127, -1, -1, 0, 0, 0, 0, 0, 1})),
        stream(
            "no status",
            1632,
            "missing status",
            (session, stream) -> session.head(stream, true, "a", "b")),
        stream(
            "a status of letters",
            1632,
            "non-numeric status",
            (session, stream) -> session.head(stream, true, ":status", "abc")),
        stream(
            "a name in capitals",
            1632,
            "invalid header field name \"A\"",
            (session, stream) -> session.head(stream, true, ":status", "200", "A", "b")),
        stream(
            "a body before its head",
            1632,
            "DATA before HEADERS",
            (session, stream) -> session.data(stream, true, "x")),
        stream(
            "another protocol",
            1632,
            "101",
            (session, stream) -> session.head(stream, false, ":status", "101")),
        stream(
            "a window too wide for its stream",
            1634,
            "2^31-1",
            (session, stream) -> session.window(stream, Integer.MAX_VALUE)),
        stream(
            "a window that is not widened",
            1632,
            "WINDOW_UPDATE of 0",
            (session, stream) -> session.window(stream, 0)),
        connection(
            "the connection's window not widened",
            1652,
            "WINDOW_UPDATE of 0",
            (session, _) -> session.window(0, 0)),
        connection(
            "the connection's window too wide",
            1654,
            "2147483647",
            (session, _) -> session.window(0, Integer.MAX_VALUE)),
        connection(
            "a first window too wide",
            1654,
            "INITIAL_WINDOW_SIZE",
            (session, _) -> session.greet(4, -1)),
        connection(
            "frames too small", 1652, "MAX_FRAME_SIZE", (session, _) -> session.greet(5, 100)),
        connection(
            "a PING of nine bytes",
            1657,
            "FRAME_SIZE_ERROR",
            (session, _) -> session.frame(PING, 0, 0, new byte[9])),
        connection(
            "a stream that nobody opened",
            1652,
            "stream 99",
            (session, _) -> session.data(99, true, "x")),
        connection(
            "a push",
            1652,
            "PUSH_PROMISE",
            (session, stream) -> session.frame(PUSH_PROMISE, END_HEADERS, stream, new byte[8])),
        connection(
            "a head that is none",
            1660,
            "COMPRESSION_ERROR",
            (session, stream) -> session.frame(HEADERS, 5, stream, new byte[] {-65})),
        connection(
            "more padding than payload",
            1652,
            "padding",
            (session, stream) -> session.frame(DATA, PADDED, stream, new byte[] {9, 1, 1})),
        connection(
            "a head that something comes between",
            1652,
            "CONTINUATION",
            (session, stream) -> {
              session.frame(HEADERS, 0, stream, session.block(":status", "200"));
              session.frame(PING, 0, 0, new byte[8]);
            }),
        connection(
            "the end of a head without its begin",
            1652,
            "CONTINUATION",
            (session, stream) -> session.frame(CONTINUATION, END_HEADERS, stream, new byte[1])));
  }

  static Stream<Case> floods() {
    return Stream.of(
        connection("PING", 1662, "1000 frames", (session, _) -> flood(session, PING, 0, 8)),
        connection("SETTINGS", 1662, "1000 frames", (session, _) -> flood(session, SETTINGS, 0, 0)),
        connection("unknown frames", 1662, "1000 frames", (session, _) -> flood(session, 77, 0, 0)),
        connection("empty DATA", 1662, "1000 frames", endlessBody(0)),
        connection("empty CONTINUATION", 1662, "1000 frames", endlessHead(0)),
        connection(
            "CONTINUATION without end",
            1652,
            "a head of more than 65536 bytes",
            endlessHead(16_000)),
        of(
            "a small head that becomes a large one",
            1000,
            "exceeded 65536 bytes",
            "exceeded 65536 bytes",
            (session, stream) -> {
              byte[] first = session.block(":status", "200", "x", "y".repeat(3_000));
              byte[] again = new byte[1_000];
              Arrays.fill(again, (byte) (0x80 | 62));
              session.frame(HEADERS, 5, stream, Session.joined(first, again));
            }),
        of(
            "interim replies",
            1000,
            "too many 1xx",
            "too many 1xx",
            (session, stream) -> {
              for (int i = 0; i < 100; i++) session.head(stream, false, ":status", "103");
            }),
        of(
            "a body without end",
            1000,
            "more than 1000000 bytes",
            "more than 1000000 bytes",
            endlessBody(16_000)));
  }

  private static Answer endlessHead(int frameBytes) {
    return (session, stream) -> {
      session.frame(HEADERS, 0, stream, new byte[0]);
      flood(session, CONTINUATION, stream, frameBytes);
    };
  }

  private static Answer endlessBody(int frameBytes) {
    return (session, stream) -> {
      session.head(stream, false, ":status", "200");
      flood(session, DATA, stream, frameBytes);
    };
  }

  private static void flood(Session session, int type, int stream, int bytes) throws Exception {
    byte[] payload = new byte[bytes];
    for (int i = 0; i < 1_000_000; i++) session.frame(type, 0, stream, payload);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void a_server_that_does_not_answer_is_told_of_as_in_k6(Case one) throws Exception {
    HttpReply reply = ask(one, "GET", null, Duration.ofSeconds(20));
    assertThat(reply.detail()).startsWith("Get \"https://localhost:").contains(one.detail());
    assertThat(reply.error()).startsWith(one.error());
    assertThat(reply.errorCode()).isEqualTo(one.code());
    assertThat(reply.status()).isZero();
  }

  @ParameterizedTest
  @MethodSource("floods")
  void a_server_that_floods_costs_no_more_than_its_bounds(Case one) throws Exception {
    long beginNs = System.nanoTime();
    HttpReply reply = ask(one, "GET", null, Duration.ofSeconds(40));
    assertThat(reply.detail()).contains(one.detail());
    assertThat(reply.error()).contains(one.error());
    assertThat(reply.errorCode()).isEqualTo(one.code());
    assertThat(System.nanoTime() - beginNs).isLessThan(20_000_000_000L);
    assertThat(reply.receivedBytes()).isLessThan(3_000_000);
  }

  static Stream<Case> brokenBodies() {
    return Stream.of(
        stream(
            "reset",
            1639,
            "stream error: stream ID 1; CANCEL; received from peer",
            (session, stream) -> {
              begin(session, stream);
              session.reset(stream, 8);
            }),
        of(
            "closed",
            1000,
            "unexpected EOF",
            "unexpected EOF",
            (session, stream) -> {
              begin(session, stream);
              session.socket().close();
            }),
        of(
            "shorter than its length",
            1000,
            "unexpected EOF",
            "unexpected EOF",
            (session, stream) -> {
              session.head(stream, false, ":status", "200", "content-length", "10");
              session.data(stream, true, "part");
            }),
        of(
            "longer than its length",
            1000,
            "net/http: server replied with more than declared Content-Length; truncated",
            "truncated",
            (session, stream) -> {
              session.head(stream, false, ":status", "200", "content-length", "4");
              session.data(stream, true, "partridge");
            }));
  }

  private static void begin(Session session, int stream) throws Exception {
    session.head(stream, false, ":status", "200");
    session.data(stream, false, "part");
  }

  @ParameterizedTest
  @MethodSource("brokenBodies")
  void what_came_of_a_broken_body_is_there(Case one) throws Exception {
    HttpReply reply = ask(one, "GET", null, Duration.ofSeconds(20));
    assertThat(reply.detail()).contains(one.detail()).doesNotContain("https://");
    assertThat(reply.error()).startsWith(one.error());
    assertThat(reply.errorCode()).isEqualTo(one.code());
    assertThat(reply.status()).isZero();
    assertThat(reply.body()).isEqualTo(ascii("part"));
  }

  static Stream<Case> misers() {
    return Stream.of(
        of("no window", 1050, "request timeout", "", (session, _) -> session.greet(4, 0)),
        of("no streams", 1050, "request timeout", "", (session, _) -> session.greet(3, 0)),
        of(
            "a byte from time to time",
            1050,
            "request timeout",
            "",
            (session, stream) -> {
              while (true) {
                session.frame(WINDOW_UPDATE, 0, stream, new byte[] {0, 0, 0, 1});
                Thread.sleep(20);
              }
            }));
  }

  @ParameterizedTest
  @MethodSource("misers")
  void a_server_that_takes_nothing_ends_with_the_time(Case one) throws Exception {
    HttpReply reply = ask(one, "POST", new byte[1_000_000], Duration.ofSeconds(3));
    assertThat(reply.error()).isEqualTo(one.error());
    assertThat(reply.errorCode()).isEqualTo(one.code());
    assertThat(reply.timings().sending()).isPositive();
    assertThat(reply.timings().waiting()).isZero();
    // The first window at most, of which "no window" takes back what is not under way yet.
    assertThat(reply.sentBytes()).isBetween(16_384L, 80_000L);
  }

  @Test
  void a_server_that_reads_nothing_ends_with_the_time() throws Exception {
    Case deaf =
        of(
            "deaf",
            1050,
            "request timeout",
            "",
            (session, _) -> {
              session.greet(4, Integer.MAX_VALUE);
              session.window(0, 1 << 30);
              Thread.sleep(20_000);
            });
    HttpReply reply = ask(deaf, "POST", new byte[64 << 20], Duration.ofSeconds(3));
    assertThat(reply.error()).isEqualTo(deaf.error());
    assertThat(reply.errorCode()).isEqualTo(deaf.code());
  }

  private static HttpReply ask(Case one, String method, byte @Nullable [] body, Duration timeout)
      throws Exception {
    ClientConfig config = ClientConfig.DEFAULT.with(TlsConfig.DEFAULT.insecure());
    try (FrameServer server =
            new FrameServer(
                folder,
                (session, _) -> {
                  session.greet();
                  one.answer().to(session, session.next(HEADERS).stream());
                  session.rest();
                });
        Network network = new Network(config.withBounds(HEAD_BYTES_MAX, 1_000_000));
        HttpClient client = network.client(0)) {
      HttpUrl url = HttpUrl.parse("https://localhost:" + server.port() + "/");
      HttpReply reply = client.send(HttpCall.of(method, url).with(body).within(timeout));
      assertThat(server.failures()).isEmpty();
      return reply;
    }
  }
}
