package io.tidegate.http.server;

import static io.tidegate.http.server.FrameClient.CANCEL;
import static io.tidegate.http.server.FrameClient.DATA;
import static io.tidegate.http.server.FrameClient.GOAWAY;
import static io.tidegate.http.server.FrameClient.HEADERS;
import static io.tidegate.http.server.FrameClient.NO_ERROR;
import static io.tidegate.http.server.FrameClient.PROTOCOL_ERROR;
import static io.tidegate.http.server.FrameClient.REFUSED_STREAM;
import static io.tidegate.http.server.FrameClient.RST_STREAM;
import static io.tidegate.http.server.FrameClient.STREAM_CLOSED;
import static io.tidegate.http.server.FrameClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tidegate.http.h2.Http2Config;
import io.tidegate.http.server.FrameClient.Answer;
import io.tidegate.http.server.FrameClient.Frame;
import io.tidegate.http.stream.ServerEvent;
import io.tidegate.http.wire.Ascii;
import io.tidegate.http.wire.ReplyEncoder;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's handlers over HTTP/2, spoken to frame by frame. */
@Timeout(60)
class Http2Test {

  private static final int MAX_CONCURRENT_STREAMS = 3;
  private static final int INITIAL_WINDOW_SIZE = 4;

  private static TestServer server() throws IOException {
    return new TestServer(TestServer.CONFIG, Entry.CLEAR_HTTP2);
  }

  @Test
  void requests_on_one_connection_are_answered_whatever_their_order() throws Exception {
    try (TestServer server = server();
        FrameClient client = new FrameClient(server.server.port())) {
      int later = client.get("/later");
      assertThat(client.ask("GET", "/fixed").body()).isEqualTo("fixed");
      TestServer.answer(server.nextHeld(), "then");
      Answer answer = client.answer(later);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("then");
      assertThat(answer.header("content-length")).isEqualTo("4");
      assertThat(answer.header("x-request-id")).isNotEmpty();
      assertThat(answer.headers().names())
          .noneMatch(name -> name.toString().matches("connection|keep-alive|transfer-encoding"));
    }
  }

  @Test
  void http_1_is_spoken_on_the_same_port() throws Exception {
    try (TestServer server = server();
        var client = server.connect()) {
      assertThat(client.get("/fixed").get("/fixed").reply().text()).isEqualTo("fixed");
      assertThat(client.reply().text()).isEqualTo("fixed");
    }
  }

  @Test
  void a_body_arrives_whether_its_length_is_said_or_not() throws Exception {
    try (TestServer server = server();
        FrameClient client = new FrameClient(server.server.port())) {
      int said = client.begin(false, request("POST", "/echo", "content-length", "6"));
      client.data(said, false, "abc");
      client.data(said, true, "def");
      assertThat(client.answer(said).body()).isEqualTo("abcdef");
      int unsaid = client.begin(false, request("POST", "/echo"));
      client.data(unsaid, false, "0123456789abcdef");
      client.data(unsaid, false, "");
      client.data(unsaid, false, "g");
      client.data(unsaid, true, "");
      assertThat(client.answer(unsaid).body()).isEqualTo("0123456789abcdefg");
    }
  }

  @Test
  void trailers_end_a_body_and_are_dropped() throws Exception {
    try (TestServer server = server();
        FrameClient client = new FrameClient(server.server.port())) {
      int stream = client.begin(false, request("POST", "/echo"));
      client.data(stream, false, "abc");
      client.frame(HEADERS, 5, stream, client.block("x-checksum", "1"));
      assertThat(client.answer(stream).body()).isEqualTo("abc");
    }
  }

