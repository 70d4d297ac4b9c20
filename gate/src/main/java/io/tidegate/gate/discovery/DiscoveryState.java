package io.tidegate.gate.discovery;

import org.jspecify.annotations.Nullable;

/**
 * How the discovery of an upstream's endpoints goes.
 *
 * @param source where they come from
 * @param endpoints how many it led to when it last answered
 * @param answeredMs when the source last answered, as epoch time; 0 if it never did
 * @param changedMs when its answer was last another one, as epoch time; 0 if it never answered
 * @param error what last went wrong; null if nothing ever did
 * @param errorMs when that was, as epoch time; 0 if nothing ever did
 * @param failing whether it is still so: what was known before holds
 */
public record DiscoveryState(
    String source,
    int endpoints,
    long answeredMs,
    long changedMs,
    @Nullable String error,
    long errorMs,
    boolean failing) {

  static DiscoveryState unknown(String source) {
    return new DiscoveryState(source, 0, 0, 0, null, 0, false);
  }

  DiscoveryState answered(int endpoints, boolean changed, long nowMs) {
    return new DiscoveryState(
        source, endpoints, nowMs, changed ? nowMs : changedMs, error, errorMs, false);
  }

  DiscoveryState failed(String why, long nowMs) {
    return new DiscoveryState(source, endpoints, answeredMs, changedMs, why, nowMs, true);
  }
}
