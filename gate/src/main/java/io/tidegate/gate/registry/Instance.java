package io.tidegate.gate.registry;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an instance of an application says of itself when it registers.
 *
 * @param app name of the application, in upper case
 * @param id what tells it from the application's other instances
 * @param hostName by which clients reach it
 * @param ipAddr the same as an address
 * @param renewSeconds how often it means to renew, in [1, {@value #LEASE_SECONDS_MOST}]
 * @param leaseSeconds after which it may be taken for gone, in the same bounds
 * @param dirtyMs when it last had something new to say, as epoch time by its own clock
 * @param metadata what it wants others to know
 * @param more other texts by their names, handed on as they came
 */
public record Instance(
    String app,
    String id,
    String hostName,
    String ipAddr,
    Port port,
    Port securePort,
    InstanceStatus status,
    int renewSeconds,
    int leaseSeconds,
    long dirtyMs,
    DataCenter dataCenter,
    Map<String, String> metadata,
    Map<String, String> more) {

  static final int LEASE_SECONDS_MOST = 86_400;

  public Instance {
    renewSeconds = Math.clamp(renewSeconds, 1, LEASE_SECONDS_MOST);
    leaseSeconds = Math.clamp(leaseSeconds, 1, LEASE_SECONDS_MOST);
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    more = Collections.unmodifiableMap(new LinkedHashMap<>(more));
  }

  /** A port that it may listen on. */
  public record Port(int number, boolean enabled) {}

  /**
   * Where it runs.
   *
   * @param name {@code MyOwn}, {@code Netflix} or {@code Amazon}
   * @param metadata of Amazon alone
   */
  public record DataCenter(String name, Map<String, String> metadata) {

    public DataCenter {
      metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }
  }

  /** The same with other metadata. */
  Instance with(Map<String, String> metadata) {
    return new Instance(
        app,
        id,
        hostName,
        ipAddr,
        port,
        securePort,
        status,
        renewSeconds,
        leaseSeconds,
        dirtyMs,
        dataCenter,
        metadata,
        more);
  }
}
