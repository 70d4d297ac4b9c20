package io.tidegate.bench.peer;

import io.tidegate.bench.machine.Machine;
import io.tidegate.http.tls.CertificateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Spring Cloud Gateway on WebFlux, as its users start it: {@code java -jar}, with the heap and the
 * collector that the JVM chooses. It lies in {@code bench/peers}, apart from everything of ours,
 * and Maven gets it when it is first wanted.
 */
public final class SpringGateway {
  /** What the tables call it. */
  public static final String NAME = "Spring Cloud Gateway";

  private static final int SECONDS_MAX = 120;
  private static final String JAR = "spring-cloud-gateway.jar";

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
    Path sources = home.resolve("bench/peers/spring-cloud-gateway");
    Path target = home.resolve(".tidegate/spring-cloud-gateway");
    Path jar = target.resolve(JAR);
    if (!isNewer(jar, sources)) build(sources, target, jar);
    return new SpringGateway(jar);
  }

  private static boolean isNewer(Path jar, Path sources) throws IOException {
    if (!Files.exists(jar)) return false;
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(Files::isRegularFile).toList())
        if (Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(jar)) > 0)
          return false;
    }
    return true;
  }

  private static void build(Path sources, Path target, Path jar)
      throws IOException, InterruptedException {
    if (!Machine.has("mvn")) throw new IOException("no mvn on the path");
    String said =
        Machine.output(
            List.of(
                Machine.where("mvn"),
                "-q",
                "-B",
                "-Dstyle.color=never",
                "-Dtarget=" + target,
                "package"),
            sources);
    if (!Files.exists(jar)) throw new IOException(lastLine(said));
  }

  private static String lastLine(String said) {
    return said.lines().filter(line -> line.startsWith("[ERROR]")).findFirst().orElse(said);
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
