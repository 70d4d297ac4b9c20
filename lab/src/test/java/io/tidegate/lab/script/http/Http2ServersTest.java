package io.tidegate.lab.script.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.http.server.Entry;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.HttpConfig;
import io.tidegate.http.server.HttpServer;
import io.tidegate.http.server.Response;
import io.tidegate.http.server.ServerObserver;
import io.tidegate.http.tls.CertificateFiles;
import io.tidegate.http.tls.Certificates;
import io.tidegate.http.tls.DevCertificate;
import io.tidegate.lab.K6Runners;
import io.tidegate.testkit.Needs;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A script against real servers of HTTP/2, in the lab and in real k6. */
@Timeout(120)
class Http2ServersTest {

  private static final String SCRIPT =
      """
      import http from 'k6/http';
      import exec from 'k6/execution';
      export const options = {
        iterations: 3, insecureSkipTLSVerify: true,
        thresholds: { 'http_reqs{proto:HTTP/2.0}': ['count==24'] },
      };
      const say = (r) => console.log(r.proto, r.status, r.status_text, r.error_code, r.body.length);
      export default function () {
        const one = http.get(`${__ENV.BASE}/small`, { headers: { Connection: 'keep-alive' } });
        say(one);
        console.log(one.body, one.headers['Content-Type'], one.timings.connecting > 0);
        say(http.get(`${__ENV.BASE}/large`));
        say(http.get(`${__ENV.BASE}/none`));
        say(http.head(`${__ENV.BASE}/small`));
        http.batch(Array(4).fill(['GET', `${__ENV.BASE}/large`])).forEach(say);
        if (exec.vu.iterationInInstance === 2) console.log(http.get(__ENV.BASE, { timeout: '0s' }).error_code);
      }
      """;

  private static final String SAID =
      """
      HTTP/2.0 200 200 OK 0 5
      hello text/plain %s
      HTTP/2.0 200 200 OK 0 300000
      HTTP/2.0 404 404 Not Found 1404 %d
      HTTP/2.0 200 200 OK 0 0
      HTTP/2.0 200 200 OK 0 300000
      HTTP/2.0 200 200 OK 0 300000
      HTTP/2.0 200 200 OK 0 300000
      HTTP/2.0 200 200 OK 0 300000
      """;

  private static final byte[] LARGE = new byte[300_000];

  @TempDir private Path folder;

  private static String said(int missing) {
    return SAID.formatted(true, missing)
        + (SAID + SAID).formatted(false, missing, false, missing)
        + "1050\n";
  }

  /** What a run wrote to its console. */
  private static String console(String log) {
    StringBuilder lines = new StringBuilder();
    for (String line : log.split("\n", -1)) {
      int from = line.indexOf("msg=");
      if (!line.contains("source=console")) continue;
      String message = line.substring(from + 4, line.lastIndexOf(" source=console"));
      lines.append(message.replaceAll("^\"|\"$", "")).append('\n');
    }
    return lines.toString();
  }

  private void both(String base, int missing) throws Exception {
    Path script = Files.writeString(folder.resolve("script.js"), SCRIPT);
    K6Runners.Ended lab = K6Runners.lab(script, "-e", "BASE=" + base);
    assertThat(console(lab.said())).isEqualTo(said(missing));
    assertThat(lab.code()).isZero();
    if (System.getenv("K6") == null) return;
    K6Runners.Ended k6 = K6Runners.k6(script, "-e", "BASE=" + base);
    assertThat(console(k6.said())).isEqualTo(said(missing));
    assertThat(k6.code()).isZero();
  }

  private static void answer(Exchange exchange) {
    Response response =
        switch (exchange.path()) {
          case "/small" -> Response.of(200, "text/plain", "hello".getBytes(StandardCharsets.UTF_8));
          case "/large" -> Response.of(200, "text/plain", LARGE);
          default -> Response.of(404, "text/plain", new byte[9]);
        };
    exchange.reply(response);
  }

  @Test
  void a_script_speaks_to_the_server_of_this_project() throws Exception {
    CertificateFiles files = DevCertificate.in(folder.resolve("tls"), "localhost");
    Certificates certificates = Certificates.read(List.of(files), true);
    try (HttpServer server =
        HttpServer.start(
            HttpConfig.DEFAULT.at("127.0.0.1", 0).loops(1),
            Http2ServersTest::answer,
            ServerObserver.NONE,
            Entry.tls(certificates))) {
      both("https://localhost:" + server.port(), 9);
    }
  }

  @Test
  void a_script_speaks_to_nginx() throws Exception {
    Path program = Needs.program("nginx");
    CertificateFiles files = DevCertificate.in(folder.resolve("tls"), "localhost");
    Files.writeString(folder.resolve("small"), "hello");
    Files.write(folder.resolve("large"), LARGE);
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path config =
        Files.writeString(
            folder.resolve("nginx.conf"),
            """
            daemon off;
            master_process off;
            pid %1$s/nginx.pid;
            error_log %1$s/error.log;
            events {}
            http {
              access_log off;
              default_type text/plain;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
              server {
                listen 127.0.0.1:%2$d ssl http2;
                ssl_certificate %3$s;
                ssl_certificate_key %4$s;
                location / { root %1$s; }
                location /none { return 404 "123456789"; }
              }
            }
            """
                .formatted(folder, port, files.certificate(), files.key()));
    Process nginx =
        new ProcessBuilder(program.toString(), "-c", config.toString(), "-p", folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    try {
      Wait.until(() -> isUp(port));
      both("https://localhost:" + port, 9);
    } finally {
      nginx.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  private static boolean isUp(int port) {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  static {
    Arrays.fill(LARGE, (byte) 'x');
  }
}
