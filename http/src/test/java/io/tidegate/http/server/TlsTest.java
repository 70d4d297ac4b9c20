package io.tidegate.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.DecoderException;
import io.tidegate.http.stream.ServerEvent;
import io.tidegate.http.tls.CertificateFiles;
import io.tidegate.http.tls.Certificates;
import io.tidegate.http.tls.ConnectionFaults;
import io.tidegate.http.tls.DevCertificate;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.Trust;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same server behind TLS: whatever it asks of a connection must hold where its bytes are not
 * those of the socket.
 */
@Timeout(60)
class TlsTest {

  @TempDir static Path folder;
  private static TestTls tls;

  @BeforeAll
  static void makeCertificate() throws Exception {
    tls = new TestTls(folder);
  }

  @Test
  void requests_are_answered_in_order_and_the_connection_is_kept() throws Exception {
    try (TestServer server = new TestServer(TestServer.CONFIG, tls.entry);
        RawClient client = tls.connect(server.server.port(), 0)) {
      String body = "b".repeat(50_000);
      String post = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 50000\r\n\r\n" + body;
      client.send(post + post + "GET /fixed HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.reply().text()).isEqualTo(body);
      assertThat(client.reply().text()).isEqualTo(body);
      assertThat(client.reply().text()).isEqualTo("fixed");
      assertThat(client.get("/fixed").reply().text()).isEqualTo("fixed");
    }
  }

  @Test
  void a_slow_reader_gets_all_and_is_asked_for_nothing_more_meanwhile() throws Exception {
    try (TestServer server = new TestServer(TestServer.CONFIG, tls.entry);
        RawClient client = tls.connect(server.server.port(), 4_096)) {
      client.get("/big").get("/later");
      try (RawClient other = tls.connect(server.server.port(), 0);
          RawClient another = tls.connect(server.server.port(), 0)) {
        other.get("/fixed").reply();
        another.get("/fixed").reply();
      }
      assertThat(server.held).isEmpty();
      assertThat(client.reply().text()).hasSize(8 * 1024 * 1024);
      TestServer.answer(server.nextHeld(), "then");
      assertThat(client.reply().text()).isEqualTo("then");
    }
  }

  @Test
  void a_reader_that_takes_nothing_is_closed() throws Exception {
    Duration never = Duration.ofMinutes(1);
    HttpConfig config = TestServer.CONFIG.times(never, never, never, Duration.ofMillis(200));
    try (TestServer server = new TestServer(config, tls.entry);
        RawClient client = tls.connect(server.server.port(), 4_096)) {
      client.get("/big");
      Wait.until(() -> server.server.connections() == 1);
      Wait.until(() -> server.server.connections() == 0);
    }
  }

  @Test
  void the_refusal_reaches_a_client_that_goes_on_sending() throws Exception {
    try (TestServer server = new TestServer(TestServer.CONFIG, tls.entry)) {
      try (RawClient client = tls.connect(server.server.port(), 0)) {
        String head = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n";
        client.send(head + "x".repeat(200_000));
        assertThat(client.reply().status()).isEqualTo(413);
        assertThat(client.isClosed()).isTrue();
      }
      Wait.until(() -> server.server.connections() == 0);
    }
  }

  @Test
  void one_connection_too_many_is_told_so() throws Exception {
    try (TestServer server = new TestServer(TestServer.CONFIG.limits(4, 100), tls.entry);
        RawClient one = tls.connect(server.server.port(), 0);
        RawClient two = tls.connect(server.server.port(), 0);
        RawClient three = tls.connect(server.server.port(), 0);
        RawClient four = tls.connect(server.server.port(), 0)) {
      for (RawClient client : List.of(one, two, three, four))
        assertThat(client.get("/fixed").reply().text()).isEqualTo("fixed");
      try (RawClient five = tls.connect(server.server.port(), 0)) {
        Reply reply = five.get("/fixed").reply();
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("retry-after")).isEqualTo("1");
        assertThat(five.isClosed()).isTrue();
      }
      assertThat(one.get("/fixed").reply().text()).isEqualTo("fixed");
    }
  }

