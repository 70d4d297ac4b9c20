package io.tidegate.gate.discovery;

/** Where the endpoints of an upstream are found, if they do not stand in the file. */
public sealed interface DiscoveryConfig permits DnsConfig, EurekaConfig, KubernetesConfig {

  /** How people know it: the file's key and what stands there. */
  String source();
}
