package io.tidegate.gate.discovery;

/** Finds endpoints and tells them to a {@link DiscoveredEndpoints}, until it is closed. */
public interface Discovery extends AutoCloseable {

  @Override
  void close();
}