  @Test
  void a_stream_skips_what_its_reader_does_not_take_and_ends_with_it() throws Exception {
    AtomicInteger number = new AtomicInteger();
    AtomicInteger closed = new AtomicInteger();
    AtomicInteger sent = new AtomicInteger();
    ServerObserver observer =
        new ServerObserver() {
          @Override
          public void streamClosed() {
            closed.incrementAndGet();
          }

          @Override
          public void eventSent() {
            sent.incrementAndGet();
          }
        };
    byte[] filling = ("\"" + "x".repeat(100_000) + "\"").getBytes(StandardCharsets.US_ASCII);
    Handler handler =
        exchange ->
            exchange.reply(
                Response.events(
                    _ -> ServerEvent.of("status", "v" + number.incrementAndGet(), filling)));
    try (HttpServer server = HttpServer.start(TestServer.CONFIG, handler, observer, tls.entry)) {
      try (RawClient stuck = tls.connect(server.port(), 4_096);
          RawClient quick = tls.connect(server.port(), 0)) {
        stuck.get("/events");
        assertThat(quick.get("/events").reply(false).status()).isEqualTo(200);
        quick.readUntil("id: v200\n");
        // Both are asked for as often; the one who takes nothing is not even looked up for.
        assertThat(sent.get()).isLessThan(250);
      }
      Wait.until(() -> closed.get() == 2);
    }
  }

  @Test
  void the_client_chooses_http_2_or_not() throws Exception {
    try (TestServer server = new TestServer(TestServer.CONFIG, tls.entry)) {
      SSLSocket both = tls.socket(server.server.port(), "h2", "http/1.1");
      assertThat(both.getApplicationProtocol()).isEqualTo("h2");
      try (FrameClient client = new FrameClient(both)) {
        assertThat(client.ask("GET", "/fixed").body()).isEqualTo("fixed");
        assertThat(client.ask("GET", "/big").body()).hasSize(8 << 20);
      }
      try (SSLSocket one = tls.socket(server.server.port(), "http/1.1")) {
        assertThat(one.getApplicationProtocol()).isEqualTo("http/1.1");
      }
      Wait.until(() -> server.server.connections() == 0);
    }
  }

  @Test
  void a_handshake_speaks_tls_1_2_and_1_3() throws Exception {
    try (TestServer server = new TestServer(TestServer.CONFIG, tls.entry)) {
      for (String version : List.of("TLSv1.2", "TLSv1.3")) {
        SSLSocket first = (SSLSocket) tls.client().getSocketFactory().createSocket();
        first.setEnabledProtocols(new String[] {version});
        try (RawClient client = new RawClient(first, server.server.port(), 0)) {
          assertThat(client.get("/fixed").reply().text()).isEqualTo("fixed");
          assertThat(first.getSession().getProtocol()).isEqualTo(version);
        }
      }
    }
  }