  @Test
  void replies_without_a_body_have_none() throws Exception {
    try (TestServer server = server();
        FrameClient client = new FrameClient(server.server.port())) {
      Answer head = client.ask("HEAD", "/fixed");
      assertThat(head.header("content-length")).isEqualTo("5");
      assertThat(head.body()).isEmpty();
      Answer unchanged = client.ask("GET", "/unchanged");
      assertThat(unchanged.status()).isEqualTo(304);
      assertThat(unchanged.header("etag")).isEqualTo("\"1\"");
      assertThat(client.ask("GET", "/nothing").status()).isEqualTo(204);
      assertThat(client.ask("GET", "/fixed").body()).isEqualTo("fixed");
    }
  }

  @Test
  void cookies_that_come_apart_are_one_field_and_other_fields_keep_their_order() throws Exception {
    try (TestServer server = server();
        FrameClient client = new FrameClient(server.server.port())) {
      assertThat(client.ask("GET", "/list", "x-test", "1", "x-test", "2").body()).isEqualTo("1, 2");
    }
    try (HttpServer server =
            HttpServer.start(
                TestServer.CONFIG,
                exchange ->
                    exchange.reply(TestServer.text(200, String.valueOf(exchange.header("cookie")))),
                ServerObserver.NONE,
                Entry.CLEAR_HTTP2);
        FrameClient client = new FrameClient(server.port())) {
      assertThat(client.ask("GET", "/", "cookie", "a=1", "x", "y", "cookie", "b=2").body())
          .isEqualTo("a=1; b=2");
    }
  }

  @Test
  void what_comes_before_the_reply_comes_before_it() throws Exception {
    Handler handler =
        exchange -> {
          exchange.interim(103, Ascii.bytes("Link: </style.css>\r\n"));
          exchange.reply(TestServer.text(200, "all"));
        };
    try (HttpServer server =
            HttpServer.start(TestServer.CONFIG, handler, ServerObserver.NONE, Entry.CLEAR_HTTP2);
        FrameClient client = new FrameClient(server.port())) {
      Answer answer = client.ask("GET", "/");
      assertThat(answer.body()).isEqualTo("all");
      assertThat(answer.interim()).hasSize(1);
      assertThat(answer.interim().getFirst().status().toString()).isEqualTo("103");
      assertThat(answer.interim().getFirst().get("link").toString()).isEqualTo("</style.css>");
      assertThat(client.ask("GET", "/").body()).isEqualTo("all");
    }
  }

  @Test
  void one_who_waits_for_100_gets_it() throws Exception {
    try (TestServer server = server();
        FrameClient client = new FrameClient(server.server.port())) {
      String[] fields = request("POST", "/echo", "content-length", "3", "expect", "100-continue");
      int stream = client.begin(false, fields);
      assertThat(client.next(HEADERS, stream).headers().status().toString()).isEqualTo("100");
      client.data(stream, true, "abc");
      assertThat(client.answer(stream).body()).isEqualTo("abc");
    }
  }

  @Test
  void a_body_too_large_is_refused_and_the_rest_of_it_called_off() throws Exception {
    try (TestServer server = server();
        FrameClient client = new FrameClient(server.server.port())) {
      int stream = client.begin(false, request("POST", "/echo", "content-length", "1000000"));
      assertThat(client.answer(stream).status()).isEqualTo(413);
      assertThat(client.next(RST_STREAM, stream).error()).isEqualTo(NO_ERROR);
      assertThat(client.ask("GET", "/fixed").body()).isEqualTo("fixed");
    }
  }

  @Test
  void a_large_reply_goes_no_faster_than_its_windows_and_holds_up_no_other() throws Exception {
    try (TestServer server = server();
        FrameClient client =
            new FrameClient(
                new Socket(InetAddress.getLoopbackAddress(), server.server.port()),
                INITIAL_WINDOW_SIZE,
                20_000)) {
      int big = client.get("/big");
      int came = 0;
      while (came < 20_000) came += client.next(DATA, big).payload().length;
      assertThat(came).isEqualTo(20_000);
      assertThat(client.ask("GET", "/fixed").body()).isEqualTo("fixed");
      client.window(big, 1 << 24);
      client.window(0, 1 << 24);
      while (came < 8 << 20) came += client.next(DATA, big).payload().length;
      assertThat(came).isEqualTo(8 << 20);
    }
  }

