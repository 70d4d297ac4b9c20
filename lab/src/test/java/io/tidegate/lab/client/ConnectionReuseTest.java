package io.tidegate.lab.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.lab.client.fault.Fault;
import io.tidegate.testkit.ScriptedServer;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Which connection carries a request, and which is kept. */
class ConnectionReuseTest extends ClientFixture {

  @Test
  void a_connection_carries_one_request_after_the_other() throws Exception {
    try (ScriptedServer server = ScriptedServer.saying("hi")) {
      for (int i = 0; i < 10; i++) assertThat(text(get(server))).isEqualTo("hi");
      assertThat(server.connections()).isEqualTo(1);
      client.closeIdle();
      get(server);
      assertThat(server.connections()).isEqualTo(2);
      try (HttpClient other = network.client(1)) {
        other.send(HttpCall.of("GET", url(server, "/")));
      }
      assertThat(server.connections()).isEqualTo(3);
    }
  }

  @Test
  void without_reuse_each_request_has_its_connection_and_says_so() throws Exception {
    try (ScriptedServer server = ScriptedServer.saying("hi");
        Network alone = new Network(ClientConfig.DEFAULT.withReuse(false));
        HttpClient user = alone.client(0)) {
      for (int i = 0; i < 3; i++) user.send(HttpCall.of("GET", url(server, "/")));
      assertThat(server.connections()).isEqualTo(3);
      assertThat(server.requests())
          .allMatch(request -> request.contains("\r\nConnection: close\r\n"));
    }
  }

  @Test
  void a_connection_that_the_server_ended_while_it_lay_idle_is_not_noticed() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer((_, call) -> {
          call.ok("hi");
          call.close();
        })) {
      for (int i = 1; i <= 3; i++) {
        HttpReply reply = client.send(HttpCall.of("POST", url(server, "/")).with(new byte[] {'x'}));
        assertThat(text(reply)).isEqualTo("hi");
        assertThat(server.connections()).isEqualTo(i);
        Thread.sleep(20); // until its end has come, which nothing here tells
      }
    }
  }

  @Test
  void a_request_on_a_stale_connection_goes_out_once_more_if_it_may() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer((request, call) -> {
          if (request.contains("/second") && call.number() == 1) call.close();
          else call.ok("hi");
        })) {
      get(server);
      HttpReply reply = client.send(HttpCall.of("GET", url(server, "/second")));
      assertThat(text(reply)).isEqualTo("hi");
      assertThat(server.connections()).isEqualTo(2);
      assertThat(server.requests()).hasSize(3);
      assertThat(reply.timings().connecting()).isPositive();
    }
  }

  @Test
  void a_post_on_a_stale_connection_does_not() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer((request, call) -> {
          if (request.startsWith("POST")) call.close();
          else call.ok("hi");
        })) {
      get(server);
      HttpReply reply = client.send(HttpCall.of("POST", url(server, "/")).with(new byte[] {'x'}));
      assertThat(reply.status()).isZero();
      assertThat(reply.error()).isEqualTo("EOF");
      assertThat(reply.errorCode()).isEqualTo(Fault.GENERIC);
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void a_connection_on_which_more_came_than_was_asked_for_is_closed() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer((_, call) ->
            call.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1 200 evil"))) {
      for (int i = 1; i <= 3; i++) {
        HttpReply reply = get(server);
        assertThat(reply.reason()).isEqualTo("OK");
        assertThat(text(reply)).isEqualTo("hi");
        assertThat(server.connections()).isEqualTo(i);
      }
    }
  }

  @Test
  void what_comes_unasked_while_a_connection_lies_idle_closes_it() throws Exception {
    CountDownLatch more = new CountDownLatch(1);
    CountDownLatch sent = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer((_, call) -> {
          call.ok("hi");
          if (call.number() > 1) return;
          more.await(10, TimeUnit.SECONDS);
          call.send("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
          sent.countDown();
        })) {
      get(server);
      more.countDown();
      assertThat(sent.await(10, TimeUnit.SECONDS)).isTrue();
      Thread.sleep(20); // a connection used just now is not looked at
      assertThat(get(server).status()).isEqualTo(200);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void http_1_0_and_connection_close_end_the_connection() throws Exception {
    for (String head :
        new String[] {"HTTP/1.0 200 OK\r\n", "HTTP/1.1 200 OK\r\nConnection: foo, Close\r\n"}) {
      try (ScriptedServer server =
          new ScriptedServer((_, call) -> call.send(head + "Content-Length: 0\r\n\r\n"))) {
        get(server);
        assertThat(get(server).status()).isEqualTo(200);
        assertThat(server.connections()).isEqualTo(2);
      }
    }
  }

  @Test
  void parallel_requests_of_one_user_have_a_connection_each_and_some_of_them_are_kept()
      throws Exception {
    CountDownLatch all = new CountDownLatch(10);
    try (ScriptedServer server =
        new ScriptedServer((request, call) -> {
          all.countDown();
          all.await(10, TimeUnit.SECONDS);
          call.ok(request.substring(5, 6).toLowerCase(Locale.ROOT));
        })) {
      Thread[] users = new Thread[10];
      AtomicReference<Throwable> wrong = new AtomicReference<>();
      for (int i = 0; i < users.length; i++) {
        String name = String.valueOf((char) ('A' + i));
        HttpUrl url = url(server, "/" + name);
        users[i] =
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    assertThat(text(client.send(HttpCall.of("GET", url))))
                        .isEqualTo(name.toLowerCase(Locale.ROOT));
                  } catch (Throwable e) {
                    wrong.set(e);
                  }
                });
      }
      for (Thread user : users) user.join();
      assertThat(wrong.get()).isNull();
      assertThat(server.connections()).isEqualTo(10);
      for (int i = 0; i < 10; i++) get(server);
      assertThat(server.connections()).isEqualTo(10);
    }
  }
}
