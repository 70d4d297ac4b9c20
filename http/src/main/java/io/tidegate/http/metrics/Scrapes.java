package io.tidegate.http.metrics;

import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Handler;
import io.tidegate.http.server.Problem;
import io.tidegate.http.server.Response;
import io.tidegate.http.wire.Refusals;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers scrapes beside the event loops, which they would hold up for milliseconds. One is made at
 * a time; whoever asks while it is being made is answered by the next one, together.
 */
final class Scrapes implements Handler {

  private static final Logger LOG = LoggerFactory.getLogger(Scrapes.class);
  private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Supplier<String> text;
  private List<Exchange> waiting = new ArrayList<>(); // guarded by this
  private boolean running; // guarded by this

  /**
   * @param text all figures in the text format 0.0.4 of Prometheus; may take milliseconds
   */
  Scrapes(Supplier<String> text) {
    this.text = text;
  }

  @Override
  public synchronized void handle(Exchange exchange) {
    waiting.add(exchange);
    if (running) return;
    running = true;
    Thread.ofVirtual().name("scrape").start(this::run);
  }

  private void run() {
    for (List<Exchange> asked = next(); !asked.isEmpty(); asked = next()) {
      Response response = scrape();
      for (Exchange exchange : asked) exchange.replyLater(response);
    }
  }

  private synchronized List<Exchange> next() {
    List<Exchange> asked = waiting;
    waiting = new ArrayList<>();
    running = !asked.isEmpty();
    return asked;
  }

  private Response scrape() {
    try {
      return Response.of(200, CONTENT_TYPE, text.get().getBytes(StandardCharsets.UTF_8));
    } catch (RuntimeException e) {
      LOG.error("The figures could not be gathered.", e);
      return Problem.of(Refusals.INTERNAL);
    }
  }
}
