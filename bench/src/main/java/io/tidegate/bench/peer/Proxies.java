package io.tidegate.bench.peer;

import io.tidegate.bench.machine.Machine;
import io.tidegate.http.tls.CertificateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Load balancers before one upstream on this machine: ours and HAProxy, beside {@link Nginx#proxy}
 * and {@link SpringGateway}. Each may use all cores, keeps its connections to the upstream, tells
 * it who the client is, and writes no access log.
 */
public final class Proxies {
  private static final int SECONDS_MAX = 120;

  /** As the gate is measured beside peers. */
  public static final String GATE_HEAP = "-Xmx256m";

  /** What the tables call our gate. */
  public static final String OURS = "ours";

  /** What the tables call HAProxy. */
  public static final String HAPROXY = "HAProxy";

  private Proxies() {}

  /**
   * What tells one gate of ours from another.
   *
   * @param name what the tables call it
   * @param more keys of its route, whole lines of YAML, such as {@code "room: default"}
   * @param jvm options of its JVM
   */
  public record GateOptions(String name, String more, String jvm) {}

  /** Our gate with one route and nothing else. */
  public static PeerProcess gate(Path home, ProxySetup setup)
      throws IOException, InterruptedException {
    return gate(home, setup, new GateOptions(OURS, "", GATE_HEAP));
  }

  /** Our gate with one route, through the launcher of a checkout. */
  public static PeerProcess gate(Path home, ProxySetup setup, GateOptions options)
      throws IOException, InterruptedException {
    Path folder = setup.folder();
    int port = Subject.freePort();
    Path file = folder.resolve("gate.yaml");
    CertificateFiles tls = setup.tls();
    String secure =
        tls == null
            ? ""
            : "tls: {certificate: %s, key: %s}".formatted(tls.certificate(), tls.key());
    Files.writeString(
        file,
        """
        listen: 127.0.0.1:%d
        admin: {listen: 0}
        %s
        routes:
          - path: /
            upstream: [127.0.0.1:%d]
        %s
        """
            .formatted(port, secure, setup.upstream(), options.more.indent(4)));
    List<String> command =
        List.of(
            home.resolve("tidegate").toString(),
            "gate",
            "--config",
            file.toString(),
            "--data",
            folder.resolve("data").toString());
    Map<String, String> environment = Map.of("TIDEGATE_JAVA_OPTS", options.jvm);
    Path said = folder.resolve("said");
    Server server = Server.start(command, environment, port, null, said, SECONDS_MAX);
    return new PeerProcess(server, options.name, true, tls != null);
  }

  /** Whether there is an HAProxy. */
  public static boolean hasHaproxy() {
    return Machine.has("haproxy");
  }

  /** The version of that HAProxy. */
  public static String haproxyVersion(Path folder) throws InterruptedException {
    String said = Machine.output(List.of(Machine.where("haproxy"), "-v"), folder);
    return said.replaceFirst("(?s)^HAProxy version ([0-9.]+).*", "$1");
  }

  /** HAProxy, which has to be there. */
  public static Subject haproxy(ProxySetup setup) throws IOException, InterruptedException {
    Path folder = setup.folder();
    int port = Subject.freePort();
    Path file = folder.resolve("haproxy.cfg");
    Files.writeString(
        file,
        """
        global
          nbthread %3$d
          maxconn 4000
        defaults
          mode http
          timeout connect 2s
          timeout client 60s
          timeout server 60s
          option forwardfor
          http-reuse always
        frontend front
          bind 127.0.0.1:%1$d %4$s
          unique-id-format %%{+X}o%%ci:%%cp_%%Ts_%%rt
          unique-id-header X-Request-Id
          http-request set-header X-Forwarded-Proto %5$s
          http-request set-header X-Forwarded-Host %%[req.hdr(Host)]
          default_backend behind
        backend behind
          server one 127.0.0.1:%2$d
        """
            .formatted(
                port,
                setup.upstream(),
                Runtime.getRuntime().availableProcessors(),
                bind(setup),
                setup.scheme()));
    List<String> command = List.of(Machine.where("haproxy"), "-db", "-f", file.toString());
    Server server =
        Server.start(command, Map.of(), port, null, folder.resolve("said"), SECONDS_MAX);
    return new PeerProcess(server, HAPROXY, false, setup.tls() != null);
  }

  /** HAProxy wants certificate and key in one file. */
  private static String bind(ProxySetup setup) throws IOException {
    CertificateFiles tls = setup.tls();
    if (tls == null) return "";
    Path pem = setup.folder().resolve("haproxy.pem");
    Files.writeString(pem, Files.readString(tls.certificate()) + Files.readString(tls.key()));
    return "ssl crt " + pem + " alpn h2,http/1.1";
  }
}
