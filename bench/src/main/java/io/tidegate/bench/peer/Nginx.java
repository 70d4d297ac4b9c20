package io.tidegate.bench.peer;

import io.tidegate.bench.machine.Machine;
import io.tidegate.http.tls.CertificateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * nginx with as many cores as ours may use: answering everything with the same 200, about the least
 * that a server can do with a request; with files; or as a load balancer.
 */
public final class Nginx {
  /** What the tables call it as a load balancer. */
  public static final String PROXY = "nginx";

  private static final int SECONDS_MAX = 10;

  private Nginx() {}

  /** Whether there is one. */
  public static boolean found() {
    return Machine.has("nginx");
  }

  /** Its version. */
  public static String version(Path folder) throws InterruptedException {
    return Machine.output(List.of(Machine.where("nginx"), "-v"), folder)
        .replace("nginx version: nginx/", "");
  }

  /**
   * Starts one that answers everything with the same 200.
   *
   * @param folder its own, empty
   * @param json what it answers
   * @param logging whether it writes an access log, as ours does: buffered
   */
  public static Subject answering(Path folder, String json, boolean logging)
      throws IOException, InterruptedException {
    String server = "location / { default_type application/json; return 200 '" + json + "'; }";
    String name = logging ? "nginx 200" : "nginx 200, no log";
    return start(folder, new Blocks("", server, logging), null, name);
  }

  /**
   * Starts one that serves a file at a path, with {@code gzip_static}: compressed before by us.
   *
   * @param folder its own, empty
   * @param path what it is asked for, without a query
   * @param plain the file
   * @param gzip the same, compressed
   */
  public static Subject serving(Path folder, String path, byte[] plain, byte[] gzip)
      throws IOException, InterruptedException {
    Path root = Files.createDirectories(folder.resolve("root"));
    Files.write(root.resolve("file.json"), plain);
    Files.write(root.resolve("file.json.gz"), gzip);
    String server =
        """
        sendfile on; tcp_nopush on; open_file_cache max=16; gzip_vary on;
        location / { return 200; }
        location = %s { root %s; rewrite ^ /file.json break; default_type application/json; gzip_static on; }\
        """
            .formatted(path, root);
    return start(folder, new Blocks("", server, true), null, "nginx file");
  }

  /**
   * Starts one that serves files, without a log: what load balancers are measured before.
   *
   * @param folder its own, empty
   * @param files by names without a slash
   */
  public static Subject upstream(Path folder, Map<String, byte[]> files)
      throws IOException, InterruptedException {
    Path root = Files.createDirectories(folder.resolve("root"));
    for (Map.Entry<String, byte[]> file : files.entrySet())
      Files.write(root.resolve(file.getKey()), file.getValue());
    String server =
        """
        sendfile on; tcp_nopush on; open_file_cache max=16; default_type application/json;
        root %s; location = / { return 200; }\
        """
            .formatted(root);
    return start(folder, new Blocks("", server, false), null, "no gate");
  }

  /** Starts one as a load balancer. */
  public static Subject proxy(ProxySetup setup) throws IOException, InterruptedException {
    String http =
        "upstream behind { server 127.0.0.1:%d; keepalive 1024; keepalive_requests 1000000000; }"
            .formatted(setup.upstream());
    String server =
        """
        location / {
              proxy_pass http://behind;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_set_header X-Forwarded-For $remote_addr;
              proxy_set_header X-Forwarded-Proto $scheme;
              proxy_set_header X-Forwarded-Host $host;
              proxy_set_header X-Request-Id $request_id;
            }\
        """;
    return start(setup.folder(), new Blocks(http, server, false), setup.tls(), PROXY);
  }

  /** Whether it can serve files that were compressed before. */
  public static boolean servesCompressed(Path folder) throws InterruptedException {
    return Machine.output(List.of(Machine.where("nginx"), "-V"), folder)
        .contains("http_gzip_static_module");
  }

  /** What goes into the blocks {@code http} and {@code server}. */
  private record Blocks(String http, String server, boolean logging) {}

  private static Subject start(
      Path folder, Blocks blocks, @Nullable CertificateFiles tls, String name)
      throws IOException, InterruptedException {
    int port = Subject.freePort();
    Path file = folder.resolve("nginx.conf");
    Files.writeString(file, configuration(folder, port, blocks, tls));
    List<String> command =
        List.of(Machine.where("nginx"), "-p", folder.toString(), "-c", file.toString());
    Server server =
        Server.start(command, Map.of(), port, null, folder.resolve("said"), SECONDS_MAX);
    return new PeerProcess(server, name, false, tls != null);
  }

  private static String configuration(
      Path folder, int port, Blocks blocks, @Nullable CertificateFiles tls) {
    String log =
        blocks.logging ? folder.resolve("access.log") + " combined buffer=64k flush=1s" : "off";
    // Started by root, its workers would be somebody who may not look into the folder.
    String user = "root".equals(System.getProperty("user.name")) ? "user root;" : "";
    String secure =
        tls == null
            ? ""
            : "ssl_certificate %s; ssl_certificate_key %s; ssl_protocols TLSv1.2 TLSv1.3;"
                .formatted(tls.certificate(), tls.key());
    return """
    daemon off; %5$s
    worker_processes auto;
    pid %1$s/pid;
    error_log %1$s/error.log;
    events { worker_connections 16384; }
    http {
      client_body_temp_path %1$s; proxy_temp_path %1$s; fastcgi_temp_path %1$s; uwsgi_temp_path %1$s; scgi_temp_path %1$s;
      access_log %2$s;
      keepalive_requests 1000000000;
      %6$s
      server {
        listen 127.0.0.1:%3$d %7$s backlog=4096;
        %8$s
        %4$s
      }
    }
    """
        .formatted(
            folder,
            log,
            port,
            blocks.server,
            user,
            blocks.http,
            tls == null ? "" : "ssl http2",
            secure);
  }
}
