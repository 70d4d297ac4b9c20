package io.tidegate.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testkit.RawClient;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HostsTest {

  private static HttpServer server;

  @BeforeAll
  static void start() throws Exception {
    Hosts hosts = Hosts.loopbackAnd(List.of("Shop.example", "10.0.0.7"));
    Handler handler =
        exchange -> exchange.reply(TestServer.text(hosts.answer(exchange) ? 200 : 421, ""));
    server = HttpServer.start(TestServer.CONFIG, handler, ServerObserver.NONE);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:8081",
        "127.0.0.1:8081",
        "127.1.2.3",
        "[::1]",
        "[::1]:8081",
        "x.localhost:1",
        "shop.example",
        "SHOP.example:443",
        "10.0.0.7:80"
      })
  void this_machine_and_what_was_listed_is_answered(String host) throws Exception {
    assertThat(ask(host)).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "xlocalhost",
        "shop.example.evil.example",
        "a.shop.example",
        "10.0.0.70",
        "[::2]",
        "127.0.0.1x"
      })
  void nobody_else_is(String host) throws Exception {
    assertThat(ask(host)).isEqualTo(421);
  }

  private static int ask(String host) throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      int own = client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").reply().status();
      assertThat(own).isEqualTo(200);
      return client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").reply().status();
    }
  }
}
