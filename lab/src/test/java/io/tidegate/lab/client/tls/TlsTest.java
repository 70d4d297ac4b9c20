package io.tidegate.lab.client.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.http.tls.CertificateFiles;
import io.tidegate.http.tls.DevCertificate;
import io.tidegate.lab.client.ClientConfig;
import io.tidegate.lab.client.HttpCall;
import io.tidegate.lab.client.HttpClient;
import io.tidegate.lab.client.HttpReply;
import io.tidegate.lab.client.HttpUrl;
import io.tidegate.lab.client.Network;
import io.tidegate.lab.client.Peer;
import io.tidegate.lab.client.fault.Fault;
import io.tidegate.testkit.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

  private static final char[] NONE = {};

  @TempDir private static Path folder;
  private static List<X509Certificate> localhost = List.of();
  private static List<X509Certificate> elsewhere = List.of();
  private static String localhostKey = "";

  @BeforeAll
  static void makeCertificates() throws Exception {
    CertificateFiles files = DevCertificate.in(folder.resolve("here"), "localhost");
    localhost = Pem.certificates(Files.readString(files.certificate()));
    localhostKey = Files.readString(files.key());
    elsewhere =
        Pem.certificates(
            Files.readString(
                DevCertificate.in(folder.resolve("there"), "elsewhere.test").certificate()));
  }

  private static SSLServerSocket listener(String host) throws Exception {
    CertificateFiles files =
        DevCertificate.in(folder.resolve(host.equals("localhost") ? "here" : "there"), host);
    X509Certificate[] chain =
        Pem.certificates(Files.readString(files.certificate())).toArray(X509Certificate[]::new);
    PrivateKey key = Pem.key(Files.readString(files.key()), "");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("server", key, NONE, chain);
    store.setCertificateEntry("client", chain[0]);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, NONE);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return (SSLServerSocket)
        context
            .getServerSocketFactory()
            .createServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
  }

  private static HttpReply ask(TlsConfig tls, ScriptedServer server, String host) throws Exception {
    try (Network network = new Network(ClientConfig.DEFAULT.with(tls));
        HttpClient client = network.client(0)) {
      return client.send(
          HttpCall.of("GET", HttpUrl.parse("https://" + host + ":" + server.port() + "/")));
    }
  }

  private static String text(HttpReply reply) {
    return new String(
        Objects.requireNonNull(reply.body(), String.valueOf(reply.error())),
        StandardCharsets.UTF_8);
  }

  @Test
  void a_server_that_we_trust_is_spoken_to() throws Exception {
    Set<String> names = new HashSet<>();
    try (ScriptedServer server =
            new ScriptedServer(
                listener("localhost"),
                (_, call) -> {
                  for (SNIServerName name :
                      ((ExtendedSSLSession) ((SSLSocket) call.socket()).getSession())
                          .getRequestedServerNames())
                    names.add(new String(name.getEncoded(), StandardCharsets.US_ASCII));
                  call.ok("hi");
                });
        Network network =
            new Network(ClientConfig.DEFAULT.with(TlsConfig.DEFAULT.trusting(localhost)));
        HttpClient client = network.client(0)) {
      HttpUrl url = HttpUrl.parse("https://localhost:" + server.port() + "/");
      for (int i = 0; i < 3; i++) {
        HttpReply reply = client.send(HttpCall.of("GET", url));
        assertThat(text(reply)).isEqualTo("hi");
        Peer peer = Objects.requireNonNull(reply.peer());
        assertThat(peer.tlsVersion()).isEqualTo("tls1.3");
        assertThat(peer.tlsCipherSuite()).startsWith("TLS_");
        assertThat(reply.timings().tlsHandshaking() > 0).isEqualTo(i == 0);
        assertThat(reply.timings().blocked())
            .isGreaterThanOrEqualTo(
                reply.timings().tlsHandshaking() + reply.timings().connecting());
        assertThat(reply.receivedBytes()).isBetween(i == 0 ? 700L : 60L, i == 0 ? 5_000L : 200L);
      }
      assertThat(server.connections()).isEqualTo(1);
      assertThat(names).containsExactly("localhost");
    }
  }

  @Test
  void an_address_is_checked_as_an_address() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(listener("localhost"), (_, call) -> call.ok("hi"))) {
      assertThat(text(ask(TlsConfig.DEFAULT.trusting(localhost), server, "127.0.0.1")))
          .isEqualTo("hi");
    }
  }

  @Test
  void a_server_that_nobody_vouches_for_is_not() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(listener("localhost"), (_, call) -> call.ok("hi"))) {
      HttpReply reply = ask(TlsConfig.DEFAULT, server, "localhost");
      assertThat(reply.errorCode()).isEqualTo(Fault.UNKNOWN_AUTHORITY);
      assertThat(reply.error()).isEqualTo("x509: unknown authority");
      assertThat(reply.timings().tlsHandshaking()).isPositive();
      assertThat(reply.sentBytes()).isPositive();
      assertThat(reply.receivedBytes()).isPositive();
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void a_server_with_the_certificate_of_another_is_not() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(listener("elsewhere.test"), (_, call) -> call.ok("hi"))) {
      HttpReply reply = ask(TlsConfig.DEFAULT.trusting(elsewhere), server, "localhost");
      assertThat(reply.errorCode()).isEqualTo(Fault.WRONG_HOST);
      assertThat(reply.error()).isEqualTo("x509: certificate doesn't match hostname");
    }
  }

  @Test
  void without_verification_any_server_is() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(listener("elsewhere.test"), (_, call) -> call.ok("hi"))) {
      assertThat(text(ask(TlsConfig.DEFAULT.insecure(), server, "localhost"))).isEqualTo("hi");
    }
  }

  @Test
  void only_versions_that_are_allowed_are_spoken() throws Exception {
    TlsConfig old = TlsConfig.DEFAULT.insecure().with(List.of(TlsVersion.TLS_1_2));
    try (ScriptedServer server =
        new ScriptedServer(listener("localhost"), (_, call) -> call.ok("hi"))) {
      HttpReply reply = ask(old, server, "localhost");
      assertThat(Objects.requireNonNull(reply.peer()).tlsVersion()).isEqualTo("tls1.2");
      assertThat(Objects.requireNonNull(reply.peer()).tlsCipherSuite())
          .startsWith("TLS_ECDHE_ECDSA_WITH_");
    }
    SSLServerSocket newer = listener("localhost");
    newer.setEnabledProtocols(new String[] {"TLSv1.3"});
    try (ScriptedServer server = new ScriptedServer(newer, (_, call) -> call.ok("hi"))) {
      HttpReply refused = ask(old, server, "localhost");
      assertThat(refused.errorCode()).isEqualTo(Fault.TLS);
      assertThat(refused.error()).isEqualTo("remote error: tls: protocol version");
    }
  }

  @Test
  void versions_are_called_as_k6_calls_them() {
    assertThat(TlsVersion.between(TlsVersion.of("tls1.1"), TlsVersion.of("tls1.2")))
        .containsExactly(TlsVersion.TLS_1_1, TlsVersion.TLS_1_2);
    assertThatThrownBy(() -> TlsVersion.of("ssl3.0")).hasMessage("unknown TLS version: 'ssl3.0'");
  }

  @Test
  void a_user_shows_the_certificate_that_is_for_the_host() throws Exception {
    SSLServerSocket listener = listener("localhost");
    listener.setNeedClientAuth(true);
    String chain = Files.readString(folder.resolve("here/localhost.pem"));
    ClientCertificate theirs = ClientCertificate.of(List.of("*.test"), chain, localhostKey, "");
    ClientCertificate mine = ClientCertificate.of(List.of("localhost"), chain, localhostKey, "");
    ClientCertificate any = ClientCertificate.of(List.of(), chain, localhostKey, "");
    try (ScriptedServer server = new ScriptedServer(listener, (_, call) -> call.ok("hi"))) {
      TlsConfig insecure = TlsConfig.DEFAULT.insecure();
      assertThat(text(ask(insecure.showing(List.of(theirs, mine)), server, "localhost")))
          .isEqualTo("hi");
      assertThat(text(ask(insecure.showing(List.of(any)), server, "127.0.0.1"))).isEqualTo("hi");
      assertThat(ask(insecure.showing(List.of(theirs)), server, "localhost").errorCode())
          .isEqualTo(Fault.TLS);
    }
  }

  @Test
  void every_user_pays_for_its_own_handshake() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(listener("localhost"), (_, call) -> call.ok("hi"));
        Network network = new Network(ClientConfig.DEFAULT.with(TlsConfig.DEFAULT.insecure()))) {
      HttpUrl url = HttpUrl.parse("https://localhost:" + server.port() + "/");
      long[] bytes = new long[5];
      for (int user = 0; user < bytes.length; user++) {
        try (HttpClient client = network.client(user)) {
          bytes[user] = client.send(HttpCall.of("GET", url)).receivedBytes();
          client.send(HttpCall.of("GET", url));
        }
      }
      // A session that is taken up again needs no certificate, which is most of a handshake.
      for (long of : bytes) assertThat(of).isBetween(bytes[0] - 20, bytes[0] + 20);
    }
  }

  @Test
  void a_large_body_goes_both_ways() throws Exception {
    String body = "0123456789abcdef".repeat(50_000);
    try (ScriptedServer server =
            new ScriptedServer(
                listener("localhost"),
                (request, call) -> call.ok(request.substring(request.indexOf("\r\n\r\n") + 4)));
        Network network = new Network(ClientConfig.DEFAULT.with(TlsConfig.DEFAULT.insecure()));
        HttpClient client = network.client(0)) {
      HttpUrl url = HttpUrl.parse("https://localhost:" + server.port() + "/");
      for (int length : new int[] {1, 3_000, 16_384, 17_000, 800_000}) {
        String part = body.substring(0, length);
        HttpReply reply =
            client.send(HttpCall.of("POST", url).with(part.getBytes(StandardCharsets.UTF_8)));
        assertThat(text(reply)).isEqualTo(part);
        HttpReply dropped =
            client.send(
                HttpCall.of("POST", url)
                    .with(part.getBytes(StandardCharsets.UTF_8))
                    .droppingBody());
        assertThat(dropped.status()).isEqualTo(200);
        assertThat(dropped.receivedBytes()).isGreaterThan(length);
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void a_server_without_tls_is_told() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer((_, call) -> call.send("HTTP/1.1 400 Bad Request\r\n\r\n"));
        ServerSocket plain = new ServerSocket(0)) {
      Thread.ofVirtual().start(() -> answerPlainly(plain));
      try (Network network = new Network(ClientConfig.DEFAULT);
          HttpClient client = network.client(0)) {
        HttpReply reply =
            client.send(
                HttpCall.of(
                    "GET", HttpUrl.parse("https://127.0.0.1:" + plain.getLocalPort() + "/")));
        assertThat(reply.errorCode()).isEqualTo(Fault.TLS);
        assertThat(reply.error()).isEqualTo("tls: first record does not look like a TLS handshake");
      }
      assertThat(server.requests()).isEmpty();
    }
  }

  private static void answerPlainly(ServerSocket listener) {
    try (var socket = listener.accept()) {
      socket
          .getOutputStream()
          .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().readAllBytes();
    } catch (IOException _) {
      // The other side has gone.
    }
  }

  @Test
  void a_timeout_ends_a_handshake() throws Exception {
    try (ServerSocket silent = new ServerSocket(0);
        Network network = new Network(ClientConfig.DEFAULT);
        HttpClient client = network.client(0)) {
      HttpUrl url = HttpUrl.parse("https://127.0.0.1:" + silent.getLocalPort() + "/");
      HttpReply reply = client.send(HttpCall.of("GET", url).within(Duration.ofMillis(100)));
      assertThat(reply.errorCode()).isEqualTo(Fault.TIMEOUT);
      assertThat(reply.timings().tlsHandshaking()).isPositive();
    }
  }
}
