package io.tidegate.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.http.wire.Ascii;
import io.tidegate.http.wire.Refusal;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client that keeps the rules gets. */
@Timeout(60)
class HttpServerTest {

  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = new TestServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_connection_is_kept_and_used_again() throws Exception {
    try (RawClient client = server.connect()) {
      for (int i = 0; i < 3; i++) {
        Reply reply = client.get("/fixed").reply();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("fixed");
        assertThat(reply.header("content-type")).isEqualTo("text/plain");
        assertThat(reply.header("date"))
            .matches("\\w{3}, \\d{2} \\w{3} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT");
        assertThat(reply.header("connection")).isEqualTo("keep-alive");
        assertThat(reply.header("keep-alive"))
            .isEqualTo("timeout=" + TestServer.CONFIG.idle().toSeconds());
      }
    }
  }

  @Test
  void pipelined_requests_are_answered_in_order_although_the_first_is_answered_late()
      throws Exception {
    try (RawClient client = server.connect()) {
      client.send(
          "GET /later HTTP/1.1\r\nHost: a\r\n\r\nGET /fixed HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
      TestServer.answer(server.nextHeld(), "first");
      assertThat(client.reply().text()).isEqualTo("first");
      assertThat(client.reply().text()).isEqualTo("fixed");
      assertThat(client.reply().text()).isEqualTo("root");
    }
  }

  @Test
  void only_one_request_of_a_connection_is_handled_at_a_time() throws Exception {
    try (RawClient client = server.connect()) {
      client.get("/later").get("/later");
      Exchange first = server.nextHeld();
      try (RawClient other = new RawClient(server.server.port())) {
        for (int i = 0; i < 4; i++)
          other.get("/fixed").reply(); // the loops have been round meanwhile
      }
      assertThat(server.held).isEmpty();
      TestServer.answer(first, "one");
      TestServer.answer(server.nextHeld(), "two");
      assertThat(client.reply().text()).isEqualTo("one");
      assertThat(client.reply().text()).isEqualTo("two");
    }
  }

  @Test
  void what_fails_on_one_connection_ends_no_other() throws Exception {
    AtomicReference<Exchange> held = new AtomicReference<>();
    Handler handler =
        new Handler() {
          @Override
          public void handle(Exchange exchange) {
            if (exchange.path().equals("/later")) {
              held.set(exchange);
              return;
            }
            Exchange other = held.getAndSet(null);
            if (other != null) other.reply(TestServer.text(200, "late"));
            exchange.reply(TestServer.text(200, "well"));
          }

          @Override
          public Response refused(Refusal refusal, @Nullable Exchange exchange) {
            throw new IllegalStateException("there is no page for a refusal");
          }
        };
    try (HttpServer fragile =
            HttpServer.start(TestServer.CONFIG.loops(1), handler, ServerObserver.NONE);
        RawClient first = new RawClient(fragile.port());
        RawClient second = new RawClient(fragile.port())) {
      first.get("/later").send("what is this\r\n\r\n");
      Wait.until(() -> held.get() != null);
      assertThat(second.get("/").reply().text()).isEqualTo("well");
      Wait.until(first::isClosed);
      assertThat(second.get("/").reply().text()).isEqualTo("well");
    }
  }

  @Test
  void a_thousand_pipelined_requests_are_all_answered() throws Exception {
    try (RawClient client = server.connect()) {
      String one = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n";
      StringBuilder all = new StringBuilder();
      for (int i = 1_000; i < 2_000; i++) all.append(one).append(i);
      client.send(all.toString());
      for (int i = 1_000; i < 2_000; i++) assertThat(client.reply().text()).isEqualTo("" + i);
    }
  }

  @Test
  void a_request_may_come_byte_by_byte() throws Exception {
    try (RawClient client = server.connect()) {
      String request =
          "\r\nPOST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\nabcd\r\n1\r\ne\r\n0\r\nTrailer: t\r\n\r\n";
      for (byte b : Ascii.bytes(request)) client.send(new byte[] {b});
      assertThat(client.reply().text()).isEqualTo("abcde");
      assertThat(client.get("/fixed").reply().text()).isEqualTo("fixed");
    }
  }

  @Test
  void chunks_and_the_request_behind_them_may_come_at_once() throws Exception {
    try (RawClient client = server.connect()) {
      client.send(
          "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\nGET /fixed HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.reply().text()).isEqualTo("hello world");
      assertThat(client.reply().text()).isEqualTo("fixed");
    }
  }

  @Test
  void a_body_as_large_as_allowed_is_taken_whole() throws Exception {
    String body = "b".repeat(TestServer.CONFIG.maxBodyBytes());
    try (RawClient client = server.connect()) {
      client.send(
          "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
      assertThat(client.reply().text()).isEqualTo(body);
      client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
      for (int i = 0; i < body.length(); i += 1024)
        client.send("400\r\n" + body.substring(i, i + 1024) + "\r\n");
      client.send("0\r\n\r\n");
      assertThat(client.reply().text()).isEqualTo(body);
    }
  }

  @Test
  void head_gets_the_length_and_no_body() throws Exception {
    try (RawClient client = server.connect()) {
      Reply reply = client.send("HEAD /fixed HTTP/1.1\r\nHost: a\r\n\r\n").reply(false);
      assertThat(reply.header("content-length")).isEqualTo("5");
      assertThat(client.get("/fixed").reply().text()).isEqualTo("fixed");
    }
  }

  @Test
  void no_content_and_not_modified_have_neither_body_nor_length() throws Exception {
    try (RawClient client = server.connect()) {
      Reply none = client.get("/nothing").reply();
      assertThat(none.status()).isEqualTo(204);
      assertThat(none.header("content-length")).isEmpty();
      Reply same = client.get("/unchanged").reply();
      assertThat(same.status()).isEqualTo(304);
      assertThat(same.header("content-length")).isEmpty();
      assertThat(same.header("etag")).isEqualTo("\"1\"");
      assertThat(client.get("/fixed").reply().text()).isEqualTo("fixed");
    }
  }

  @Test
  void connection_close_is_honoured() throws Exception {
    try (RawClient client = server.connect()) {
      client.send(
          "GET /fixed HTTP/1.1\r\nHost: a\r\nConnection: foo, Close\r\n\r\nGET /later HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.reply().header("connection")).isEqualTo("close");
      assertThat(client.isClosed()).isTrue();
    }
    assertThat(server.held).isEmpty();
  }

  @Test
  void http_1_0_is_answered_and_closed() throws Exception {
    try (RawClient client = server.connect()) {
      Reply reply = client.send("GET /fixed HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").reply();
      assertThat(reply.text()).isEqualTo("fixed");
      assertThat(reply.header("connection")).isEqualTo("close");
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void expect_100_continue_is_answered_before_the_body_comes() throws Exception {
    try (RawClient client = server.connect()) {
      client.send(
          "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-Continue\r\n\r\n");
      assertThat(client.reply().status()).isEqualTo(100);
      assertThat(client.send("ok").reply().text()).isEqualTo("ok");
    }
  }

  @Test
  void query_parameters_and_headers_are_found_and_decoded() throws Exception {
    try (RawClient client = server.connect()) {
      assertThat(client.get("/query?a=b&name=J%C3%BCrg+%26+Co").reply().text())
          .isEqualTo("Jürg & Co");
      assertThat(client.get("/query?name").reply().text()).isEmpty();
      assertThat(client.get("/query?n%61me=x").reply().text()).isEqualTo("x");
      assertThat(client.get("/query?other=1").reply().text()).isEqualTo("null");
      client.send("GET /header HTTP/1.1\r\nHost: a\r\nX-Test1: no\r\nX-TEST:  a b \t\r\n\r\n");
      assertThat(client.reply().text()).isEqualTo("a b");
    }
  }

  @Test
  void a_field_that_may_be_there_once_is_refused_when_it_is_there_twice_and_a_list_is_joined()
      throws Exception {
    try (RawClient client = server.connect()) {
      String twice = " HTTP/1.1\r\nHost: a\r\nX-Test: a\r\nX-Other: b\r\nx-test: c\r\n\r\n";
      Reply refused = client.send("GET /header" + twice).reply();
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.text()).contains("x-test must be there once.");
      assertThat(client.send("GET /list" + twice).reply().text()).isEqualTo("a, c");
    }
  }

  @Test
  void a_request_id_is_made_unless_the_client_has_a_safe_one() throws Exception {
    try (RawClient client = server.connect()) {
      String first = client.get("/fixed").reply().header("x-request-id");
      String second = client.get("/fixed").reply().header("x-request-id");
      assertThat(first).matches("[0-9a-z]{9}-[0-9a-v]{8}");
      assertThat(second).isNotEqualTo(first);
      assertThat(idFor(client, "client-17")).isEqualTo("client-17");
      assertThat(idFor(client, "x".repeat(64))).isEqualTo("x".repeat(64));
      assertThat(idFor(client, "x".repeat(65))).startsWith(first.substring(0, 9));
      assertThat(idFor(client, "a b")).startsWith(first.substring(0, 9));
      assertThat(idFor(client, "<script>")).startsWith(first.substring(0, 9));
    }
  }

  private static String idFor(RawClient client, String sent) throws IOException {
    client.send("GET /fixed HTTP/1.1\r\nHost: a\r\nX-Request-Id: " + sent + "\r\n\r\n");
    return client.reply().header("x-request-id");
  }

  @Test
  void what_a_handler_throws_becomes_a_500_that_says_nothing() throws Exception {
    try (RawClient client = server.connect()) {
      Reply reply = client.get("/boom").reply();
      assertThat(reply.status()).isEqualTo(500);
      assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
      assertThat(reply.text()).contains("/problems/internal").doesNotContain("secret");
      assertThat(client.get("/late-boom").reply().text()).isEqualTo("answered");
      assertThat(client.get("/fixed").reply().text()).isEqualTo("fixed");
    }
  }

  @Test
  void what_a_client_sent_cannot_end_a_header_line() throws Exception {
    try (RawClient client = server.connect()) {
      assertThat(client.get("/reflect?name=fine").reply().header("x-reflected")).isEqualTo("fine");
      // Escaped control characters do not even reach a handler.
      Reply refused = client.get("/reflect?name=a%0d%0aSet-Cookie:%20x").reply();
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.header("set-cookie")).isEmpty();
    }
    try (RawClient client = server.connect()) {
      assertThat(client.get("/reflect?name=%C4%8D%C4%8A").reply().status())
          .isEqualTo(500); // would end a line where chars are cut to bytes
    }
  }

  @Test
  void a_client_that_shut_down_its_output_gets_its_answers() throws Exception {
    try (RawClient client = server.connect()) {
      client.get("/later").get("/fixed").shutdownOutput();
      Exchange exchange = server.nextHeld();
      TestServer.answer(exchange, "late");
      assertThat(client.reply().text()).isEqualTo("late");
      Reply last = client.reply();
      assertThat(last.text()).isEqualTo("fixed");
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void half_a_request_before_the_end_of_output_is_closed() throws Exception {
    try (RawClient client = server.connect()) {
      client.send("GET /fixed HTTP/1.1\r\nHo").shutdownOutput();
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void a_reply_to_a_client_that_went_away_is_dropped() throws Exception {
    RawClient client = server.connect();
    client.get("/later");
    Exchange exchange = server.nextHeld();
    client.reset();
    Wait.until(() -> server.server.connections() == 0);
    CompletableFuture<Void> replied = new CompletableFuture<>();
    exchange
        .loop()
        .execute(() -> {
          exchange.reply(TestServer.text(200, "nobody hears this"));
          replied.complete(null);
        });
    replied.get(10, TimeUnit.SECONDS);
    try (RawClient next = server.connect()) {
      assertThat(next.get("/fixed").reply().text()).isEqualTo("fixed");
    }
  }

  @Test
  void one_task_answers_a_batch_of_connections() throws Exception {
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 50; i++) clients.add(server.connect().get("/later").get("/fixed"));
    List<Exchange> exchanges = new ArrayList<>();
    for (int i = 0; i < 50; i++) exchanges.add(server.nextHeld());
    for (int loop = 0; loop < 2; loop++) {
      int index = loop;
      List<Exchange> own =
          exchanges.stream().filter(exchange -> exchange.loop().index() == index).toList();
      assertThat(own).isNotEmpty();
      own.getFirst()
          .loop()
          .execute(() -> own.forEach(exchange -> exchange.reply(TestServer.text(200, "batch"))));
    }
    for (RawClient client : clients) {
      assertThat(client.reply().text()).isEqualTo("batch");
      assertThat(client.reply().text()).isEqualTo("fixed");
      client.close();
    }
  }

  @Test
  void an_exchange_is_answered_once_on_its_loop_and_not_read_afterwards() throws Exception {
    try (RawClient client = server.connect()) {
      client.get("/later");
      Exchange exchange = server.nextHeld();
      Response response = TestServer.text(200, "once");
      assertThatThrownBy(() -> exchange.reply(response)).isInstanceOf(IllegalStateException.class);
      CompletableFuture<Throwable> second = new CompletableFuture<>();
      exchange
          .loop()
          .execute(() -> {
            exchange.reply(response);
            try {
              exchange.reply(response);
            } catch (IllegalStateException e) {
              second.complete(e);
            }
          });
      assertThat(second.get(10, TimeUnit.SECONDS)).hasMessageContaining(exchange.requestId());
      assertThat(client.reply().text()).isEqualTo("once");
      assertThatThrownBy(exchange::path).isInstanceOf(IllegalStateException.class);
      assertThat(client.get("/fixed").reply().text()).isEqualTo("fixed");
    }
  }

  @Test
  void two_thousand_connections_are_served_at_once() throws Exception {
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) clients.add(server.connect());
    for (RawClient client : clients) client.get("/later");
    for (int i = 0; i < 2_000; i++) TestServer.answer(server.nextHeld(), "yours");
    for (RawClient client : clients) assertThat(client.reply().text()).isEqualTo("yours");
    assertThat(server.server.connections()).isEqualTo(2_000);
    for (RawClient client : clients) client.close();
    Wait.until(() -> server.server.connections() == 0);
  }

  @Test
  void stopping_answers_what_is_under_way_and_refuses_what_is_new() throws Exception {
    RawClient busy = server.connect().get("/later").get("/fixed");
    RawClient idle = server.connect();
    idle.get("/fixed").reply();
    RawClient idleBesideBusy = server.connect(); // loops take turns, and there are two
    idleBesideBusy.get("/fixed").reply();
    Exchange exchange = server.nextHeld();
    CountDownLatch stopped = new CountDownLatch(1);
    Thread.ofVirtual()
        .start(() -> {
          server.server.stop(Duration.ofSeconds(30));
          stopped.countDown();
        });
    assertThat(idle.isClosed()).isTrue();
    assertThat(idleBesideBusy.isClosed()).isTrue();
    assertThatThrownBy(server::connect).isInstanceOf(IOException.class);
    assertThat(stopped.getCount()).isEqualTo(1);
    TestServer.answer(exchange, "last");
    Reply reply = busy.reply();
    assertThat(reply.text()).isEqualTo("last");
    assertThat(reply.header("connection")).isEqualTo("close");
    assertThat(busy.isClosed()).isTrue();
    assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
    server.server.stop(Duration.ofSeconds(30)); // again does nothing
  }

  @Test
  void stopping_does_not_wait_longer_than_its_bound() throws Exception {
    try (RawClient client = server.connect()) {
      client.get("/later");
      server.nextHeld();
      server.server.stop(Duration.ofMillis(50));
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void stopping_lets_a_reply_under_way_be_taken() throws Exception {
    try (RawClient client = new RawClient(server.server.port(), 4_096)) {
      client.get("/later");
      Exchange exchange = server.nextHeld();
      CompletableFuture<Boolean> replied = new CompletableFuture<>();
      exchange
          .loop()
          .execute(() -> exchange.reply(TestServer.text(200, "x".repeat(8 * 1024 * 1024))));
      exchange.loop().execute(() -> replied.complete(true));
      assertThat(replied.get(10, TimeUnit.SECONDS)).isTrue();
      Thread stopping = Thread.ofVirtual().start(() -> server.server.stop(Duration.ofSeconds(30)));
      assertThat(client.reply().text()).hasSize(8 * 1024 * 1024);
      assertThat(client.isClosed()).isTrue();
      assertThat(stopping.join(Duration.ofSeconds(10))).isTrue();
    }
  }

  @Test
  void a_stopped_server_takes_no_task() throws Exception {
    try (RawClient client = server.connect()) {
      client.get("/later");
      HttpLoop loop = server.nextHeld().loop();
      assertThat(loop.inLoop()).isFalse();
      server.server.stop(Duration.ofMillis(10));
      assertThat(loop.execute(() -> {})).isFalse();
    }
  }

  @Test
  void a_port_in_use_is_an_error() {
    HttpConfig taken = TestServer.CONFIG.at("127.0.0.1", server.server.port());
    assertThatThrownBy(() -> HttpServer.start(taken, exchange -> {}, ServerObserver.NONE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("" + server.server.port());
  }

  @Test
  void the_observer_hears_of_every_connection_and_answer() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    AtomicInteger closed = new AtomicInteger();
    List<String> answers = java.util.Collections.synchronizedList(new ArrayList<>());
    ServerObserver observer =
        new ServerObserver() {
          @Override
          public void opened() {
            opened.incrementAndGet();
          }

          @Override
          public void closed() {
            closed.incrementAndGet();
          }

          @Override
          public void answered(Exchange exchange, int status, long bytes, long durationNs) {
            if (bytes > 0 && durationNs >= 0)
              answers.add(exchange.method() + " " + exchange.route() + " " + status);
          }
        };
    try (TestServer observed =
            new TestServer(
                TestServer.CONFIG, ServerObserver.both(observer, ServerObserver.NONE), true);
        RawClient client = observed.connect()) {
      client.get("/fixed").reply();
      client.get("/nowhere").reply();
      client.send("rubbish\r\n\r\n").reply();
    }
    assertThat(answers).containsExactly("GET /fixed 200", "GET - 404", "OTHER - 400");
    assertThat(opened).hasValue(1);
    assertThat(closed).hasValue(1);
  }

  @Test
  void it_works_without_epoll_too() throws Exception {
    try (TestServer nio = new TestServer(TestServer.CONFIG, ServerObserver.NONE, false);
        RawClient client = nio.connect()) {
      client.get("/fixed").get("/later").shutdownOutput();
      assertThat(client.reply().text()).isEqualTo("fixed");
      TestServer.answer(nio.nextHeld(), "late");
      assertThat(client.reply().text()).isEqualTo("late");
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void one_empty_line_may_come_before_a_request_and_two_may_not() throws Exception {
    try (RawClient client = server.connect()) {
      for (int i = 0; i < 3; i++)
        assertThat(client.send("\r\n").get("/fixed").reply().text()).isEqualTo("fixed");
      client.send("\r\n");
      other();
      assertThat(client.send("\r\n").get("/fixed").reply().status()).isEqualTo(400);
    }
  }

  @Test
  void an_empty_line_behind_a_request_is_no_request_that_is_late() throws Exception {
    Duration never = Duration.ofMinutes(1);
    Duration soon = Duration.ofMillis(50);
    try (TestServer quick = new TestServer(TestServer.CONFIG.times(soon, never, never, never));
        RawClient client = quick.connect()) {
      assertThat(client.get("/fixed").reply().text()).isEqualTo("fixed");
      client.send("\r\n");
      // A head that is late tells that as much time has passed as the first client had.
      try (RawClient late = quick.connect()) {
        assertThat(late.send("GET /fi").reply().status()).isEqualTo(408);
      }
      assertThat(client.get("/fixed").reply().text()).isEqualTo("fixed");
    }
  }

  /** Somebody else is served: what was sent before has been read. */
  private void other() throws IOException {
    try (RawClient other = server.connect();
        RawClient another = server.connect()) {
      other.get("/fixed").reply();
      another.get("/fixed").reply();
    }
  }

  @Test
  void a_target_may_name_the_host_with_a_path_or_without() throws Exception {
    try (RawClient client = server.connect()) {
      String host = " HTTP/1.1\r\nHost: a:80\r\n\r\n";
      assertThat(client.send("GET http://a:80/fixed" + host).reply().text()).isEqualTo("fixed");
      assertThat(client.send("GET http://A:80/fixed" + host).reply().text()).isEqualTo("fixed");
      assertThat(client.send("GET http://a:80" + host).reply().text()).isEqualTo("root");
      assertThat(client.send("GET http://a:80?name=x" + host).reply().text()).isEqualTo("root");
      assertThat(client.send("OPTIONS http://a:80" + host).reply().header("allow"))
          .contains("GET", "POST");
    }
  }

  @Test
  void nobody_may_keep_a_reply_that_does_not_say_who_may() throws Exception {
    try (RawClient client = server.connect()) {
      for (String path : List.of("/fixed", "/nothing", "/none", "/boom"))
        assertThat(client.get(path).reply().header("cache-control")).isEqualTo("no-store");
      assertThat(client.get("/shared").reply().header("cache-control")).isEqualTo("max-age=9");
      assertThat(client.send("GARBAGE\r\n\r\n").reply().header("cache-control"))
          .isEqualTo("no-store");
    }
  }
}
