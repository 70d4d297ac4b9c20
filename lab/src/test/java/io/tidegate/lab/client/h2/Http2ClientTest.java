package io.tidegate.lab.client.h2;

import static io.tidegate.lab.client.h2.FrameServer.DATA;
import static io.tidegate.lab.client.h2.FrameServer.END_HEADERS;
import static io.tidegate.lab.client.h2.FrameServer.END_STREAM;
import static io.tidegate.lab.client.h2.FrameServer.HEADERS;
import static io.tidegate.lab.client.h2.FrameServer.PADDED;
import static io.tidegate.lab.client.h2.FrameServer.RST_STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.lab.client.ClientConfig;
import io.tidegate.lab.client.HttpCall;
import io.tidegate.lab.client.HttpClient;
import io.tidegate.lab.client.HttpReply;
import io.tidegate.lab.client.HttpUrl;
import io.tidegate.lab.client.Network;
import io.tidegate.lab.client.RequestHeaders;
import io.tidegate.lab.client.fault.Fault;
import io.tidegate.lab.client.h2.FrameServer.Frame;
import io.tidegate.lab.client.h2.FrameServer.Session;
import io.tidegate.lab.client.tls.TlsConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client makes of servers that keep to HTTP/2. */
@Timeout(60)
class Http2ClientTest {

  @TempDir private static Path folder;

  private final Network network =
      new Network(ClientConfig.DEFAULT.with(TlsConfig.DEFAULT.insecure()));
  private final HttpClient client = network.client(0);

  @AfterEach
  void close() {
    client.close();
    network.close();
  }

  static HttpCall get(FrameServer server, String path) throws Fault {
    return HttpCall.of("GET", HttpUrl.parse("https://localhost:" + server.port() + path));
  }

  static HttpCall post(FrameServer server, byte[] body) throws Fault {
    return HttpCall.of("POST", HttpUrl.parse("https://localhost:" + server.port() + "/"))
        .with(body);
  }

  static String text(HttpReply reply) {
    assertThat(reply.detail()).isNull();
    byte[] body = reply.body();
    return body == null ? "(none)" : new String(body, StandardCharsets.UTF_8);
  }

  private static String letters(int count) {
    StringBuilder letters = new StringBuilder(count);
    Random random = new Random(count);
    for (int i = 0; i < count; i++) letters.append((char) ('a' + random.nextInt(26)));
    return letters.toString();
  }

  @Test
  void a_reply_comes_with_all_that_it_has() throws Exception {
    try (FrameServer server =
        new FrameServer(
            folder,
            (session, _) -> {
              int stream = session.greet().request();
              session.head(stream, false, ":status", "201", "x-one", "a", "x-one", "b");
              session.data(stream, false, "h\u00e9");
              session.data(stream, true, "!");
              session.rest();
            })) {
      HttpReply reply = client.send(get(server, "/"));
      assertThat(text(reply)).isEqualTo("h\u00e9!");
      assertThat(reply.status()).isEqualTo(201);
      assertThat(reply.reason()).isEqualTo("Created");
      assertThat(reply.proto()).isEqualTo("HTTP/2.0");
      assertThat(reply.headers().all("X-One")).containsExactly("a", "b");
      assertThat(reply.timings().tlsHandshaking()).isPositive();
      assertThat(reply.timings().blocked())
          .isGreaterThanOrEqualTo(reply.timings().connecting() + reply.timings().tlsHandshaking());
    }
  }

