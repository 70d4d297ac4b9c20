package io.tidegate.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Wait;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that come by way of a proxy which says who they are. */
@Timeout(60)
class ProxyProtocolTest {

  private static final byte[] SIGNATURE = {
    0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a
  };

  private static final List<IpSubnetFilterRule> LOOPBACK =
      List.of(new IpSubnetFilterRule("127.0.0.0", 8, IpFilterRuleType.ACCEPT));

  private static final Handler WHO =
      exchange ->
          exchange.reply(
              TestServer.text(
                  200,
                  exchange.remote().getAddress().getHostAddress()
                      + " "
                      + exchange.remote().getPort()
                      + " "
                      + exchange.isSecure()));

  private static HttpServer server(Entry entry) throws IOException {
    return HttpServer.start(TestServer.CONFIG, WHO, ServerObserver.NONE, entry);
  }

  /** A header of version 2 for TCP over IPv4, with an extension. */
  private static byte[] version2(int command) {
    ByteBuffer header = ByteBuffer.allocate(16 + 12 + 5);
    header.put(SIGNATURE).put((byte) (0x20 | command)).put((byte) 0x11).putShort((short) 17);
    header.put(new byte[] {(byte) 203, 0, 113, 7, 10, 0, 0, 1});
    header.putShort((short) 40_000).putShort((short) 443);
    header.put((byte) 0xea).putShort((short) 2).put(new byte[] {1, 2});
    return header.array();
  }

  @Test
  void the_client_is_who_the_proxy_says() throws Exception {
    try (HttpServer server = server(Entry.PLAIN.behind(LOOPBACK))) {
      try (RawClient client = new RawClient(server.port())) {
        client.send("PROXY TCP4 203.0.113.7 10.0.0.1 40000 443\r\n").get("/").get("/");
        assertThat(client.reply().text()).isEqualTo("203.0.113.7 40000 false");
        assertThat(client.reply().text()).isEqualTo("203.0.113.7 40000 false");
      }
      try (RawClient client = new RawClient(server.port())) {
        client.send("PROXY TCP6 2001:db8::7 2001:db8::1 40000 443\r\n").get("/");
        assertThat(client.reply().text()).startsWith("2001:db8:0:0:0:0:0:7 ");
      }
      try (RawClient client = new RawClient(server.port())) {
        client.send(version2(1)).get("/");
        assertThat(client.reply().text()).isEqualTo("203.0.113.7 40000 false");
      }
    }
  }

  @Test
  void a_header_that_comes_byte_by_byte_is_understood() throws Exception {
    try (HttpServer server = server(Entry.CLEAR_HTTP2.behind(LOOPBACK));
        RawClient client = new RawClient(server.port())) {
      for (byte b :
          "PROXY TCP4 203.0.113.7 10.0.0.1 40000 443\r\nGE".getBytes(StandardCharsets.US_ASCII))
        client.send(new byte[] {b});
      client.send("T / HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.reply().text()).isEqualTo("203.0.113.7 40000 false");
    }
  }

  @Test
  void a_proxy_that_asks_for_itself_or_does_not_know_is_the_client() throws Exception {
    try (HttpServer server = server(Entry.PLAIN.behind(LOOPBACK))) {
      try (RawClient client = new RawClient(server.port())) {
        assertThat(client.send(version2(0)).get("/").reply().text()).startsWith("127.0.0.1 ");
      }
      try (RawClient client = new RawClient(server.port())) {
        assertThat(client.send("PROXY UNKNOWN\r\n").get("/").reply().text())
            .startsWith("127.0.0.1 ");
      }
    }
  }

  @Test
  void http_2_and_tls_come_behind_the_header(@TempDir Path folder) throws Exception {
    String header = "PROXY TCP4 203.0.113.7 10.0.0.1 40000 443\r\n";
    try (HttpServer server = server(Entry.CLEAR_HTTP2.behind(LOOPBACK))) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
      socket.getOutputStream().write(header.getBytes(StandardCharsets.US_ASCII));
      try (FrameClient client = new FrameClient(socket)) {
        assertThat(client.ask("GET", "/").body()).isEqualTo("203.0.113.7 40000 false");
      }
    }
    TestTls tls = new TestTls(folder);
    try (HttpServer server = server(tls.entry.behind(LOOPBACK))) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
      socket.getOutputStream().write(header.getBytes(StandardCharsets.US_ASCII));
      SSLSocket secure =
          (SSLSocket) tls.client().getSocketFactory().createSocket(socket, "localhost", 443, true);
      secure.setSoTimeout(30_000);
      secure.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      String reply = new String(secure.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(reply).endsWith("203.0.113.7 40000 true");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "PROXY TCP4 203.0.113.7 10.0.0.1 40000\r\n",
        "PROXY TCP4 999.0.113.7 10.0.0.1 40000 443\r\n",
        "PROXY TCP4 203.0.113.7 10.0.0.1 99999 443\r\n",
        "PROXY TCP4 2001:db8::7 10.0.0.1 40000 443\r\n",
        "PROXY UDP4 203.0.113.7 10.0.0.1 40000 443\r\n",
        "proxy TCP4 203.0.113.7 10.0.0.1 40000 443\r\n",
      })
  void whoever_says_it_wrongly_or_not_at_all_is_closed(String said) throws Exception {
    try (HttpServer server = server(Entry.PLAIN.behind(LOOPBACK));
        RawClient client = new RawClient(server.port())) {
      assertThat(client.send(said + " ".repeat(200)).isClosed()).isTrue();
      Wait.until(() -> server.connections() == 0);
    }
  }

  @Test
  void a_header_that_is_too_long_or_damaged_is_closed() throws Exception {
    try (HttpServer server = server(Entry.PLAIN.behind(LOOPBACK))) {
      ByteArrayOutputStream tooLong = new ByteArrayOutputStream();
      tooLong.writeBytes(SIGNATURE);
      tooLong.writeBytes(new byte[] {0x21, 0x11, (byte) 0xff, (byte) 0xff});
      tooLong.writeBytes(new byte[4_000]);
      byte[] damaged = version2(1);
      damaged[12] = 0x31; // no version that there is
      for (byte[] header : List.of(tooLong.toByteArray(), damaged)) {
        try (RawClient client = new RawClient(server.port())) {
          assertThat(client.send(header).isClosed()).isTrue();
        }
      }
    }
  }

  @Test
  void who_is_no_proxy_is_closed_and_who_says_nothing_is_not_waited_for() throws Exception {
    List<IpSubnetFilterRule> elsewhere =
        List.of(new IpSubnetFilterRule("10.0.0.0", 8, IpFilterRuleType.ACCEPT));
    try (HttpServer server = server(Entry.PLAIN.behind(elsewhere));
        RawClient client = new RawClient(server.port())) {
      assertThat(client.isClosed()).isTrue();
    }
    Duration never = Duration.ofMinutes(1);
    HttpConfig config = TestServer.CONFIG.times(Duration.ofMillis(200), never, never, never);
    try (HttpServer server =
            HttpServer.start(config, WHO, ServerObserver.NONE, Entry.PLAIN.behind(LOOPBACK));
        RawClient client = new RawClient(server.port())) {
      assertThat(client.isClosed()).isTrue();
    }
  }
}
