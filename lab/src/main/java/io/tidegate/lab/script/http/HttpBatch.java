package io.tidegate.lab.script.http;

import io.tidegate.lab.metric.TagSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Several requests of one user at once. Made for one batch. */
final class HttpBatch {

  private final HttpSender sender;
  private final TagSet tags;
  private final Semaphore all;
  private final int perHost;
  private final Map<String, Semaphore> hosts = new HashMap<>();

  HttpBatch(HttpSender sender, TagSet tags, int most, int perHost) {
    this.sender = sender;
    this.tags = tags;
    all = new Semaphore(most);
    this.perHost = perHost;
  }

  /** Sends them; what came of each, in their order. */
  List<HttpOutcome> send(List<HttpRequest> requests) throws InterruptedException {
    List<Future<HttpOutcome>> under = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (HttpRequest request : requests) {
        Semaphore host =
            hosts.computeIfAbsent(request.url().authority(), _ -> new Semaphore(perHost));
        under.add(threads.submit(() -> sendOne(request, host)));
      }
      List<HttpOutcome> outcomes = new ArrayList<>();
      try {
        for (Future<HttpOutcome> one : under) outcomes.add(one.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      } finally {
        threads.shutdownNow();
      }
      return outcomes;
    }
  }

  private HttpOutcome sendOne(HttpRequest request, Semaphore host) throws InterruptedException {
    host.acquire();
    try {
      all.acquire();
      try {
        return sender.send(request, tags);
      } finally {
        all.release();
      }
    } finally {
      host.release();
    }
  }
}
