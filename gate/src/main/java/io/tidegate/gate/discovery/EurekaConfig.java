package io.tidegate.gate.discovery;

import java.util.Locale;

/**
 * An application whose instances, in the gate's own registry, are the endpoints of an upstream.
 *
 * @param application its name, in upper case
 */
public record EurekaConfig(String application) implements DiscoveryConfig {

  public EurekaConfig {
    application = application.toUpperCase(Locale.ROOT);
    if (!application.matches("[A-Z0-9._-]+"))
      throw new IllegalArgumentException(
          "eureka must be the name of an application, such as SHOP, not \"" + application + "\"");
  }

  @Override
  public String source() {
    return "eureka " + application;
  }
}
