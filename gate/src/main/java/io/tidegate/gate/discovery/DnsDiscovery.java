package io.tidegate.gate.discovery;

import io.tidegate.gate.upstream.UpstreamConfig.EndpointConfig;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for a name again and again, on a virtual thread of its own, and tells which endpoints it
 * leads to when that changes. What cannot be answered changes nothing, nor does an empty answer
 * where there was one: a name server that fails takes no service down.
 */
public final class DnsDiscovery implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DnsDiscovery.class);

  private final DnsConfig config;
  private final DnsResolver resolver;
  private final Consumer<List<EndpointConfig>> listener;
  private final Thread thread;
  private List<EndpointConfig> known = List.of();
  private boolean failing;

  private DnsDiscovery(
      DnsConfig config, DnsResolver resolver, Consumer<List<EndpointConfig>> listener) {
    this.config = config;
    this.resolver = resolver;
    this.listener = listener;
    thread = Thread.ofVirtual().name("dns-" + config.name()).unstarted(this::run);
  }

  /**
   * Begins. The first answer is waited for, so that there are endpoints before there are requests.
   *
   * @param listener called by this thread at first, then by one that may block
   */
  public static DnsDiscovery start(
      DnsConfig config, DnsResolver resolver, Consumer<List<EndpointConfig>> listener) {
    DnsDiscovery discovery = new DnsDiscovery(config, resolver, listener);
    discovery.look();
    discovery.thread.start();
    return discovery;
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(config.every());
        look();
      }
    } catch (InterruptedException _) {
      // closed
    }
  }

  private void look() {
    try {
      List<EndpointConfig> found = resolver.resolve(config);
      if (found.isEmpty()) throw new IOException("it has no records");
      if (failing) LOG.info("{} is answered again.", config.name());
      failing = false;
      if (found.equals(known)) return;
      known = found;
      LOG.info("{} leads to {}.", config.name(), found.stream().map(EndpointConfig::text).toList());
      listener.accept(found);
    } catch (IOException e) {
      if (!failing)
        LOG.warn(
            "{} cannot be looked up, what was known of it holds: {}",
            config.name(),
            e.getMessage());
      failing = true;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
