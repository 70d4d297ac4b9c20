package io.tidegate.lab.client.h2;

import static io.tidegate.lab.client.h2.FrameServer.DATA;
import static io.tidegate.lab.client.h2.Http2ClientTest.get;
import static io.tidegate.lab.client.h2.Http2ClientTest.post;
import static io.tidegate.lab.client.h2.Http2ClientTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.lab.client.ClientConfig;
import io.tidegate.lab.client.HttpClient;
import io.tidegate.lab.client.HttpReply;
import io.tidegate.lab.client.Network;
import io.tidegate.lab.client.fault.Fault;
import io.tidegate.lab.client.tls.TlsConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When a user opens a connection of HTTP/2, and when another one. */
@Timeout(60)
class Http2ConnectionsTest {

  private static final ClientConfig CONFIG =
      ClientConfig.DEFAULT.with(TlsConfig.DEFAULT.insecure());

  @TempDir private static Path folder;

  private final Network network = new Network(CONFIG);
  private final HttpClient client = network.client(0);

  @AfterEach
  void close() {
    client.close();
    network.close();
  }

  @Test
  void a_server_that_takes_fewer_streams_gets_another_connection() throws Exception {
    CountDownLatch other = new CountDownLatch(1);
    try (FrameServer server =
            new FrameServer(
                folder,
                (session, number) -> {
                  session.greet(3, 1);
                  session.ok(session.request(), "on " + number);
                  if (number == 2) other.countDown();
                  int stream = session.request();
                  other.await();
                  session.ok(stream, "again");
                  session.rest();
                });
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(text(client.send(get(server, "/")))).isEqualTo("on 1");
      Future<HttpReply> one = threads.submit(() -> client.send(get(server, "/")));
      Future<HttpReply> two = threads.submit(() -> client.send(get(server, "/")));
      assertThat(List.of(text(one.get(9, TimeUnit.SECONDS)), text(two.get(9, TimeUnit.SECONDS))))
          .containsExactlyInAnyOrder("again", "on 2");
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void a_connection_is_not_used_again_where_nobody_wants_that() throws Exception {
    try (FrameServer server =
            new FrameServer(
                folder,
                (session, _) -> {
                  session.greet();
                  while (true) session.ok(session.request(), "hi");
                });
        Network single = new Network(CONFIG.withReuse(false));
        HttpClient other = single.client(0)) {
      for (int i = 0; i < 3; i++) assertThat(text(other.send(get(server, "/")))).isEqualTo("hi");
      assertThat(server.connections()).isEqualTo(3);
      for (int i = 0; i < 3; i++) {
        assertThat(text(client.send(get(server, "/")))).isEqualTo("hi");
        client.closeIdle();
      }
      assertThat(server.connections()).isEqualTo(6);
    }
  }

  @Test
  void a_server_that_goes_in_order_is_asked_again_on_another_connection() throws Exception {
    try (FrameServer server =
        new FrameServer(
            folder,
            (session, number) -> {
              session.greet();
              session.ok(session.request(), "on " + number);
              session.request();
              session.goAway(1, Http2Faults.NO_ERROR);
              session.rest();
            })) {
      assertThat(text(client.send(get(server, "/")))).isEqualTo("on 1");
      HttpReply again = client.send(get(server, "/"));
      assertThat(text(again)).isEqualTo("on 2");
      assertThat(again.timings().tlsHandshaking()).isPositive();
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void a_stream_that_was_refused_is_asked_for_once_more() throws Exception {
    try (FrameServer server =
        new FrameServer(
            folder,
            (session, _) -> {
              session.greet();
              session.reset(session.request(), Http2Faults.REFUSED_STREAM);
              session.ok(session.request(), "now");
              session.reset(session.request(), Http2Faults.REFUSED_STREAM);
              session.reset(session.request(), Http2Faults.REFUSED_STREAM);
              session.rest();
            })) {
      assertThat(text(client.send(post(server, new byte[] {'x'})))).isEqualTo("now");
      assertThat(client.send(get(server, "/")).errorCode())
          .isEqualTo(Fault.HTTP2_STREAM + 1 + Http2Faults.REFUSED_STREAM);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void a_server_is_not_offered_what_a_run_leaves_out() throws Exception {
    try (FrameServer server = new FrameServer(folder, (session, _) -> session.rest());
        Network plain = new Network(CONFIG.withoutHttp2());
        HttpClient other = plain.client(0)) {
      HttpReply reply = other.send(get(server, "/"));
      assertThat(reply.error()).isEqualTo("EOF"); // it reads a request of HTTP/1.1, and goes
      assertThat(reply.detail()).startsWith("Get \"https://localhost:");
    }
  }

  @Test
  void a_connection_on_which_nothing_may_be_asked_does_not_stay() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    try (FrameServer server =
        new FrameServer(
            folder,
            (session, number) -> {
              session.greet(3, number == 1 ? 0 : 10);
              if (number > 1) session.ok(session.request(), "on " + number);
              session.rest();
              if (number == 1) gone.countDown();
            })) {
      HttpReply none = client.send(get(server, "/").within(Duration.ofSeconds(3)));
      assertThat(none.errorCode()).isEqualTo(Fault.TIMEOUT);
      assertThat(text(client.send(get(server, "/")))).isEqualTo("on 2");
      assertThat(gone.await(9, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** Whoever is interrupted while it writes closes the connection: it is not there for others. */
  @Test
  void an_interruption_in_a_write_costs_no_other_request() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    byte[] large = new byte[64 << 20];
    try (FrameServer server =
            new FrameServer(
                folder,
                (session, number) -> {
                  session.greet(4, Integer.MAX_VALUE);
                  session.window(0, 1 << 30);
                  if (number > 1) {
                    session.ok(session.request(), "on " + number);
                    session.rest();
                  }
                  // More than the first window: from here on only the socket holds the client up.
                  for (int got = 0; got < 70_000; ) got += session.next(DATA).payload().length;
                  asked.countDown();
                  Thread.sleep(20_000);
                });
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> held = threads.submit(() -> client.send(post(server, large)));
      asked.await();
      held.cancel(true);
      HttpReply next = client.send(get(server, "/").within(Duration.ofSeconds(20)));
      assertThat(text(next)).isEqualTo("on 2");
    }
  }
}
