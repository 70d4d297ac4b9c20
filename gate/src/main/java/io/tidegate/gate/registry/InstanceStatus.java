package io.tidegate.gate.registry;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How an instance is, in Eureka's words. Only one that is {@link #UP} gets requests. */
public enum InstanceStatus {
  UP,
  DOWN,
  STARTING,
  /** Taken out on purpose. */
  OUT_OF_SERVICE,
  UNKNOWN;

  /** The status of that name in any case; {@link #UNKNOWN} for any other. */
  static InstanceStatus of(@Nullable String name) {
    for (InstanceStatus status : values())
      if (name != null && status.name().equals(name.toUpperCase(Locale.ROOT))) return status;
    return UNKNOWN;
  }
}
