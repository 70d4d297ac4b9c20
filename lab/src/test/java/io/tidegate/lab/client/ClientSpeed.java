package io.tidegate.lab.client;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * What one request costs the generator: {@code ClientSpeed URL USERS SECONDS}, several times, with
 * as many users that ask one after the other. Not a test; run it by hand beside {@code wrk} against
 * the same server.
 */
final class ClientSpeed {

  private static final int ROUNDS = 5;

  private ClientSpeed() {}

  /** Prints a line a round. */
  public static void main(String[] args) throws Exception {
    HttpUrl url = HttpUrl.parse(args[0]);
    int users = Integer.parseInt(args[1]);
    Duration duration = Duration.ofSeconds(Integer.parseInt(args[2]));
    try (Network network = new Network(ClientConfig.DEFAULT)) {
      List<HttpClient> clients = new ArrayList<>();
      for (int user = 0; user < users; user++) clients.add(network.client(user));
      for (int round = 0; round < ROUNDS; round++) round(clients, url, duration);
      clients.forEach(HttpClient::close);
    }
  }

  private static void round(List<HttpClient> clients, HttpUrl url, Duration duration)
      throws InterruptedException {
    LongAdder requests = new LongAdder();
    LongAdder failed = new LongAdder();
    long startNs = System.nanoTime();
    long cpuNs = cpuNs();
    List<Thread> threads = new ArrayList<>();
    for (HttpClient client : clients)
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                while (System.nanoTime() - startNs < duration.toNanos())
                  ask(client, url, requests, failed);
              }));
    for (Thread thread : threads) thread.join();
    double seconds = (System.nanoTime() - startNs) / 1e9;
    double cpu = (cpuNs() - cpuNs) / 1e3;
    long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    System.out.printf(
        "%,.0f requests/s, %.2f µs of CPU each, %d failed, heap %d MB%n",
        requests.sum() / seconds, cpu / requests.sum(), failed.sum(), heap >> 20);
  }

  private static void ask(HttpClient client, HttpUrl url, LongAdder requests, LongAdder failed) {
    try {
      HttpReply reply = client.send(HttpCall.of("GET", url));
      requests.increment();
      if (reply.status() != 200) failed.increment();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static long cpuNs() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
