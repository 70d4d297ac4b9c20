package io.tidegate.gate.registry;

import io.tidegate.gate.registry.Instance.DataCenter;
import io.tidegate.gate.registry.Instance.Port;
import java.util.Map;

/** Instances for tests. */
public final class Instances {

  /** How often they renew, and how long their leases are. */
  static final int RENEW_SECONDS = 30;

  static final int LEASE_SECONDS = 90;

  private Instances() {}

  /** An instance of SHOP that is up. */
  static Instance shop(String id) {
    return shop(id, InstanceStatus.UP, 1_000);
  }

  /** One of SHOP. */
  static Instance shop(String id, InstanceStatus status, long dirtyMs) {
    return new Instance(
        "SHOP",
        id,
        "localhost",
        "127.0.0.1",
        new Port(8080, true),
        new Port(443, false),
        status,
        RENEW_SECONDS,
        LEASE_SECONDS,
        dirtyMs,
        new DataCenter("MyOwn", Map.of()),
        Map.of(),
        Map.of("vipAddress", "shop"));
  }
}
