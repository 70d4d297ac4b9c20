package io.tidegate.gate.sight;

/**
 * Names an endpoint among all.
 *
 * @param upstream as the configuration calls it
 * @param endpoint as it was configured or discovered
 */
public record EndpointKey(String upstream, String endpoint) {}
