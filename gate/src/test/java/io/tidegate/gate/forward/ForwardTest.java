package io.tidegate.gate.forward;

import static io.tidegate.testkit.ScriptedServer.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.gate.GateFixture;
import io.tidegate.gate.route.RouteConfig;
import io.tidegate.gate.route.RouteMatch;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.ScriptedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ForwardTest {

  @Test
  void a_request_reaches_the_upstream_and_its_reply_comes_back() throws Exception {
    try (ScriptedServer upstream = ScriptedServer.saying("hello");
        GateFixture gate = GateFixture.before(upstream.address());
        RawClient client = gate.connect()) {
      Reply reply = client.get("/a/b?c=d&e").reply();
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.text()).isEqualTo("hello");
      assertThat(upstream.requests().getFirst()).startsWith("GET /a/b?c=d&e HTTP/1.1\r\n");
    }
  }

  @Test
  void connections_to_the_upstream_are_used_again() throws Exception {
    try (ScriptedServer upstream = ScriptedServer.saying("hello");
        GateFixture gate = GateFixture.before(upstream.address());
        RawClient client = gate.connect()) {
      for (int i = 0; i < 10; i++)
        assertThat(client.get("/" + i).reply().text()).isEqualTo("hello");
      assertThat(upstream.connections()).isEqualTo(1);
    }
  }

  @Test
  void an_upstream_that_says_more_than_it_was_asked_costs_nobody_a_reply() throws Exception {
    try (ScriptedServer upstream =
            new ScriptedServer((_, call) -> {
              call.ok("hello");
              Thread.sleep(0, 200_000);
              call.send("!");
            });
        GateFixture gate = GateFixture.before(upstream.address())) {
      List<CompletableFuture<Void>> clients = new ArrayList<>();
      for (int i = 0; i < 16; i++)
        clients.add(
            CompletableFuture.runAsync(
                () -> askOften(gate), task -> Thread.ofVirtual().start(task)));
      for (CompletableFuture<Void> client : clients) client.get(20, TimeUnit.SECONDS);
    }
  }

  private static void askOften(GateFixture gate) {
    try (RawClient client = gate.connect()) {
      for (int i = 0; i < 200; i++) assertThat(client.get("/").reply().status()).isIn(200, 502);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void pipelined_requests_are_answered_in_their_order() throws Exception {
    try (ScriptedServer upstream =
            new ScriptedServer((request, call) -> call.ok(request.substring(4, 6)));
        GateFixture gate = GateFixture.before(upstream.address());
        RawClient client = gate.connect()) {
      client.get("/1").get("/2").get("/3");
      for (int i = 1; i <= 3; i++) assertThat(client.reply().text()).isEqualTo("/" + i);
    }
  }

  @Test
  void what_belongs_to_one_connection_and_what_strangers_say_of_themselves_ends_at_the_gate()
      throws Exception {
    try (ScriptedServer upstream =
            new ScriptedServer((_, call) ->
                call.send(
                    lines(
                        """
                        HTTP/1.1 200 OK
                        Connection: X-Private
                        X-Private: 1
                        Keep-Alive: timeout=5
                        X-Kept: yes
                        Content-Length: 0

                        """)));
        GateFixture gate = GateFixture.before(upstream.address());
        RawClient client = gate.connect()) {
      client.send(
          lines(
              """
              GET / HTTP/1.1
              Host: shop.example
              Connection: keep-alive, X-Mine
              X-Mine: 1
              Proxy-Authorization: Basic x
              TE: trailers
              X-Forwarded-For: 6.6.6.6
              X-Forwarded-Client-Cert: by=user
              X-User-Id: 7
              X_User_Id: 7
              Forwarded: for=6.6.6.6
              Accept: text/plain

              """));
      Reply reply = client.reply();
      String sent = upstream.requests().getFirst().toLowerCase(Locale.ROOT);
      assertThat(sent)
          .contains(
              "\r\nhost: " + upstream.address() + "\r\n",
              "\r\naccept: text/plain\r\n",
              "\r\nx-forwarded-for: 127.0.0.1\r\n",
              "\r\nx-forwarded-host: shop.example\r\n",
              "\r\nvia: 1.1 tidegate\r\n")
          .doesNotContain("x-mine", "proxy-auth", "\r\nte:", "6.6.6.6", "user", "connection:");
      assertThat(reply.header("x-kept")).isEqualTo("yes");
      assertThat(reply.header("x-private")).isEmpty();
    }
  }

  @Test
  void a_route_for_callers_who_are_believed_keeps_what_they_say_of_themselves() throws Exception {
    try (ScriptedServer upstream = ScriptedServer.saying("ok");
        GateFixture gate = GateFixture.keeping(List.of("X-User-Id"), upstream.address());
        RawClient client = gate.connect()) {
      client
          .send("GET / HTTP/1.1\r\nHost: a\r\nx-user-id: 7\r\nX-Real-IP: 6.6.6.6\r\n\r\n")
          .reply();
      assertThat(upstream.requests().getFirst())
          .contains("\r\nx-user-id: 7\r\n")
          .doesNotContain("6.6.6.6");
    }
  }

  @Test
  void a_service_that_writes_its_own_address_can_hear_which_one_was_asked_for() throws Exception {
    try (ScriptedServer upstream = ScriptedServer.saying("ok");
        GateFixture gate = GateFixture.keeping(List.of("Host"), upstream.address());
        RawClient client = gate.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: shop.example\r\nX-User-Id: 7\r\n\r\n").reply();
      client.send("GET http://other.example/ HTTP/1.1\r\nHost: other.example\r\n\r\n").reply();
      client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").reply();
      assertThat(upstream.requests())
          .map(one -> one.replaceAll("(?s).*\r\n[Hh]ost: ([^\r]*)\r\n.*", "$1"))
          .containsExactly("shop.example", "other.example", upstream.address());
      assertThat(upstream.requests().getFirst().split("(?i)\r\nhost:", -1)).hasSize(2);
      assertThat(upstream.requests().getFirst()).doesNotContain("User-Id");
    }
  }

  @Test
  void a_body_of_known_length_and_one_in_chunks_arrive_as_they_were_sent() throws Exception {
    try (ScriptedServer upstream = ScriptedServer.saying("ok");
        GateFixture gate = GateFixture.before(upstream.address());
        RawClient client = gate.connect()) {
      client.ask("POST", "/", "{\"a\":1}");
      client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.send("3\r\nabc\r\n").send("2;ext=1\r\nde\r\n0\r\nTrailer: x\r\n\r\n");
      assertThat(client.reply().text()).isEqualTo("ok");
      assertThat(upstream.requests().get(0)).endsWith("\r\n\r\n{\"a\":1}");
      assertThat(upstream.requests().get(1)).contains("Transfer-Encoding: chunked\r\n");
      assertThat(upstream.requests().get(1)).endsWith("0\r\n\r\n").doesNotContain("ext", "Trailer");
    }
  }

  @Test
  void of_two_upstreams_each_has_its_part_by_weight() throws Exception {
    try (ScriptedServer stable = ScriptedServer.saying("stable");
        ScriptedServer canary = ScriptedServer.saying("canary");
        GateFixture gate =
            GateFixture.of(
                GateFixture.config(
                    List.of(
                        GateFixture.upstream("stable", stable.address()),
                        GateFixture.upstream("canary", canary.address())),
                    RouteConfig.of(RouteMatch.path("/"))
                        .upstreams(Map.of("stable", 9, "canary", 1))
                        .build()));
        RawClient client = gate.connect()) {
      for (int i = 0; i < 1_000; i++) client.get("/").reply().is(200);
      // By chance: outside of these bounds once in a hundred million runs.
      assertThat(canary.requests().size()).isBetween(47, 160);
      assertThat(stable.requests().size()).isEqualTo(1_000 - canary.requests().size());
    }
  }

  @Test
  void a_reply_in_chunks_one_until_the_end_and_one_without_a_body_are_passed_on() throws Exception {
    try (ScriptedServer upstream =
            new ScriptedServer((request, call) -> {
              switch (request.substring(4, 6)) {
                case "/c" ->
                    call.send(
                        lines(
                            """
                            HTTP/1.1 200 OK
                            Transfer-Encoding: chunked

                            3;x=y
                            abc
                            2
                            de
                            0
                            X-T: 1

                            """));
                case "/e" -> {
                  call.send("HTTP/1.0 200 OK\r\n\r\nuntil the end");
                  call.close();
                }
                default -> call.send("HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n");
              }
            });
        GateFixture gate = GateFixture.before(upstream.address());
        RawClient client = gate.connect()) {
      assertThat(client.get("/c").reply().text()).isEqualTo("abcde");
      assertThat(client.get("/e").reply().text()).isEqualTo("until the end");
      assertThat(client.get("/n").reply().status()).isEqualTo(304);
      assertThat(client.get("/c").reply().text()).isEqualTo("abcde");
    }
  }

  @Test
  void a_head_request_gets_the_length_and_no_body() throws Exception {
    try (ScriptedServer upstream =
            new ScriptedServer(
                (_, call) -> call.send("HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n"));
        GateFixture gate = GateFixture.before(upstream.address());
        RawClient client = gate.connect()) {
      for (int i = 0; i < 2; i++) {
        Reply reply = client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").reply(false);
        assertThat(reply.header("content-length")).isEqualTo("1234");
      }
      assertThat(upstream.connections()).isEqualTo(1);
    }
  }

  @Test
  void a_reply_that_is_cut_off_is_cut_off_for_the_client_too() throws Exception {
    try (ScriptedServer upstream =
            new ScriptedServer((_, call) -> {
              call.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
              call.close();
            });
        GateFixture gate = GateFixture.before(upstream.address());
        RawClient client = gate.connect()) {
      client.get("/");
      assertThatThrownBy(client::reply).isInstanceOf(IOException.class);
    }
  }

  @Test
  void a_reply_that_can_be_understood_in_two_ways_reaches_nobody() throws Exception {
    String[] twoMeanings = {
      "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
      "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length : 3\r\n\r\nabc",
      "HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
      "SSH-2.0-OpenSSH_9.2\r\n",
    };
    for (String response : twoMeanings) {
      try (ScriptedServer upstream = new ScriptedServer((_, call) -> call.send(response));
          GateFixture gate = GateFixture.before(upstream.address());
          RawClient client = gate.connect()) {
        assertThat(client.get("/").reply().status()).as(response).isEqualTo(502);
      }
    }
  }

  @Test
  void bytes_behind_a_reply_never_become_the_next_one() throws Exception {
    try (ScriptedServer upstream =
            new ScriptedServer((_, call) ->
                call.send(
                    "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood"
                        + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison"));
        GateFixture gate = GateFixture.before(upstream.address());
        RawClient client = gate.connect()) {
      for (int i = 0; i < 5; i++) assertThat(client.get("/").reply().text()).isEqualTo("good");
      assertThat(upstream.connections()).isEqualTo(5);
    }
  }

  @Test
  void an_upstream_that_is_not_there_is_a_502_and_another_one_takes_over() throws Exception {
    try (ScriptedServer gone = ScriptedServer.saying("gone");
        ScriptedServer there = ScriptedServer.saying("there")) {
      gone.stop();
      try (GateFixture gate = GateFixture.before(gone.address());
          RawClient client = gate.connect()) {
        assertThat(client.get("/").reply().status()).isEqualTo(502);
      }
      try (GateFixture gate = GateFixture.before(gone.address(), there.address());
          RawClient client = gate.connect()) {
        for (int i = 0; i < 6; i++)
          assertThat(client.ask("POST", "/", "x").text()).isEqualTo("there");
      }
    }
  }

  @Test
  void a_post_whose_connection_broke_goes_to_nobody_else_unless_it_has_a_key() throws Exception {
    try (ScriptedServer breaks = new ScriptedServer((_, call) -> call.close());
        GateFixture gate = GateFixture.before(breaks.address(), breaks.address());
        RawClient client = gate.connect()) {
      assertThat(client.ask("POST", "/", "x").status()).isEqualTo(502);
      assertThat(breaks.requests()).hasSize(1);
      assertThat(client.ask("POST", "/", "x", "Idempotency-Key", "k").status()).isEqualTo(502);
      assertThat(breaks.requests()).hasSize(4);
    }
  }

  @Test
  void a_client_that_goes_away_ends_its_request_at_the_upstream_at_once() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    try (ScriptedServer upstream =
            new ScriptedServer((_, call) -> {
              asked.countDown();
              if (call.in().read() < 0) ended.countDown();
            });
        GateFixture gate = GateFixture.before(upstream.address())) {
      RawClient client = gate.connect();
      client.get("/");
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
      client.close();
      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_body_that_is_none_is_a_400_and_ends_at_the_upstream() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    try (ScriptedServer upstream =
            new ScriptedServer((_, call) -> {
              call.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
              ended.countDown();
            });
        GateFixture gate = GateFixture.before(upstream.address());
        RawClient client = gate.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.send("3\r\nabc\r\nnonsense\r\n");
      assertThat(client.reply().status()).isEqualTo(400);
      assertThat(client.isClosed()).isTrue();
      assertThat(ended.getCount()).isEqualTo(1); // it never saw a whole request
    }
  }

  @Test
  void a_connection_that_waited_for_a_slow_client_reads_again_for_the_next_one() throws Exception {
    String large = "x".repeat(20_000_000);
    try (ScriptedServer upstream = ScriptedServer.saying(large);
        GateFixture gate = GateFixture.before(upstream.address())) {
      for (int i = 0; i < 5; i++) {
        try (RawClient slow = new RawClient(gate.gate().port(), 4_096)) {
          slow.get("/");
          Thread.sleep(100);
          assertThat(slow.reply().text()).hasSize(large.length());
        }
      }
      assertThat(upstream.connections()).isLessThan(5);
    }
  }

  @Test
  void another_protocol_goes_through_both_ways_until_one_side_ends_it() throws Exception {
    try (ScriptedServer upstream =
            new ScriptedServer((_, call) -> {
              call.send(
                  "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nhi");
              byte[] bytes = new byte[64];
              for (int n = call.in().read(bytes); n > 0; n = call.in().read(bytes)) {
                call.out().write(bytes, 0, n);
                if (bytes[n - 1] == '.') call.close();
              }
            });
        GateFixture gate = GateFixture.before(upstream.address());
        RawClient client = gate.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nfirst");
      client.readUntil("Upgrade: echo\r\n");
      client.readUntil("hi");
      client.readUntil("first");
      client.send("second").readUntil("second");
      client.send("end.").readUntil("end.");
      assertThat(client.isClosed()).isTrue();
      assertThat(upstream.requests().getFirst())
          .contains("Connection: upgrade\r\nUpgrade: echo\r\n");
    }
  }

  @Test
  void a_path_with_dots_is_refused() throws Exception {
    try (ScriptedServer upstream = ScriptedServer.saying("no");
        GateFixture gate = GateFixture.before(upstream.address());
        RawClient client = gate.connect()) {
      for (String path : new String[] {"/a/../b", "/a/%2e%2e/b", "/..", "/a/.", "/a%2f..%2fb"})
        assertThat(client.get(path).reply().status()).as(path).isEqualTo(400);
      assertThat(client.get("/a..b/.c").reply().status()).isEqualTo(200);
    }
  }
}
