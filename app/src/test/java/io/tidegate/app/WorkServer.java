package io.tidegate.app;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * A service in Java that takes 5 ms for each request, as one does that asks a database. On SIGTERM
 * it takes no more connections and answers what is under way.
 */
final class WorkServer {

  private static final int WORK_MS = 5;
  private static final int STOP_SECONDS = 5;

  private WorkServer() {}

  /** Listens on the port that is its only argument, until it is ended. */
  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[0]);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
          sleep();
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("ok".getBytes(StandardCharsets.US_ASCII));
          exchange.close();
        });
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(STOP_SECONDS)));
    server.start();
  }

  private static void sleep() {
    try {
      Thread.sleep(WORK_MS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
