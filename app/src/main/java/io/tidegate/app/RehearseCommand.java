package io.tidegate.app;

import io.tidegate.app.config.Config;
import io.tidegate.app.config.ConfigLoader;
import io.tidegate.app.gate.GateFile;
import io.tidegate.app.service.Service;
import io.tidegate.gate.GateConfig;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.tls.CertificateFiles;
import io.tidegate.http.tls.DevCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code rehearse}: a short life of a service with demo data and of two gates before it, with a
 * crowd that comes and buys through each door, in the clear, over TLS and with HTTP/2, and a start
 * from what that left. The launcher runs it once for each build, under a JVM that notes which
 * classes were loaded and which methods were worth compiling; later starts begin with both.
 */
@Command(
    name = "rehearse",
    hidden = true,
    description = "Starts and stops a service and a gate, for the JVM to learn from.")
final class RehearseCommand implements Callable<Integer> {

  private static final Duration CROWD_STAYS = Duration.ofSeconds(4);
  private static final int VISITORS_AT_ONCE = 16;
  private static final Duration STOP = Duration.ofSeconds(2);

  @Parameters(paramLabel = "DIR", description = "Data folder to be made.")
  private Path data = Path.of("data");

  private final AtomicLong users = new AtomicLong();

  @Override
  public Integer call() throws Exception {
    Map<String, String> given =
        Map.of("--data", data.toString(), "--port", "0", "--gate-port", "0");
    Config config = ConfigLoader.load(Config.DEMO, null, Map.of(), given);
    Service service = Service.start(config, true);
    CertificateFiles certificate = DevCertificate.in(data.resolveSibling("tls"));
    OpenGate gate = open("gate", "", service.port());
    OpenGate secure = open("secure", tls(certificate), service.port());
    URI https = URI.create("https://127.0.0.1:" + secure.gate().port());
    SSLContext trusting = trusting(certificate);
    try (HttpClient http1 = client(Version.HTTP_1_1, trusting);
        HttpClient http2 = client(Version.HTTP_2, trusting)) {
      visit(
          List.of(
              new Door(http1, local(service.port())),
              new Door(http1, local(gate.gate().port())),
              new Door(http1, https),
              new Door(http2, https)));
    }
    gate.stop(STOP);
    secure.stop(STOP);
    service.stop();
    Service.start(config, true).stop();
    return 0;
  }

  private static URI local(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Where people come in, and by which version of HTTP. */
  private record Door(HttpClient client, URI at) {}

  private static HttpClient client(Version version, SSLContext trusting) {
    return HttpClient.newBuilder().version(version).sslContext(trusting).build();
  }

  private static SSLContext trusting(CertificateFiles files)
      throws IOException, GeneralSecurityException {
    KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
    known.load(null, null);
    try (InputStream pem = Files.newInputStream(files.certificate())) {
      Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(pem);
      known.setCertificateEntry("gate", certificate);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(known);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static String tls(CertificateFiles files) {
    return "tls: {certificate: '%s', key: '%s'}".formatted(files.certificate(), files.key());
  }

  private OpenGate open(String name, String tls, int service)
      throws IOException, InterruptedException {
    return OpenGate.open(config(name, tls, service), data.resolveSibling(name + "-data"));
  }

  private GateConfig config(String name, String tls, int service) throws IOException {
    Path file = data.resolveSibling(name + ".yaml");
    Files.writeString(
        file,
        """
        listen: 127.0.0.1:0
        admin: {listen: 0}
        %3$s
        access-log: {file: %2$s-access.log}
        routes:
          - path: /feed
            upstream: 127.0.0.1:%1$d
            room: default
          - path: /
            upstream: 127.0.0.1:%1$d
        """
            .formatted(service, name, tls));
    return GateFile.read(file);
  }

  private void visit(List<Door> doors) throws InterruptedException {
    long endNs = System.nanoTime() + CROWD_STAYS.toNanos();
    List<Thread> visitors = new ArrayList<>();
    for (int i = 0; i < VISITORS_AT_ONCE; i++)
      visitors.add(
          Thread.startVirtualThread(() -> {
            while (System.nanoTime() < endNs) {
              long user = users.incrementAndGet();
              new Visitor(doors.get((int) (user % doors.size())), user).buy();
            }
          }));
    for (Thread visitor : visitors) visitor.join();
  }

  /**
   * Asks what a browser and a backend ask for one person; what is answered to it does not matter.
   */
  private record Visitor(Door door, long user) {
    private static final String API = "/api/v1";

    void buy() {
      String joined = ask("POST", API + "/user/" + user + "/queue/token/issue", "", "");
      String ticket = joined.replaceFirst("(?s).*\"waitingToken\":\"([^\"]*)\".*", "$1");
      ask("GET", API + "/user/queue/token/query", ticket, "");
      ask("GET", API + "/rooms/default/status", "", "");
      ask("GET", API + "/feed?limit=10", "", "");
      ask("GET", API + "/concerts/query?page=1", "", "");
      ask("GET", API + "/concert/1/date", ticket, "");
      ask("GET", API + "/concert/1/seat", ticket, "");
      ask("PATCH", API + "/pay/charge?amount=30000", ticket, "");
      ask("POST", API + "/concerts/1/seats/" + user + "/reserve", ticket, "");
      String who = new JsonWriter(32).beginObject().member("userId", user).endObject().toString();
      ask("POST", API + "/coupon/issue", "", who);
      ask("GET", "/feed", "", "");
    }

    private String ask(String method, String path, String ticket, String json) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(door.at.resolve(path))
              .timeout(CROWD_STAYS)
              .method(method, BodyPublishers.ofString(json));
      if (!json.isEmpty()) request.header("Content-Type", "application/json");
      if (!ticket.isEmpty()) request.header("waitingToken", ticket);
      try {
        return door.client.send(request.build(), BodyHandlers.ofString()).body();
      } catch (IOException | InterruptedException e) {
        return "";
      }
    }
  }
}
