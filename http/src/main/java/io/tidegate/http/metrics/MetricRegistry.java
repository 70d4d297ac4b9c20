package io.tidegate.http.metrics;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tidegate.http.log.AccessLog;
import io.tidegate.http.server.Handler;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * All figures of one program: those of the JVM and the machine, and those that {@linkplain #add its
 * parts} show. Safe for use by any thread.
 */
public final class MetricRegistry implements AutoCloseable {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collector = new JvmGcMetrics();
  private final List<Consumer<MetricFamilies>> sources = new CopyOnWriteArrayList<>();

  /**
   * @param folder whose disk's free space is shown
   */
  public MetricRegistry(Path folder) {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new DiskSpaceMetrics(folder.toFile()).bindTo(registry);
    collector.bindTo(registry);
    MultiCollector own = this::collect;
    registry.getPrometheusRegistry().register(own);
  }

  /** Shows what this gives, in the order of these calls. It runs on the scrape's thread. */
  public void add(Consumer<MetricFamilies> source) {
    sources.add(source);
  }

  /**
   * Shows something that is so at the time of a scrape.
   *
   * @param name what follows {@code tidegate_}, with the unit last
   * @param value read by the scrape's thread
   */
  public void gauge(String name, String help, LongSupplier value) {
    add(families -> families.gauge(name, help, value.getAsLong()));
  }

  /**
   * Shows a count that is kept elsewhere and only grows.
   *
   * @param name what follows {@code tidegate_}, without {@code _total}
   * @param value read by the scrape's thread
   * @param labels name, value, name, value; one set of names for one family
   */
  public void counter(String name, String help, LongSupplier value, String... labels) {
    add(families -> families.counter(name, help, value.getAsLong(), labels));
  }

  /** Shows how many lines the access log had to drop. Once. */
  public void watch(AccessLog log) {
    counter("access_log_dropped", "Lines of the access log that were lost.", log::dropped);
  }

  /** Answers scrapes. */
  public Handler scrapes() {
    return new Scrapes(this::text);
  }

  /** All figures in the text format 0.0.4 of Prometheus. Takes milliseconds. */
  public String text() {
    return registry.scrape();
  }

  private MetricSnapshots collect() {
    MetricFamilies families = new MetricFamilies();
    sources.forEach(source -> source.accept(families));
    return families.snapshots();
  }

  @Override
  public void close() {
    collector.close();
    registry.close();
  }
}
