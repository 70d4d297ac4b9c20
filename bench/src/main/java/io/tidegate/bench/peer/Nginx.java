package io.tidegate.bench.peer;

import io.tidegate.bench.machine.Machine;
import io.tidegate.bench.machine.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * nginx answering everything with the same 200, about the least that a server can do with a
 * request; or with a file. It may use as many cores as ours.
 */
public final class Nginx implements Subject {
  private static final int SECONDS_MAX = 10;

  private final Server server;
  private final String name;

  private Nginx(Server server, String name) {
    this.server = server;
    this.name = name;
  }

  /** Whether there is one. */
  public static boolean found() {
    return Machine.has("nginx");
  }

  /** Its version. */
  public static String version(Path folder) throws InterruptedException {
    return Machine.output(List.of(Machine.where("nginx"), "-v"), folder)
        .replace("nginx version: ", "");
  }

  /**
   * Starts one.
   *
   * @param folder its own, empty
   * @param json what it answers
   * @param logging whether it writes an access log, as ours does: buffered
   */
  public static Nginx start(Path folder, String json, boolean logging)
      throws IOException, InterruptedException {
    String location = "location / { default_type application/json; return 200 '" + json + "'; }";
    String name = logging ? "nginx 200" : "nginx 200, no log";
    return start(folder, location, logging, name);
  }

  /**
   * Starts one that serves a file at a path, with {@code gzip_static}: compressed before by us.
   *
   * @param folder its own, empty
   * @param path what it is asked for, without a query
   * @param plain the file
   * @param gzip the same, compressed
   */
  public static Nginx serving(Path folder, String path, byte[] plain, byte[] gzip)
      throws IOException, InterruptedException {
    Path root = Files.createDirectories(folder.resolve("root"));
    Files.write(root.resolve("file.json"), plain);
    Files.write(root.resolve("file.json.gz"), gzip);
    String location =
        """
        sendfile on; tcp_nopush on; open_file_cache max=16; gzip_vary on;
        location / { return 200; }
        location = %s { root %s; rewrite ^ /file.json break; default_type application/json; gzip_static on; }\
        """
            .formatted(path, root);
    return start(folder, location, true, "nginx file");
  }

  /** Whether it can serve files that were compressed before. */
  public static boolean servesCompressed(Path folder) throws InterruptedException {
    return Machine.output(List.of(Machine.where("nginx"), "-V"), folder)
        .contains("http_gzip_static_module");
  }

  private static Nginx start(Path folder, String location, boolean logging, String name)
      throws IOException, InterruptedException {
    int port = Subject.freePort();
    Path file = folder.resolve("nginx.conf");
    Files.writeString(file, configuration(folder, port, location, logging));
    List<String> command =
        List.of(Machine.where("nginx"), "-p", folder.toString(), "-c", file.toString());
    Server server = Server.start(command, Map.of(), port, "/", folder.resolve("said"), SECONDS_MAX);
    return new Nginx(server, name);
  }

  private static String configuration(Path folder, int port, String location, boolean logging) {
    String log = logging ? folder.resolve("access.log") + " combined buffer=64k flush=1s" : "off";
    // Started by root, its workers would be somebody who may not look into the folder.
    String user = "root".equals(System.getProperty("user.name")) ? "user root;" : "";
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
      server {
        listen 127.0.0.1:%3$d backlog=4096;
        %4$s
      }
    }
    """
        .formatted(folder, log, port, location, user);
  }

  @Override
  public String name() {
    return name;
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
