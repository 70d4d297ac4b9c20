package io.tidegate.bench.peer;

import io.tidegate.bench.machine.Usage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Our service as a real process: durability on, default access log on. Nothing of it is in this
 * process.
 */
public final class TidegateProcess implements AutoCloseable {
  private static final int SECONDS_MAX = 120;

  private final Server server;
  private final Path data;
  private final HttpClient http = HttpClient.newHttpClient();

  private TidegateProcess(Server server, Path data) {
    this.server = server;
    this.data = data;
  }

  /**
   * How a service is started: a command in front of {@code up}'s own options, an environment, and
   * whether it makes the demo data.
   */
  public record Launch(List<String> command, Map<String, String> environment, boolean demo) {

    /** Without demo data. */
    public Launch(List<String> command, Map<String, String> environment) {
      this(command, environment, false);
    }

    /** Through the launcher of a checkout, as its users do. */
    public static Launch from(Path home) {
      return new Launch(List.of(home.resolve("tidegate").toString(), "up"), Map.of());
    }

    /** The same with one more environment variable. */
    public Launch with(String name, String value) {
      Map<String, String> more = new HashMap<>(environment);
      more.put(name, value);
      return new Launch(command, Map.copyOf(more), demo);
    }

    /** The same with the demo data. */
    public Launch withDemo() {
      return new Launch(command, environment, true);
    }

    /** The same behind another command, and listening at an address of its own. */
    public Launch behind(List<String> first, String host) {
      List<String> all = new ArrayList<>(first);
      all.addAll(command);
      all.addAll(List.of("--host", host));
      return new Launch(all, environment, demo);
    }
  }

  /** Starts a service on that folder, and waits until it is ready. */
  public static TidegateProcess start(Launch launch, Path data)
      throws IOException, InterruptedException {
    return start(launch, data, Subject.freePort());
  }

  /** The same on that port. */
  public static TidegateProcess start(Launch launch, Path data, int port)
      throws IOException, InterruptedException {
    Path log = said(data);
    List<String> command = command(launch, data, port);
    Server server = Server.start(command, launch.environment, port, "/readyz", log, SECONDS_MAX);
    return new TidegateProcess(server, data);
  }

  /** Starts one without waiting for anything. */
  public static Process exec(Launch launch, Path data) throws IOException {
    return exec(launch, data, Subject.freePort());
  }

  /** Starts one on that port without waiting for anything. */
  public static Process exec(Launch launch, Path data, int port) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(launch, data, port));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(said(data).toFile()));
    builder.environment().putAll(launch.environment);
    return Server.tended(builder.start());
  }

  private static List<String> command(Launch launch, Path data, int port) {
    List<String> command = new ArrayList<>(launch.command);
    if (!launch.demo) command.add("--empty");
    command.addAll(List.of("--port", String.valueOf(port)));
    command.addAll(List.of("--gate-port", "none", "--data", data.toString()));
    return command;
  }

  /** What it prints goes beside its folder. */
  private static Path said(Path data) throws IOException {
    Files.createDirectories(data);
    return data.resolveSibling(data.getFileName() + ".said");
  }

  /** Its data folder. */
  public Path data() {
    return data;
  }

  /** Where it listens. */
  public int port() {
    return server.port();
  }

  /** Its process. */
  public Server server() {
    return server;
  }

  /** What it has used so far. */
  public Usage usage() {
    return server.usage();
  }

  /**
   * Does something as its admin.
   *
   * @param path behind {@code /api/v1/admin/}
   * @return what it answered
   * @throws IOException if it did not answer with success
   */
  public String admin(String path, String json) throws IOException, InterruptedException {
    String key = Files.readString(data.resolve("admin.key")).strip();
    return call("POST", "/admin/" + path, json, "Authorization", "Bearer " + key);
  }

  /** Asks for something; as {@link #admin}. */
  public String get(String path, String... headers) throws IOException, InterruptedException {
    return call("GET", path, null, headers);
  }

  /** Posts something; as {@link #admin}. */
  public String post(String path, @Nullable String json, String... headers)
      throws IOException, InterruptedException {
    return call("POST", path, json, headers);
  }

  private String call(String method, String path, @Nullable String json, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/api/v1" + path))
            .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
    if (json != null) request.header("Content-Type", "application/json");
    if (headers.length > 0) request.headers(headers);
    HttpResponse<String> reply = http.send(request.build(), BodyHandlers.ofString());
    if (reply.statusCode() / 100 != 2)
      throw new IOException(method + " " + path + ": " + reply.statusCode() + " " + reply.body());
    return reply.body();
  }

  /** A number in a JSON object that holds the name once. */
  public static long number(String json, String name) {
    int at = json.indexOf("\"" + name + "\":");
    if (at < 0) throw new IllegalArgumentException("no " + name + " in " + json);
    int from = at + name.length() + 3;
    int to = from;
    while (to < json.length() && Character.isDigit(json.charAt(to))) to++;
    return Long.parseLong(json.substring(from, to));
  }

  /** A text in a JSON object that holds the name once, without escapes. */
  public static String text(String json, String name) {
    int at = json.indexOf("\"" + name + "\":\"");
    if (at < 0) throw new IllegalArgumentException("no " + name + " in " + json);
    int from = at + name.length() + 4;
    return json.substring(from, json.indexOf('"', from));
  }

  /** Kills it as {@code kill -9} does. */
  public void kill() {
    server.kill();
  }

  @Override
  public void close() {
    server.close();
  }
}
