package io.tidegate.bench.overload;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * People who arrive at a fixed rate, whatever becomes of the others. Who is told to come back later
 * does so when told, with the ticket if one was given, until it is served.
 */
final class People {
  private static final int TRIES_MAX = 60;

  private final HttpClient client;
  private final URI uri;
  private final double perSecond;
  private final int count;
  private final long seed;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final long[] tookNs;
  private final long[] servedNs;

  private People(HttpClient client, URI uri, double perSecond, int count, long seed) {
    this.client = client;
    this.uri = uri;
    this.perSecond = perSecond;
    this.count = count;
    this.seed = seed;
    tookNs = new long[count];
    servedNs = new long[count];
  }

  /**
   * What became of them.
   *
   * @param served people
   * @param failed people whom nobody served
   * @param perSecond served a second, until the last one
   * @param tookNs from each one's arrival to the answer, ascending
   * @param overtaken part of the pairs in which the later one was served first, in [0, 1]
   * @param requestsEach requests for each of them
   */
  record Result(
      int served,
      long failed,
      double perSecond,
      long[] tookNs,
      double overtaken,
      double requestsEach) {

    /** A percentile of the time to the answer, ms. */
    double ms(double percentile) {
      if (tookNs.length == 0) return Double.NaN;
      return tookNs[(int) (percentile / 100 * (tookNs.length - 1))] / 1e6;
    }
  }

  /** Lets them come, and returns when the last one has gone. */
  static Result come(int port, String path, double perSecond, double seconds, long seed)
      throws InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      URI uri = URI.create("http://127.0.0.1:" + port + path);
      int count = (int) (perSecond * seconds);
      return new People(client, uri, perSecond, count, seed).come();
    }
  }

  private Result come() throws InterruptedException {
    long startNs = System.nanoTime();
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        int person = i;
        all.add(threads.submit(() -> person(person, startNs + (long) (person / perSecond * 1e9))));
      }
    }
    for (Future<?> one : all) ended(one);
    long[] order = Arrays.stream(servedNs).filter(at -> at != 0).toArray();
    long[] took = Arrays.stream(tookNs).filter(ns -> ns != 0).sorted().toArray();
    double pairs = Math.max(1, order.length * (order.length - 1.0) / 2);
    long last = Arrays.stream(order).max().orElse(startNs);
    return new Result(
        took.length,
        failed.get(),
        took.length / Math.max(1e-9, (last - startNs) / 1e9),
        took,
        inversions(order) / pairs,
        (double) requests.get() / count);
  }

  private void ended(Future<?> one) throws InterruptedException {
    try {
      one.get();
    } catch (ExecutionException e) {
      failed.incrementAndGet();
    }
  }

  private void person(int i, long arrivalNs) {
    SplittableRandom random = new SplittableRandom(seed + i);
    sleepUntil(arrivalNs);
    String ticket = "";
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      HttpResponse<String> reply = ask(ticket);
      if (reply.statusCode() == 200) {
        servedNs[i] = System.nanoTime();
        tookNs[i] = servedNs[i] - arrivalNs;
        return;
      }
      ticket = reply.headers().firstValue("Tidegate-Ticket").orElse(ticket);
      double seconds =
          reply.headers().firstValue("Retry-After").map(Double::parseDouble).orElseThrow();
      // Nobody comes back at the very millisecond.
      sleepUntil(System.nanoTime() + (long) (seconds * 1e9 * (1 + random.nextDouble() / 5)));
    }
    failed.incrementAndGet();
  }

  private HttpResponse<String> ask(String ticket) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60));
    if (!ticket.isEmpty()) request.header("Tidegate-Ticket", ticket);
    requests.incrementAndGet();
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void sleepUntil(long ns) {
    for (long left = ns - System.nanoTime(); left > 0; left = ns - System.nanoTime())
      LockSupport.parkNanos(left);
  }

  /** Pairs that stand the wrong way round. */
  static long inversions(long[] values) {
    return sort(values.clone(), new long[values.length], 0, values.length);
  }

  private static long sort(long[] values, long[] spare, int from, int to) {
    if (to - from < 2) return 0;
    int middle = (from + to) / 2;
    long inversions = sort(values, spare, from, middle) + sort(values, spare, middle, to);
    int left = from;
    int right = middle;
    for (int i = from; i < to; i++) {
      boolean takesLeft = right == to || (left < middle && values[left] <= values[right]);
      if (!takesLeft) inversions += middle - left;
      spare[i] = takesLeft ? values[left++] : values[right++];
    }
    System.arraycopy(spare, from, values, from, to - from);
    return inversions;
  }
}
