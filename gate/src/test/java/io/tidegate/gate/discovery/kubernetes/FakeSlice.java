package io.tidegate.gate.discovery.kubernetes;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An EndpointSlice as an API server has it.
 *
 * @param service in its label
 * @param ports as JSON
 */
public record FakeSlice(
    String name, String service, String family, String ports, List<FakeEndpoint> endpoints) {

  /** TCP at 8000 by the name of http, and something at 9000 by that of metrics. */
  public static final String PORTS =
      """
      [{"name":"http","port":8000,"protocol":"TCP","appProtocol":"http"},
       {"name":"metrics","port":9000,"protocol":"TCP"}]\
      """;

  /**
   * One of its endpoints.
   *
   * @param ready null where that is not said, and so of the other two
   * @param pod which has the address
   */
  public record FakeEndpoint(
      String address,
      @Nullable Boolean ready,
      @Nullable Boolean serving,
      @Nullable Boolean terminating,
      String pod) {

    /** A pod that is well. */
    public static FakeEndpoint ready(String address) {
      return new FakeEndpoint(address, true, true, false, "pod-" + address);
    }

    /** A pod that is not. */
    public static FakeEndpoint unready(String address) {
      return new FakeEndpoint(address, false, false, false, "pod-" + address);
    }

    /** A pod that ends and answers still. */
    public static FakeEndpoint ending(String address) {
      return new FakeEndpoint(address, false, true, true, "pod-" + address);
    }

    private String json() {
      return """
      {"addresses":["%s"],"conditions":{"ready":%s,"serving":%s,"terminating":%s},"nodeName":"node-1",
       "zone":"eu-west-1a","hints":{"forZones":[{"name":"eu-west-1b"}]},
       "targetRef":{"kind":"Pod","namespace":"default","name":"models-%s","uid":"%s"}}\
      """
          .formatted(address, ready, serving, terminating, address, pod);
    }
  }

  /** A slice of IPv4 addresses with the usual ports. */
  public static FakeSlice of(String name, String service, FakeEndpoint... endpoints) {
    return new FakeSlice(name, service, "IPv4", PORTS, List.of(endpoints));
  }

  /** What a list or an event has of it. */
  String json(long version) {
    return """
    {"kind":"EndpointSlice","apiVersion":"discovery.k8s.io/v1","metadata":{"name":"%s","generateName":"models-",
     "namespace":"default","uid":"0e3f","resourceVersion":"%d","generation":7,"creationTimestamp":"2026-11-27T20:00:00Z",
     "labels":{"endpointslice.kubernetes.io/managed-by":"endpointslice-controller.k8s.io",
     "kubernetes.io/service-name":"%s"},"annotations":{"endpoints.kubernetes.io/last-change-trigger-time":"2026-11-27T20:00:00Z"},
     "ownerReferences":[{"apiVersion":"v1","kind":"Service","name":"%s","uid":"61c8","controller":true,
     "blockOwnerDeletion":true}],"managedFields":[{"manager":"kube-controller-manager","operation":"Update",
     "fieldsV1":{"f:addressType":{},"f:endpoints":{}}}]},"addressType":"%s","endpoints":[%s],"ports":%s}\
    """
        .formatted(
            name,
            version,
            service,
            service,
            family,
            endpoints.stream().map(FakeEndpoint::json).collect(Collectors.joining(",")),
            ports)
        .replace("\n", "");
  }
}