  @Test
  void a_reader_that_takes_nothing_is_reset_and_others_of_its_connection_go_on() throws Exception {
    Duration never = Duration.ofMinutes(1);
    HttpConfig config = TestServer.CONFIG.times(never, never, never, Duration.ofMillis(200));
    try (TestServer server = new TestServer(config, Entry.CLEAR_HTTP2);
        FrameClient client =
            new FrameClient(
                new Socket(InetAddress.getLoopbackAddress(), server.server.port()),
                INITIAL_WINDOW_SIZE,
                1_000)) {
      int big = client.get("/big");
      client.next(RST_STREAM, big);
      assertThat(client.ask("GET", "/fixed").body()).isEqualTo("fixed");
    }
  }

  @Test
  void a_client_that_cancels_is_gone_at_once() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    CompletableFuture<Exchange> came = new CompletableFuture<>();
    Handler handler =
        exchange -> {
          exchange.whenGone(gone::countDown);
          came.complete(exchange);
        };
    try (HttpServer server =
            HttpServer.start(TestServer.CONFIG, handler, ServerObserver.NONE, Entry.CLEAR_HTTP2);
        FrameClient client = new FrameClient(server.port())) {
      int stream = client.get("/");
      came.get(10, TimeUnit.SECONDS);
      client.reset(stream, CANCEL);
      assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_client_that_cancels_while_its_body_waits_is_gone_at_once() throws Exception {
    CountDownLatch broken = new CountDownLatch(1);
    AtomicLong taken = new AtomicLong();
    Handler handler = new PausingHandler(taken, broken);
    try (HttpServer server =
            HttpServer.start(TestServer.CONFIG, handler, ServerObserver.NONE, Entry.CLEAR_HTTP2);
        FrameClient client = new FrameClient(server.port())) {
      int stream = client.begin(false, request("POST", "/", "content-length", "1000000"));
      for (int i = 0; i < 8; i++) client.data(stream, false, "x".repeat(10_000));
      Wait.until(() -> taken.get() > 0);
      client.reset(stream, CANCEL);
      assertThat(broken.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** Takes the first of a body and pauses. */
  private record PausingHandler(AtomicLong taken, CountDownLatch broken) implements Handler {
    @Override
    public void handle(Exchange exchange) {}

    @Override
    public @Nullable BodyReader body(Exchange exchange) {
      return new BodyReader() {
        @Override
        public void data(ByteBuf bytes) {
          taken.addAndGet(bytes.readableBytes());
          bytes.release();
          exchange.pauseBody(true);
        }

        @Override
        public void end() {}

        @Override
        public void broken() {
          broken.countDown();
        }
      };
    }
  }

  @Test
  void a_body_that_nobody_takes_fills_its_window_and_no_more() throws Exception {
    AtomicLong taken = new AtomicLong();
    Handler handler = new PausingHandler(taken, new CountDownLatch(1));
    try (HttpServer server =
            HttpServer.start(TestServer.CONFIG, handler, ServerObserver.NONE, Entry.CLEAR_HTTP2);
        FrameClient client = new FrameClient(server.port())) {
      int stream = client.begin(false, request("POST", "/", "content-length", "10000000"));
      byte[] frame = new byte[16_384];
      int window = Http2Config.DEFAULT.streamWindowBytes();
      for (int sent = 0; sent < window; sent += frame.length) client.frame(DATA, 0, stream, frame);
      client.frame(DATA, 0, stream, new byte[] {1}); // one too many: it had been told the bound
      assertThat(client.next(RST_STREAM, stream).error()).isEqualTo(3); // FLOW_CONTROL_ERROR
      assertThat(taken.get()).isLessThan(window);
    }
  }

  @Test
  void a_reply_bit_by_bit_ends_its_stream_and_one_cut_off_resets_it() throws Exception {
    Handler handler =
        exchange -> {
          ReplyStream reply =
              exchange.begin(200, Ascii.bytes("Content-Type: a/b\r\n"), ReplyEncoder.CHUNKED);
          reply.write(Unpooled.wrappedBuffer(Ascii.bytes("abc")));
          reply.flush();
          reply.write(Unpooled.wrappedBuffer(new byte[10_000]));
          reply.flush();
          if (exchange.path().equals("/whole")) reply.end();
          else exchange.loop().execute(reply::abort);
        };
    try (HttpServer server =
            HttpServer.start(TestServer.CONFIG, handler, ServerObserver.NONE, Entry.CLEAR_HTTP2);
        FrameClient client = new FrameClient(server.port())) {
      assertThat(client.ask("GET", "/whole").body()).startsWith("abc").hasSize(10_003);
      int cut = client.get("/cut");
      assertThat(client.next(HEADERS, cut).ends()).isFalse();
      assertThat(client.next(RST_STREAM, cut).error()).isEqualTo(2); // INTERNAL_ERROR
    }
  }

  @Test
  void events_stream_until_the_client_cancels() throws Exception {
    AtomicInteger number = new AtomicInteger();
    AtomicInteger closed = new AtomicInteger();
    ServerObserver observer =
        new ServerObserver() {
          @Override
          public void streamClosed() {
            closed.incrementAndGet();
          }
        };
    byte[] data = "{}".getBytes(StandardCharsets.US_ASCII);
    Handler handler =
        exchange ->
            exchange.reply(
                Response.events(
                    _ -> ServerEvent.of("status", "v" + number.incrementAndGet(), data)));
    try (HttpServer server =
            HttpServer.start(TestServer.CONFIG, handler, observer, Entry.CLEAR_HTTP2);
        FrameClient client = new FrameClient(server.port())) {
      int stream = client.get("/events");
      Frame head = client.next(HEADERS, stream);
      assertThat(head.headers().get("content-type").toString()).isEqualTo("text/event-stream");
      StringBuilder came = new StringBuilder();
      while (!came.toString().contains("id: v3\ndata: {}\n\n"))
        came.append(new String(client.next(DATA, stream).payload(), StandardCharsets.US_ASCII));
      assertThat(came.toString()).startsWith("retry: ").contains("\n\nevent: status\nid: v1\n");
      client.reset(stream, CANCEL);
      Wait.until(() -> closed.get() == 1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x y: 1",
        "X: 1",
        "x: a\r\nb: c",
        "x: a\nb",
        "x:  a",
        "x: a ",
        "connection: close",
        "transfer-encoding: chunked",
        "upgrade: websocket",
        "keep-alive: 1",
        "proxy-connection: close",
        "te: gzip",
        "host: other",
        ":path: /again",
        ":unknown: 1"
      })
  void a_field_that_http_2_does_not_allow_resets_its_stream(String field) throws Exception {
    try (TestServer server = server();
        FrameClient client = new FrameClient(server.server.port())) {
      int colon = field.indexOf(": ", 1);
      int stream = client.get("/fixed", field.substring(0, colon), field.substring(colon + 2));
      assertThat(client.next(RST_STREAM, stream).error()).isEqualTo(PROTOCOL_ERROR);
      assertThat(client.ask("GET", "/fixed").body()).isEqualTo("fixed");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":method=GET",
        ":method=GET :scheme=http :authority=a",
        ":method=GET :path=/fixed :authority=a",
        ":scheme=http :path=/fixed :authority=a",
        ":method=GET :scheme=http :path=/fixed",
        ":method=GET :scheme=ftp :path=/fixed :authority=a",
        ":method=GET :scheme=http :path=fixed :authority=a",
        ":method=GET :scheme=http :path=http://b/fixed :authority=a",
        ":method=GET :scheme=http :path= :authority=a",
        ":method=GET :scheme=http :path=/a\tb :authority=a",
        ":method=G\u0000T :scheme=http :path=/ :authority=a",
        ":method=CONNECT :scheme=http :path=/ :authority=a",
        ":method=GET :scheme=http :path=/fixed :authority=a :status=200",
      })
  void a_request_line_that_is_none_resets_its_stream(String fields) throws Exception {
    try (TestServer server = server();
        FrameClient client = new FrameClient(server.server.port())) {
      String[] pairs =
          Arrays.stream(fields.split(" "))
              .flatMap(pair -> Arrays.stream(pair.split("=", 2)))
              .toArray(String[]::new);
      int stream = client.begin(true, pairs);
      assertThat(client.next(RST_STREAM, stream).error()).isEqualTo(PROTOCOL_ERROR);
      assertThat(client.ask("GET", "/fixed").body()).isEqualTo("fixed");
    }
  }

  @Test
  void a_body_that_is_not_as_long_as_it_says_resets_its_stream() throws Exception {
    try (TestServer server = server();
        FrameClient client = new FrameClient(server.server.port())) {
      int shorter = client.begin(false, request("POST", "/echo", "content-length", "4"));
      client.data(shorter, true, "abc");
      assertThat(client.next(RST_STREAM, shorter).error()).isEqualTo(PROTOCOL_ERROR);
      int longer = client.begin(false, request("POST", "/echo", "content-length", "2"));
      client.data(longer, true, "abc");
      assertThat(client.next(RST_STREAM, longer).error()).isEqualTo(PROTOCOL_ERROR);
      int twice =
          client.begin(
              true, request("POST", "/echo", "content-length", "0", "content-length", "1"));
      assertThat(client.next(RST_STREAM, twice).error()).isEqualTo(PROTOCOL_ERROR);
    }
  }

  @Test
  void a_request_on_a_stream_that_its_client_has_ended_ends_the_connection() throws Exception {
    try (TestServer server = server()) {
      try (FrameClient client = new FrameClient(server.server.port())) {
        int stream = client.get("/later");
        client.frame(HEADERS, 5, stream, client.block(request("GET", "/fixed")));
        assertThat(client.end()).isEqualTo(STREAM_CLOSED);
      }
      try (FrameClient client = new FrameClient(server.server.port())) {
        int stream = client.get("/fixed");
        client.answer(stream);
        client.frame(HEADERS, 5, stream, client.block(request("GET", "/fixed")));
        assertThat(client.end()).isEqualTo(STREAM_CLOSED);
      }
      try (FrameClient client = new FrameClient(server.server.port())) {
        int stream = client.begin(false, request("POST", "/later"));
        client.reset(stream, CANCEL);
        client.data(stream, true, "abc");
        assertThat(client.end()).isEqualTo(STREAM_CLOSED);
      }
    }
  }

  @Test
  void what_was_under_way_when_a_stream_was_called_off_is_passed_over() throws Exception {
    try (TestServer server = server();
        FrameClient client = new FrameClient(server.server.port())) {
      int stream = client.begin(false, request("POST", "/echo", "content-length", "100000"));
      assertThat(client.answer(stream).status()).isEqualTo(413);
      client.next(RST_STREAM, stream);
      client.data(stream, false, "abc");
      client.frame(HEADERS, 5, stream, client.block("x-checksum", "1"));
      assertThat(client.ask("GET", "/fixed").body()).isEqualTo("fixed");
    }
  }

  @Test
  void what_http_1_refuses_is_refused_in_the_same_words() throws Exception {
    try (TestServer server = server();
        FrameClient client = new FrameClient(server.server.port())) {
      assertThat(client.ask("GET", "/a%zz").status()).isEqualTo(400);
      assertThat(client.ask("GET", "/" + "a".repeat(5_000)).status()).isEqualTo(414);
      assertThat(client.ask("GET", "/none").status()).isEqualTo(404);
      String[] connect = {":method", "CONNECT", ":authority", "a:443"};
      assertThat(client.answer(client.begin(true, connect)).status()).isEqualTo(400);
      assertThat(client.ask("GET", "/fixed").body()).isEqualTo("fixed");
    }
  }

  @Test
  void streams_beyond_what_was_agreed_are_refused() throws Exception {
    try (TestServer server = server();
        FrameClient client = new FrameClient(server.server.port())) {
      Frame settings = client.next(FrameClient.SETTINGS, 0);
      assertThat(settings.payload()).contains(0, MAX_CONCURRENT_STREAMS, 0, 0, 0, 100);
      for (int i = 0; i < 100; i++) client.get("/later");
      int one = client.get("/later");
      assertThat(client.next(RST_STREAM, one).error()).isEqualTo(REFUSED_STREAM);
      for (int i = 0; i < 100; i++) TestServer.answer(server.nextHeld(), "then");
    }
  }

  @Test
  void streams_of_all_connections_are_no_more_than_connections_may_be() throws Exception {
    HttpConfig config = TestServer.CONFIG.limits(10, 100);
    try (TestServer server = new TestServer(config, Entry.CLEAR_HTTP2);
        FrameClient client = new FrameClient(server.server.port())) {
      for (int i = 0; i < 10; i++) client.get("/later");
      int one = client.get("/later");
      assertThat(client.next(RST_STREAM, one).error()).isEqualTo(REFUSED_STREAM);
      for (int i = 0; i < 10; i++) TestServer.answer(server.nextHeld(), "then");
      for (int i = 0; i < 10; i++) while (!client.some().ends()) {}
      assertThat(client.ask("GET", "/fixed").body()).isEqualTo("fixed");
    }
  }

  @Test
  void one_who_says_nothing_or_stays_idle_is_closed() throws Exception {
    Duration never = Duration.ofMinutes(1);
    Duration soon = Duration.ofMillis(200);
    HttpConfig config = TestServer.CONFIG.times(soon, never, soon, never);
    try (TestServer server = new TestServer(config, Entry.CLEAR_HTTP2)) {
      try (FrameClient client = new FrameClient(server.server.port())) {
        assertThat(client.ask("GET", "/fixed").body()).isEqualTo("fixed");
        assertThat(client.end()).isEqualTo(NO_ERROR);
      }
      try (Socket half = new Socket(InetAddress.getLoopbackAddress(), server.server.port())) {
        half.getOutputStream().write("PRI * HT".getBytes(StandardCharsets.US_ASCII));
        assertThat(half.getInputStream().read()).isNegative();
      }
      Wait.until(() -> server.server.connections() == 0);
    }
  }

  @Test
  void a_server_that_stops_warns_first_and_ends_what_is_under_way() throws Exception {
    try (TestServer server = server();
        FrameClient client = new FrameClient(server.server.port())) {
      client.quiet();
      assertThat(client.ask("GET", "/fixed").body()).isEqualTo("fixed");
      int before = client.get("/later");
      Exchange held = server.nextHeld();
      Thread stopping = Thread.ofVirtual().start(() -> server.server.stop(Duration.ofSeconds(20)));
      Frame warning = client.next(GOAWAY, 0);
      assertThat(warning.lastStream()).isEqualTo(Integer.MAX_VALUE);
      int meanwhile = client.get("/later");
      Exchange second = server.nextHeld();
      assertThat(client.next(GOAWAY, 0).lastStream()).isEqualTo(meanwhile);
      TestServer.answer(held, "one");
      assertThat(client.answer(before).body()).isEqualTo("one");
      TestServer.answer(second, "two");
      assertThat(client.answer(meanwhile).body()).isEqualTo("two");
      assertThat(client.end()).isEqualTo(-1);
      stopping.join();
    }
  }
}
