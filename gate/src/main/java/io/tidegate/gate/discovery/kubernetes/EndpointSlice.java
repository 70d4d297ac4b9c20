package io.tidegate.gate.discovery.kubernetes;

import java.util.List;

/**
 * One EndpointSlice, as much of it as matters here. Zones and hints are not read: they would spread
 * the requests by where the gate runs, and the gate's balancing goes by how endpoints answer.
 *
 * @param name within its namespace
 * @param family what its addresses are
 * @param ports those that all of its members have
 */
record EndpointSlice(String name, Family family, List<Port> ports, List<Member> members) {

  EndpointSlice {
    ports = List.copyOf(ports);
    members = List.copyOf(members);
  }

  /** What an address is, the one that is preferred of a pod that has several first. */
  enum Family {
    IPV4,
    IPV6,
    FQDN
  }

  /**
   * A port.
   *
   * @param name as the service calls it; empty where it does not
   * @param number in [1, 65_535]; 0 where every port is meant
   * @param tcp whether TCP goes there
   */
  record Port(String name, int number, boolean tcp) {}

  /**
   * A pod, most often.
   *
   * @param target identifies what has the address, over slices; empty where that is not told
   * @param ready whether it is to get new requests
   * @param serving whether it can answer some, as it still does while it ends
   */
  record Member(String address, String target, boolean ready, boolean serving) {}
}
