package io.tidegate.gate.discovery;

import io.tidegate.gate.upstream.UpstreamConfig.EndpointConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Asks for a name again and again, on a virtual thread of its own. What cannot be answered is a
 * failure, and so is an empty answer, which name servers also give when they have lost a zone: a
 * name server that fails takes no service down.
 */
public final class DnsDiscovery implements Discovery {

  /** Before the first answer it is asked at least so often. */
  private static final Duration AT_FIRST = Duration.ofMillis(500);

  private final DnsConfig config;
  private final DnsResolver resolver;
  private final DiscoveredEndpoints endpoints;
  private final Thread thread;

  private DnsDiscovery(DnsConfig config, DnsResolver resolver, DiscoveredEndpoints endpoints) {
    this.config = config;
    this.resolver = resolver;
    this.endpoints = endpoints;
    thread = Thread.ofVirtual().name("dns-" + config.name()).unstarted(this::run);
  }

  /** Begins to ask. */
  public static DnsDiscovery start(
      DnsConfig config, DnsResolver resolver, DiscoveredEndpoints endpoints) {
    DnsDiscovery discovery = new DnsDiscovery(config, resolver, endpoints);
    discovery.thread.start();
    return discovery;
  }

  private void run() {
    try {
      while (true) {
        look();
        boolean known = endpoints.state().answeredMs() > 0;
        Thread.sleep(known || config.every().compareTo(AT_FIRST) < 0 ? config.every() : AT_FIRST);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      List<EndpointConfig> found = resolver.resolve(config);
      if (found.isEmpty()) endpoints.failed("it has no records");
      else endpoints.found(found);
    } catch (IOException e) {
      endpoints.failed(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
