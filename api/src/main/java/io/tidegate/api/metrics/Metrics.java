package io.tidegate.api.metrics;

import static io.tidegate.api.call.Access.ANYBODY;
import static io.tidegate.api.call.Operation.get;

import io.tidegate.api.call.Operation;
import io.tidegate.api.document.DocumentCache;
import io.tidegate.engine.CommandPort;
import io.tidegate.engine.EngineObserver;
import io.tidegate.engine.view.Views;
import io.tidegate.http.log.AccessLog;
import io.tidegate.http.metrics.HttpCounts;
import io.tidegate.http.metrics.MetricFamilies;
import io.tidegate.http.metrics.MetricRegistry;
import io.tidegate.http.server.ServerObserver;
import io.tidegate.store.journal.JournalObserver;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * All figures of one service. Made first, so that {@link #journal()}, {@link #engine()} and {@link
 * #server()} can be handed to what they watch; then {@link #watch} says where to look for the rest.
 * Safe for use by any thread.
 */
public final class Metrics implements AutoCloseable {

  private final MetricRegistry registry;
  private final HttpCounts http = new HttpCounts();
  private final EngineCounts batches = new EngineCounts();
  private final JournalCounts journal = new JournalCounts();

  /**
   * @param data folder whose disk's free space is shown
   */
  public Metrics(Path data) {
    registry = new MetricRegistry(data);
    registry.add(http::collect);
    registry.add(batches::collect);
    registry.add(journal::collect);
  }

  /** Hears what the HTTP server does. */
  public ServerObserver server() {
    return http;
  }

  /** Hears what the loop does. */
  public EngineObserver engine() {
    return batches;
  }

  /** Hears what the journal does. */
  public JournalObserver journal() {
    return journal;
  }

  /** Shows the engine's inbox and readiness, and how rooms, sales and offers stand. Once. */
  public void watch(CommandPort engine, Views views) {
    gauge("inbox_depth", "Commands that wait for the loop.", engine::inboxDepth);
    gauge("engine_ready", "1 while changes are taken, else 0.", () -> engine.ready() ? 1 : 0);
    registry.add(families ->
        families.gauge(
            "engine_commit_underway_seconds",
            "How long the batch under way is being written and forced; 0 if none is.",
            engine.committingNs() / 1e9));
    gauge(
        "clock_distance_milliseconds",
        "Engine time less the wall clock; hours of sales come by the earlier of both.",
        engine::clockDistanceMs);
    gauge(
        "disk_full", "1 while there is no room for the journal.", () -> engine.diskFull() ? 1 : 0);
    gauge(
        "storage_blocked",
        "1 while the journal cannot be written, though there is room and nothing failed.",
        () -> engine.obstacle() == null ? 0 : 1);
    registry.add(new SaleGauges(views)::collect);
  }

  /** Shows how many encoded documents there are, and how often one had to be made. Once. */
  public void watch(DocumentCache documents) {
    gauge("view_cache_documents", "Encoded documents in memory.", documents::count);
    gauge("view_cache_bytes", "Memory that the encoded documents may take.", documents::bytes);
    String reads = "Reads of documents: the version wanted was ready, or was not.";
    counter("view_cache_reads", reads, documents::hits, "outcome", "hit");
    counter("view_cache_reads", reads, documents::misses, "outcome", "miss");
    counter("view_cache_encodings", "Documents encoded.", documents::encoded);
  }

  /** Shows how many lines the access log had to drop. Once. */
  public void watch(AccessLog log) {
    registry.watch(log);
  }

  /** As {@link MetricRegistry#add}. */
  public void add(Consumer<MetricFamilies> source) {
    registry.add(source);
  }

  /** As {@link MetricRegistry#gauge}. */
  public void gauge(String name, String help, LongSupplier value) {
    registry.gauge(name, help, value);
  }

  /** As {@link MetricRegistry#counter}. */
  public void counter(String name, String help, LongSupplier value, String... labels) {
    registry.counter(name, help, value, labels);
  }

  /** Its operations. */
  public List<Operation> operations() {
    return List.of(get("getMetrics", "/metrics", ANYBODY).by(registry.scrapes()));
  }

  /** All figures in the text format 0.0.4 of Prometheus. Takes milliseconds. */
  public String text() {
    return registry.text();
  }

  @Override
  public void close() {
    registry.close();
  }
}