  @Test
  void who_speaks_plainly_where_tls_is_spoken_is_told_so() throws Exception {
    try (TestServer server = new TestServer(TestServer.CONFIG, tls.entry)) {
      try (RawClient client = server.connect()) {
        Reply reply = client.get("/").reply();
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).isEqualTo("This port speaks HTTPS.\n");
        assertThat(client.isClosed()).isTrue();
      }
      try (RawClient client = server.connect()) {
        assertThat(client.send(new byte[] {1, 2, 3}).isClosed()).isTrue();
      }
      try (RawClient client = server.connect()) {
        assertThat(client.send(new byte[] {22, 3, 1, 0, 5, 1, 2, 3, 4, 5}).isClosed()).isTrue();
      }
    }
  }

  @Test
  void records_that_are_none_are_the_clients_fault() {
    assertThat(ConnectionFaults.isOutside(new IOException("reset"))).isTrue();
    assertThat(ConnectionFaults.isOutside(new DecoderException(new SSLException("bad")))).isTrue();
    assertThat(ConnectionFaults.isOutside(new DecoderException("ours"))).isFalse();
    assertThat(ConnectionFaults.isOutside(new IllegalStateException())).isFalse();
  }

  @Test
  void a_handshake_that_is_not_made_in_time_ends() throws Exception {
    Duration never = Duration.ofMinutes(1);
    HttpConfig config = TestServer.CONFIG.times(Duration.ofMillis(200), never, never, never);
    try (TestServer server = new TestServer(config, tls.entry)) {
      try (RawClient silent = server.connect();
          RawClient begun = server.connect()) {
        begun.send(new byte[] {22, 3, 1, 0, 100, 1});
        assertThat(silent.isClosed()).isTrue();
        assertThat(begun.isClosed()).isTrue();
      }
      Wait.until(() -> server.server.connections() == 0);
    }
  }

  @Test
  void a_host_is_shown_its_own_certificate() throws Exception {
    CertificateFiles shop = DevCertificate.in(folder, "shop.example");
    CertificateFiles star = DevCertificate.in(folder, "star.example");
    Certificates certificates =
        Certificates.read(
            List.of(
                tls.files,
                new CertificateFiles(List.of("Shop.example"), shop.certificate(), shop.key()),
                new CertificateFiles(List.of("*.star.example"), star.certificate(), star.key())),
            true);
    Path[] trusting = {tls.files.certificate(), shop.certificate(), star.certificate()};
    try (TestServer server = new TestServer(TestServer.CONFIG, Entry.tls(certificates))) {
      assertThat(shown(trusting, server, "shop.example")).isEqualTo("CN=shop.example");
      assertThat(shown(trusting, server, "a.star.example")).isEqualTo("CN=star.example");
      assertThat(shown(trusting, server, "star.example")).isEqualTo("CN=localhost");
      assertThat(shown(trusting, server, "other.example")).isEqualTo("CN=localhost");
    }
  }

  /** Whose certificate a client is shown that has not been here before. */
  private static String shown(Path[] trusting, TestServer server, String host) throws Exception {
    SSLContext client = Trust.in(trusting);
    try (SSLSocket socket = TestTls.socket(client, server.server.port(), host, "h2")) {
      X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return certificate.getSubjectX500Principal().getName();
    }
  }

  @Test
  void certificates_change_while_connections_go_on_and_a_broken_pair_changes_nothing()
      throws Exception {
    Path own = Files.createDirectories(folder.resolve("changing"));
    CertificateFiles one = DevCertificate.in(own, "one.example");
    CertificateFiles two = DevCertificate.in(own, "two.example");
    Path certificate = own.resolve("shown.pem");
    Path key = own.resolve("shown.key");
    Files.copy(one.certificate(), certificate);
    Files.copy(one.key(), key);
    Certificates certificates =
        Certificates.read(List.of(new CertificateFiles(List.of(), certificate, key)), true);
    Path[] trusting = {one.certificate(), two.certificate()};
    try (TestServer server = new TestServer(TestServer.CONFIG, Entry.tls(certificates));
        FrameClient before =
            new FrameClient(
                TestTls.socket(Trust.in(trusting), server.server.port(), "one.example", "h2"))) {
      assertThat(certificates.refresh()).isFalse();
      Files.copy(two.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
      assertThatThrownBy(certificates::refresh)
          .isInstanceOf(IOException.class)
          .hasMessage(key + ": is not the key of " + certificate);
      assertThat(shown(trusting, server, "x")).isEqualTo("CN=one.example");
      Files.copy(two.key(), key, StandardCopyOption.REPLACE_EXISTING);
      assertThat(certificates.refresh()).isTrue();
      assertThat(shown(trusting, server, "x")).isEqualTo("CN=two.example");
      assertThat(before.ask("GET", "/fixed").body()).isEqualTo("fixed");
    }
  }

  @Test
  void what_is_wrong_with_a_file_is_said_with_what_helps() throws Exception {
    Path bad = folder.resolve("bad.pem");
    assertThatThrownBy(() -> read(bad, tls.files.key())).hasMessageContaining("NoSuchFile");
    Files.writeString(bad, "nothing");
    assertThatThrownBy(() -> read(bad, tls.files.key())).hasMessageContaining("certificate in PEM");
    assertThatThrownBy(() -> read(tls.files.certificate(), bad))
        .hasMessage(bad + ": has no private key in PEM");
    Files.writeString(bad, "-----BEGIN EC PRIVATE KEY-----\n");
    assertThatThrownBy(() -> read(tls.files.certificate(), bad))
        .hasMessageContaining("openssl pkcs8 -topk8");
    Files.writeString(bad, "-----BEGIN ENCRYPTED PRIVATE KEY-----\n");
    assertThatThrownBy(() -> read(tls.files.certificate(), bad)).hasMessageContaining("password");
  }

  private static void read(Path certificate, Path key) throws IOException {
    Certificates.read(List.of(new CertificateFiles(List.of(), certificate, key)), true);
  }

  @Test
  void a_certificate_for_trying_out_is_its_owners_alone_and_made_once() throws Exception {
    Path own = folder.resolve("dev");
    CertificateFiles made = DevCertificate.in(own);
    byte[] first = Files.readAllBytes(made.certificate());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.key())))
        .isEqualTo("rw-------");
    assertThat(Files.readAllBytes(DevCertificate.in(own).certificate())).isEqualTo(first);
  }
}
