package io.tidegate.bench.peer;

import io.tidegate.http.tls.CertificateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Spring Cloud Gateway on WebFlux, as its users start it: {@code java -jar}, with the heap and the
 * collector that the JVM chooses.
 */
public final class SpringGateway {
  /** What the tables call it. */
  public static final String NAME = "Spring Cloud Gateway";

  private static final int SECONDS_MAX = 120;

  private final Path jar;

  private SpringGateway(Path jar) {
    this.jar = jar;
  }

  /**
   * The one that was built for a checkout, which is built where it is not there yet.
   *
   * @throws IOException if it cannot be built here; the message says why
   */
  public static SpringGateway of(Path home) throws IOException, InterruptedException {
    return new SpringGateway(PeerBuild.jar(home, "spring-cloud-gateway"));
  }

  /** Starts one. */
  public Subject start(ProxySetup setup) throws IOException, InterruptedException {
    int port = Subject.freePort();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", jar.toString(), "--server.address=127.0.0.1"));
    command.add("--server.port=" + port);
    command.add("--upstream=http://127.0.0.1:" + setup.upstream());
    CertificateFiles tls = setup.tls();
    if (tls != null) {
      command.add("--server.http2.enabled=true");
      command.add("--server.ssl.certificate=file:" + tls.certificate());
      command.add("--server.ssl.certificate-private-key=file:" + tls.key());
    }
    Path said = setup.folder().resolve("said");
    Server server = Server.start(command, Map.of(), port, null, said, SECONDS_MAX);
    return new PeerProcess(server, NAME, false, tls != null);
  }
}
