package io.tidegate.gate.registry;

import java.util.List;

/**
 * An application as it is in the registry at one time.
 *
 * @param instances at least one, in the order in which they came
 * @param late how many of them have not renewed in time
 */
public record Application(String name, List<LeasedInstance> instances, int late) {

  public Application {
    instances = List.copyOf(instances);
  }

  /**
   * Whether more than half are late: then it is more likely that they cannot be heard than that
   * they are gone.
   */
  public boolean isUnheard() {
    return 2 * late > instances.size();
  }
}
