package io.tidegate.app;

import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that ask one thing after the other over connections which they keep, until they are told
 * to end; they remember what failed.
 */
final class SteadyLoad implements AutoCloseable {

  private final List<Thread> clients = new ArrayList<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong answered = new AtomicLong();
  private final int port;
  private final String method;
  private final String[] fields;
  private volatile boolean over;

  /**
   * Begins.
   *
   * @param method GET, or POST with a short body
   * @param fields of each request: name, value
   */
  SteadyLoad(int clients, int port, String method, String... fields) {
    this.port = port;
    this.method = method;
    this.fields = fields;
    for (int i = 0; i < clients; i++)
      this.clients.add(Thread.ofVirtual().name("client-" + i).start(this::ask));
  }

  private void ask() {
    while (!over) {
      try (RawClient client = new RawClient(port)) {
        while (!over) {
          Reply reply =
              client.ask(method, "/", method.equals("GET") ? "" : "{\"seats\": 2}", fields);
          if (reply.status() == 200) answered.incrementAndGet();
          else failures.add(reply.toString());
          if (reply.header("connection").equals("close")) break;
        }
      } catch (IOException e) {
        failures.add(e.toString());
      }
    }
  }

  /** Returns once as many have been answered beyond those of now. */
  void awaitMore(long requests) {
    long before = answered.get();
    Wait.until(() -> answered.get() >= before + requests || !failures.isEmpty());
  }

  /** Ends it; what failed in words. */
  List<String> end() throws InterruptedException {
    over = true;
    for (Thread client : clients) client.join();
    return List.copyOf(failures);
  }

  /** Has the clients end soon. */
  @Override
  public void close() {
    over = true;
  }
}
