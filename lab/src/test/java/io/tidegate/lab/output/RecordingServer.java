package io.tidegate.lab.output;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP server on loopback that keeps every request and gives each the same status. */
public final class RecordingServer implements AutoCloseable {

  /** What came. */
  public record Request(String target, String authorization, byte[] body) {}

  public final List<Request> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  /** One that answers each with that status. */
  public RecordingServer(int status) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          String authorization = exchange.getRequestHeaders().getFirst("Authorization");
          requests.add(
              new Request(
                  exchange.getRequestURI().toString(),
                  authorization == null ? "" : authorization,
                  body));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  /** Host and port. */
  public String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