  @Test
  void the_server_sees_what_http_1_would_say_but_nothing_of_the_connection() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    try (FrameServer server =
        new FrameServer(
            folder,
            (session, _) -> {
              Frame head = session.greet().next(HEADERS);
              seen.addAll(session.fields(head));
              session.ok(head.stream(), session.next(DATA).text());
              session.rest();
            })) {
      RequestHeaders headers =
          new RequestHeaders()
              .add("User-Agent", "k6")
              .add("X-Mixed", "A")
              .add("Cookie", "a=1; b=2")
              .add("Connection", "keep-alive")
              .add("Keep-Alive", "9")
              .add("Upgrade", "no")
              .add("TE", "gzip")
              .add("Transfer-Encoding", "chunked")
              .add("Content-Length", "77");
      HttpUrl url = HttpUrl.parse("https://us:er@localhost:" + server.port() + "/a?b=c#d");
      byte[] body = "\u00fc!".getBytes(StandardCharsets.UTF_8);
      HttpReply reply =
          client.send(new HttpCall("POST", url, headers, body, HttpCall.TIMEOUT, true));
      assertThat(text(reply)).isEqualTo("\u00fc!");
      assertThat(seen)
          .containsExactly(
              ":method: POST",
              ":path: /a?b=c",
              ":scheme: https",
              ":authority: localhost:" + server.port(),
              "user-agent: k6",
              "content-length: 3",
              "x-mixed: A",
              "cookie: a=1",
              "cookie: b=2",
              "authorization: Basic dXM6ZXI=");
    }
  }

  @Test
  void a_user_stays_on_one_connection_and_each_byte_is_counted_once() throws Exception {
    try (FrameServer server =
        new FrameServer(
            folder,
            (session, _) -> {
              session.greet();
              while (true) session.ok(session.request(), "hello");
            })) {
      HttpReply first = client.send(get(server, "/"));
      assertThat(first.sentBytes()).isGreaterThan(400);
      for (int i = 0; i < 20; i++) {
        HttpReply reply = client.send(get(server, "/"));
        assertThat(text(reply)).isEqualTo("hello");
        assertThat(reply.timings().connecting()).isZero();
        assertThat(reply.timings().tlsHandshaking()).isZero();
        if (i > 0) assertThat(reply.sentBytes()).isBetween(9L + 22, 60L);
        if (i > 0) assertThat(reply.receivedBytes()).isBetween(2 * 9L + 5 + 22, 130L);
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 9, 10, 13, 100})
  void frames_may_come_in_pieces_of_any_size(int pieceBytes) throws Exception {
    String body = letters(500);
    try (FrameServer server =
        new FrameServer(
            folder,
            (session, _) -> {
              session.inPiecesOf(pieceBytes);
              session.greet(3, 10);
              while (true) {
                int stream = session.request();
                session.frame(FrameServer.PING, 0, 0, new byte[8]);
                session.head(stream, false, ":status", "103", "link", "x");
                byte[] block = session.block(":status", "200", "x-long", letters(300));
                byte[] before = {4, 0, 0, 0, 0, 7};
                int flags = PADDED | FrameServer.PRIORITY;
                session.frame(
                    HEADERS, flags, stream, Session.joined(before, new byte[0], new byte[4]));
                session.frame(FrameServer.CONTINUATION, END_HEADERS, stream, block);
                session.frame(
                    DATA,
                    PADDED,
                    stream,
                    Session.joined(
                        new byte[] {3}, body.getBytes(StandardCharsets.UTF_8), new byte[3]));
                session.head(stream, true, "x-trailer", "1");
              }
            })) {
      for (int i = 0; i < 3; i++) {
        HttpReply reply = client.send(get(server, "/"));
        assertThat(text(reply)).isEqualTo(body);
        assertThat(reply.headers().first("x-long")).isEqualTo(letters(300));
        assertThat(reply.headers().count()).isEqualTo(1);
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  /** Bodies both ways, in frames and windows of sizes that the seed chooses. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void bodies_go_both_ways_whatever_the_windows(long seed) throws Exception {
    Random random = new Random(seed);
    String up = letters(1 + random.nextInt(300_000));
    String down = letters(1 + random.nextInt(300_000));
    int first = random.nextInt(40_000);
    List<String> got = new CopyOnWriteArrayList<>();
    try (FrameServer server =
        new FrameServer(
            folder,
            (session, _) -> {
              session.greet(4, first);
              session.inPiecesOf(1 + random.nextInt(20_000));
              session.ok(session.request(), "now the window is known");
              Frame head = session.next(HEADERS);
              int stream = head.stream();
              StringBuilder body = new StringBuilder();
              int ofConnection = 65_535;
              int ofStream = first;
              for (boolean more = true; more; ) {
                if (ofConnection < 20_000 && body.length() < up.length()) {
                  session.window(0, 50_000);
                  ofConnection += 50_000;
                }
                if (ofStream == 0 && body.length() < up.length()) {
                  int grant = 1 + random.nextInt(30_000);
                  session.window(stream, grant);
                  ofStream += grant;
                }
                Frame frame = session.next(DATA);
                ofConnection -= frame.payload().length;
                ofStream -= frame.payload().length;
                assertThat(ofConnection).isNotNegative();
                assertThat(ofStream).isNotNegative();
                assertThat(frame.payload().length).isLessThanOrEqualTo(16_384);
                body.append(frame.text());
                more = !frame.has(END_STREAM);
              }
              got.add(body.toString());
              session.head(stream, false, ":status", "200", "content-length", "" + down.length());
              for (int at = 0; at < down.length(); ) {
                int length = Math.min(down.length() - at, 1 + random.nextInt(16_384));
                session.data(stream, at + length == down.length(), down.substring(at, at + length));
                at += length;
              }
              session.rest();
            })) {
      assertThat(text(client.send(get(server, "/")))).contains("known");
      HttpReply reply = client.send(post(server, up.getBytes(StandardCharsets.UTF_8)));
      assertThat(server.failures()).isEmpty();
      assertThat(text(reply)).isEqualTo(down);
      assertThat(got).containsExactly(up);
    }
  }

  @Test
  void requests_at_the_same_time_are_streams_of_one_connection() throws Exception {
    int together = 20;
    try (FrameServer server =
            new FrameServer(
                folder,
                (session, _) -> {
                  session.greet();
                  session.ok(session.request(), "first");
                  List<Integer> streams = new ArrayList<>();
                  for (int i = 0; i < together; i++) streams.add(session.request());
                  for (int stream : streams.reversed()) session.ok(stream, "to " + stream);
                  session.rest();
                });
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(text(client.send(get(server, "/")))).isEqualTo("first");
      List<Future<HttpReply>> replies = new ArrayList<>();
      for (int i = 0; i < together; i++)
        replies.add(threads.submit(() -> client.send(get(server, "/"))));
      List<String> texts = new ArrayList<>();
      for (Future<HttpReply> reply : replies) texts.add(text(reply.get()));
      assertThat(texts).doesNotHaveDuplicates().hasSize(together);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void who_takes_too_long_is_cancelled_and_its_neighbours_go_on() throws Exception {
    List<Frame> resets = new CopyOnWriteArrayList<>();
    try (FrameServer server =
        new FrameServer(
            folder,
            (session, _) -> {
              int stream = session.greet().request();
              session.head(stream, false, ":status", "200");
              session.data(stream, false, "part");
              resets.add(session.next(RST_STREAM));
              session.data(stream, true, "too late");
              session.ok(session.request(), "next");
              session.rest();
            })) {
      HttpReply late = client.send(get(server, "/").within(Duration.ofMillis(200)));
      assertThat(late.errorCode()).isEqualTo(Fault.TIMEOUT);
      assertThat(late.error()).isEqualTo("request timeout");
      assertThat(late.timings().waiting() + late.timings().receiving()).isBetween(100.0, 2_000.0);
      assertThat(text(client.send(get(server, "/")))).isEqualTo("next");
      assertThat(resets.getFirst().number(0)).isEqualTo(Http2Faults.CANCEL);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void a_server_may_answer_before_it_has_the_whole_request() throws Exception {
    byte[] large = letters(1_000_000).getBytes(StandardCharsets.UTF_8);
    try (FrameServer server =
        new FrameServer(
            folder,
            (session, _) -> {
              Frame head = session.greet().next(HEADERS);
              session.head(head.stream(), false, ":status", "413");
              session.data(head.stream(), true, "too large");
              session.reset(head.stream(), Http2Faults.NO_ERROR);
              session.fields(head);
              session.window(0, 1_000_000);
              session.ok(session.request(), "next");
              session.rest();
            })) {
      HttpReply reply = client.send(post(server, large));
      assertThat(reply.status()).isEqualTo(413);
      assertThat(new String(Objects.requireNonNull(reply.body()), StandardCharsets.UTF_8))
          .isEqualTo("too large");
      assertThat(text(client.send(get(server, "/")))).isEqualTo("next");
    }
  }

  @Test
  void an_interrupted_request_is_called_off_at_once() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (FrameServer server =
            new FrameServer(
                folder,
                (session, number) -> {
                  session.greet();
                  if (number == 1) session.request();
                  asked.countDown();
                  while (true) session.ok(session.request(), "next");
                });
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch ended = new CountDownLatch(1);
      Future<?> held =
          threads.submit(() -> {
            try {
              return client.send(get(server, "/"));
            } catch (InterruptedException e) {
              ended.countDown();
              throw e;
            }
          });
      asked.await();
      held.cancel(true);
      assertThat(ended.await(9, TimeUnit.SECONDS)).isTrue();
      assertThat(text(client.send(get(server, "/")))).isEqualTo("next");
    }
  }

  @Test
  void bodies_that_nobody_wants_are_dropped_and_some_replies_have_none() throws Exception {
    try (FrameServer server =
        new FrameServer(
            folder,
            (session, _) -> {
              session.greet();
              session.ok(session.request(), letters(100));
              int head = session.request();
              session.head(head, true, ":status", "200", "content-length", "9");
              int empty = session.request();
              session.head(empty, true, ":status", "204");
              session.rest();
            })) {
      HttpReply dropped = client.send(get(server, "/").droppingBody());
      assertThat(dropped.status()).isEqualTo(200);
      assertThat(dropped.body()).isNull();
      HttpReply head = client.send(HttpCall.of("HEAD", get(server, "/").url()));
      assertThat(head.error()).isNull();
      assertThat(head.body()).isEmpty();
      HttpReply empty = client.send(get(server, "/"));
      assertThat(empty.status()).isEqualTo(204);
      assertThat(empty.body()).isNull();
    }
  }

  @Test
  void what_is_under_way_ends_where_the_user_has_gone() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    try (FrameServer server =
            new FrameServer(
                folder,
                (session, _) -> {
                  int stream = session.greet().request();
                  asked.countDown();
                  closed.await();
                  session.ok(stream, "late");
                  session.rest();
                });
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<HttpReply> reply = threads.submit(() -> client.send(get(server, "/")));
      asked.await();
      client.close();
      closed.countDown();
      assertThat(text(reply.get())).isEqualTo("late");
    }
  }
}
