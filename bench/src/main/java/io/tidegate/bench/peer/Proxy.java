package io.tidegate.bench.peer;

import io.tidegate.bench.machine.Machine;
import io.tidegate.bench.machine.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A load balancer before one upstream on this machine: ours, nginx or HAProxy. Each may use all
 * cores, keeps its connections to the upstream, tells it who the client is, and writes no access
 * log.
 */
public final class Proxy implements Subject {
  private static final int SECONDS_MAX = 120;

  private final Server server;
  private final String name;
  private final boolean ours;

  private Proxy(Server server, String name, boolean ours) {
    this.server = server;
    this.name = name;
    this.ours = ours;
  }

  /**
   * Our gate, through the launcher of a checkout.
   *
   * @param folder its own, empty
   */
  public static Proxy gate(Path home, Path folder, int upstream)
      throws IOException, InterruptedException {
    int port = Subject.freePort();
    Path file = folder.resolve("gate.yaml");
    Files.writeString(
        file,
        """
        listen: 127.0.0.1:%d
        routes:
          - path: /
            upstream: [127.0.0.1:%d]
        """
            .formatted(port, upstream));
    List<String> command =
        List.of(home.resolve("tidegate").toString(), "gate", "--config", file.toString());
    Map<String, String> environment = Map.of("TIDEGATE_JAVA_OPTS", "-Xmx256m");
    Path said = folder.resolve("said");
    return new Proxy(
        Server.start(command, environment, port, "/", said, SECONDS_MAX), "ours", true);
  }

  /** nginx, which has to be there. */
  public static Proxy nginx(Path folder, int upstream) throws IOException, InterruptedException {
    int port = Subject.freePort();
    Path file = folder.resolve("nginx.conf");
    String user = "root".equals(System.getProperty("user.name")) ? "user root;" : "";
    Files.writeString(
        file,
        """
        daemon off; %4$s
        worker_processes auto;
        pid %1$s/pid;
        error_log %1$s/error.log;
        events { worker_connections 16384; }
        http {
          client_body_temp_path %1$s; proxy_temp_path %1$s; fastcgi_temp_path %1$s; uwsgi_temp_path %1$s; scgi_temp_path %1$s;
          access_log off;
          keepalive_requests 1000000000;
          upstream behind { server 127.0.0.1:%3$d; keepalive 1024; keepalive_requests 1000000000; }
          server {
            listen 127.0.0.1:%2$d backlog=4096;
            location / {
              proxy_pass http://behind;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_set_header X-Forwarded-For $remote_addr;
              proxy_set_header X-Forwarded-Proto $scheme;
              proxy_set_header X-Forwarded-Host $host;
              proxy_set_header X-Request-Id $request_id;
            }
          }
        }
        """
            .formatted(folder, port, upstream, user));
    List<String> command =
        List.of(Machine.where("nginx"), "-p", folder.toString(), "-c", file.toString());
    return new Proxy(
        Server.start(command, Map.of(), port, "/", folder.resolve("said"), SECONDS_MAX),
        "nginx",
        false);
  }

  /** HAProxy, which has to be there. */
  public static Proxy haproxy(Path folder, int upstream) throws IOException, InterruptedException {
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
          bind 127.0.0.1:%1$d
          unique-id-format %%{+X}o%%ci:%%cp_%%Ts_%%rt
          unique-id-header X-Request-Id
          http-request set-header X-Forwarded-Proto http
          http-request set-header X-Forwarded-Host %%[req.hdr(Host)]
          default_backend behind
        backend behind
          server one 127.0.0.1:%2$d
        """
            .formatted(port, upstream, Runtime.getRuntime().availableProcessors()));
    List<String> command = List.of(Machine.where("haproxy"), "-db", "-f", file.toString());
    return new Proxy(
        Server.start(command, Map.of(), port, "/", folder.resolve("said"), SECONDS_MAX),
        "HAProxy",
        false);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean ours() {
    return ours;
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public Usage usage() {
    return server.usage();
  }

  @Override
  public int expected() {
    return 200;
  }

  @Override
  public void close() {
    server.close();
  }
}
