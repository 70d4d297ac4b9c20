package io.tidegate.gate;

import static io.tidegate.testkit.ScriptedServer.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.http.h2.Http2Config;
import io.tidegate.http.tls.CertificateFiles;
import io.tidegate.http.tls.DevCertificate;
import io.tidegate.testkit.Needs;
import io.tidegate.testkit.ScriptedServer;
import io.tidegate.testkit.Trust;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gate as clients of TLS and HTTP/2 see it, and what the upstream sees of them. */
@Timeout(120)
class EntryTest {

  private static final EntryConfig CLEAR =
      new EntryConfig(List.of(), Http2Config.DEFAULT, true, List.of());

  @TempDir static Path folder;
  private static CertificateFiles certificate;
  private static SSLContext trusting;

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = DevCertificate.in(folder);
    trusting = Trust.in(certificate.certificate());
  }

  private static GateFixture secure(ScriptedServer upstream) throws IOException {
    return GateFixture.of(
        GateFixture.config(upstream.address()).entered(EntryConfig.tls(List.of(certificate))));
  }

  private static HttpClient client(Version version) {
    return HttpClient.newBuilder().version(version).sslContext(trusting).build();
  }

  private static HttpRequest.Builder to(GateFixture gate, String path) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + gate.gate().port() + path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP_1_1", "HTTP_2"})
  void a_client_of_either_version_is_served_and_the_upstream_hears_of_tls(Version version)
      throws Exception {
    try (ScriptedServer upstream = ScriptedServer.saying("hello");
        GateFixture gate = secure(upstream);
        HttpClient client = client(version)) {
      HttpResponse<String> reply = client.send(to(gate, "/a?b=c").build(), BodyHandlers.ofString());
      assertThat(reply.version()).isEqualTo(version);
      assertThat(reply.statusCode()).isEqualTo(200);
      assertThat(reply.body()).isEqualTo("hello");
      assertThat(upstream.requests().getFirst())
          .startsWith("GET /a?b=c HTTP/1.1\r\n")
          .contains("X-Forwarded-Proto: https\r\n")
          .contains("Via: " + (version == Version.HTTP_2 ? "2.0" : "1.1") + " tidegate\r\n")
          .contains("X-Forwarded-Host: localhost:" + gate.gate().port() + "\r\n");
    }
  }

  @Test
  void bodies_go_through_in_both_directions_whole() throws Exception {
    byte[] sent = new byte[4 << 20];
    for (int i = 0; i < sent.length; i++) sent[i] = (byte) ((i * 31) >> 3);
    try (ScriptedServer upstream =
            new ScriptedServer((request, call) -> {
              byte[] body =
                  request
                      .substring(request.indexOf("\r\n\r\n") + 4)
                      .getBytes(StandardCharsets.ISO_8859_1);
              call.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n");
              call.out().write(body);
              call.out().flush();
            });
        GateFixture gate = secure(upstream);
        HttpClient client = client(Version.HTTP_2)) {
      HttpRequest request = to(gate, "/").POST(BodyPublishers.ofByteArray(sent)).build();
      assertThat(client.send(request, BodyHandlers.ofByteArray()).body()).isEqualTo(sent);
    }
  }

  @Test
  void a_reply_in_chunks_streams_while_it_comes() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    try (ScriptedServer upstream =
            new ScriptedServer((_, call) -> {
              call.send(
                  lines(
                      """
                      HTTP/1.1 200 OK
                      Content-Type: text/event-stream
                      Transfer-Encoding: chunked

                      """));
              call.send("9\r\ndata: 1\n\n\r\n");
              read.await();
              call.send("9\r\ndata: 2\n\n\r\n0\r\n\r\n");
            });
        GateFixture gate = secure(upstream);
        HttpClient client = client(Version.HTTP_2)) {
      HttpResponse<InputStream> reply =
          client.send(to(gate, "/").build(), BodyHandlers.ofInputStream());
      byte[] first = reply.body().readNBytes(9);
      assertThat(new String(first, StandardCharsets.US_ASCII)).isEqualTo("data: 1\n\n");
      read.countDown();
      assertThat(reply.body().readAllBytes()).hasSize(9);
    }
  }

  @Test
  void the_upstream_sees_at_once_that_a_client_cancels() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    CountDownLatch came = new CountDownLatch(1);
    try (ScriptedServer upstream =
            new ScriptedServer((_, call) -> {
              came.countDown();
              if (call.in().read() < 0) gone.countDown();
            });
        GateFixture gate = secure(upstream);
        HttpClient client = client(Version.HTTP_2)) {
      CompletableFuture<HttpResponse<String>> asked =
          client.sendAsync(to(gate, "/").build(), BodyHandlers.ofString());
      assertThat(came.await(20, TimeUnit.SECONDS)).isTrue();
      asked.cancel(true);
      assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_certificate_that_changes_on_the_disk_is_shown_to_the_next() throws Exception {
    Path own = Files.createDirectories(folder.resolve("changing"));
    CertificateFiles first = DevCertificate.in(own);
    CertificateFiles second = DevCertificate.in(own, "second.example");
    Path before = Files.copy(first.certificate(), own.resolve("before.pem"));
    CertificateFiles kept = new CertificateFiles(List.of(), before, first.key());
    X509Certificate wanted = read(second.certificate());
    try (ScriptedServer upstream = ScriptedServer.saying("hello");
        GateFixture gate =
            GateFixture.of(
                GateFixture.config(upstream.address()).entered(EntryConfig.tls(List.of(first))))) {
      assertThat(shown(gate, Trust.in(kept.certificate(), second.certificate())))
          .isEqualTo(read(before));
      Files.copy(second.certificate(), first.certificate(), StandardCopyOption.REPLACE_EXISTING);
      Files.copy(second.key(), first.key(), StandardCopyOption.REPLACE_EXISTING);
      Wait.until(
          () -> shown(gate, Trust.in(kept.certificate(), second.certificate())).equals(wanted));
    }
  }

  private static X509Certificate read(Path file) throws Exception {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static X509Certificate shown(GateFixture gate, SSLContext trusting) throws Exception {
    try (HttpClient client = HttpClient.newBuilder().sslContext(trusting).build()) {
      URI address = URI.create("https://127.0.0.1:" + gate.gate().port());
      HttpRequest request = HttpRequest.newBuilder(address).build();
      HttpResponse<String> reply = client.send(request, BodyHandlers.ofString());
      return (X509Certificate) reply.sslSession().orElseThrow().getPeerCertificates()[0];
    }
  }

  @Test
  void a_reload_with_a_broken_certificate_changes_nothing() throws Exception {
    try (ScriptedServer upstream = ScriptedServer.saying("hello");
        ScriptedServer other = ScriptedServer.saying("other");
        GateFixture gate = secure(upstream);
        HttpClient client = client(Version.HTTP_2)) {
      CertificateFiles broken =
          new CertificateFiles(List.of(), certificate.key(), certificate.key());
      GateConfig next =
          GateFixture.config(other.address()).entered(EntryConfig.tls(List.of(broken)));
      assertThatThrownBy(() -> gate.gate().reload(next)).isInstanceOf(IOException.class);
      HttpRequest request = to(gate, "/").build();
      assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("hello");
      gate.gate().reload(next.entered(EntryConfig.tls(List.of(certificate))));
      assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("other");
    }
  }

  @Test
  void h2spec_has_nothing_to_object_to_in_the_clear() throws Exception {
    try (ScriptedServer upstream = ScriptedServer.saying("hello");
        GateFixture gate = GateFixture.of(GateFixture.config(upstream.address()).entered(CLEAR))) {
      h2spec(gate);
    }
  }

  @Test
  void h2spec_has_nothing_to_object_to_over_tls() throws Exception {
    try (ScriptedServer upstream = ScriptedServer.saying("hello");
        GateFixture gate = secure(upstream)) {
      h2spec(gate, "-t", "-k");
    }
  }

  /**
   * Generic, http2 and hpack; {@code go install github.com/summerwind/h2spec/cmd/h2spec@latest}.
   */
  private static void h2spec(GateFixture gate, String... more) throws Exception {
    Path log = Files.createTempFile(folder, "h2spec", ".log");
    ProcessBuilder program = new ProcessBuilder(Needs.program("h2spec").toString());
    program.command().addAll(List.of("-h", "127.0.0.1", "-p", "" + gate.gate().port(), "-o", "5"));
    program.command().addAll(List.of(more));
    Process process = program.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    boolean ended = process.waitFor(100, TimeUnit.SECONDS);
    process.destroyForcibly();
    String said = Files.readString(log);
    assertThat(ended).as(said).isTrue();
    assertThat(said).containsPattern("\\d+ tests, \\d+ passed, 0 skipped, 0 failed");
  }
}
