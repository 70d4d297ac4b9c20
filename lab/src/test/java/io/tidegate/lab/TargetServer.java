package io.tidegate.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A server that answers everything, and knows what it was asked. */
public final class TargetServer implements AutoCloseable {

  /**
   * A request.
   *
   * @param target the path with what follows it
   * @param headers in lower case
   */
  public record Asked(String method, String target, Map<String, String> headers, String body) {

    @Override
    public String toString() {
      return method + " " + target + (body.isEmpty() ? "" : " " + body);
    }

    /** A header; empty without it. */
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /** What it answers; null for its own. */
  @FunctionalInterface
  public interface Answers {
    @Nullable String to(Asked asked);
  }

  private static final String ANSWER =
      "{\"ok\":true,\"id\":7,\"items\":[{\"name\":\"a\"},{\"name\":\"b\"}]}";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final Answers answers;

  /** With answers of its own. */
  public TargetServer() throws IOException {
    this(_ -> null);
  }

  /** With these answers. */
  public TargetServer(Answers answers) throws IOException {
    this.answers = answers;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, all) -> headers.put(name.toLowerCase(Locale.ROOT), all.getFirst()));
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Asked one =
        new Asked(exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body);
    asked.add(one);
    String own = answers.to(one);
    byte[] answer = (own == null ? ANSWER : own).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, answer.length);
    try (OutputStream to = exchange.getResponseBody()) {
      to.write(answer);
    }
  }

  /** Its port. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Its address, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + port();
  }

  /** What it was asked since this was called last. */
  public List<Asked> asked() {
    List<Asked> all = List.copyOf(asked);
    asked.clear();
    return all;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
