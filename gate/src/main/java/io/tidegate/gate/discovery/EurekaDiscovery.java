package io.tidegate.gate.discovery;

import io.tidegate.gate.registry.Application;
import io.tidegate.gate.registry.Instance;
import io.tidegate.gate.registry.InstanceStatus;
import io.tidegate.gate.registry.LeasedInstance;
import io.tidegate.gate.registry.Registry;
import io.tidegate.gate.upstream.UpstreamConfig.EndpointConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells which instances of an application are up in the gate's own registry, as soon as that
 * changes, on a virtual thread of its own. An instance is asked by its {@code hostName}, as by
 * other clients of Eureka, and by its {@code ipAddr} where nobody knows that name; its weight is
 * what it says in its metadata as {@code weight}.
 */
public final class EurekaDiscovery implements Discovery {

  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final String WEIGHT = "weight";

  private final EurekaConfig config;
  private final Registry registry;
  private final DiscoveredEndpoints endpoints;
  private final Thread thread;

  /** Of those that are up: names are looked up once. Confined to the thread. */
  private final Map<Instance, EndpointConfig> known = new HashMap<>();

  private EurekaDiscovery(EurekaConfig config, Registry registry, DiscoveredEndpoints endpoints) {
    this.config = config;
    this.registry = registry;
    this.endpoints = endpoints;
    thread = Thread.ofVirtual().name("eureka-" + config.application()).unstarted(this::run);
  }

  /** Begins to tell. */
  public static EurekaDiscovery start(
      EurekaConfig config, Registry registry, DiscoveredEndpoints endpoints) {
    EurekaDiscovery discovery = new EurekaDiscovery(config, registry, endpoints);
    discovery.thread.start();
    return discovery;
  }

  private void run() {
    try {
      long seen = 0; // nothing is
      while (true) {
        seen = registry.awaitChange(seen, EVERY);
        look();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    Application application = registry.application(config.application());
    if (application == null) {
      known.clear();
      endpoints.found(List.of());
      return;
    }
    List<Instance> up =
        application.instances().stream()
            .filter(leased -> leased.status() == InstanceStatus.UP)
            .map(LeasedInstance::instance)
            .toList();
    List<Instance> usable = up.stream().filter(instance -> instance.port().enabled()).toList();
    known.keySet().retainAll(usable);
    List<EndpointConfig> found = new ArrayList<>();
    for (Instance instance : usable)
      found.add(known.computeIfAbsent(instance, EurekaDiscovery::endpoint));
    found.sort(Comparator.comparing(EndpointConfig::text));
    if (application.isUnheard())
      endpoints.doubted(
          found,
          application.late()
              + " of "
              + application.instances().size()
              + " instances have not renewed in time, so no lease ends");
    else if (usable.size() < up.size())
      endpoints.doubted(
          found, "instances serve HTTPS alone, which the gate does not speak with upstreams");
    else endpoints.found(found);
  }

  private static EndpointConfig endpoint(Instance instance) {
    return new EndpointConfig(host(instance), instance.port().number(), weight(instance));
  }

  private static String host(Instance instance) {
    try {
      InetAddress.getByName(instance.hostName());
      return instance.hostName();
    } catch (UnknownHostException _) {
      return instance.ipAddr();
    }
  }

  private static int weight(Instance instance) {
    String weight = instance.metadata().getOrDefault(WEIGHT, "1");
    return weight.matches("[0-9]{1,4}")
        ? Math.clamp(Integer.parseInt(weight), 1, EndpointConfig.WEIGHT_MOST)
        : 1;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
