package io.tidegate.gate.discovery.kubernetes;

import io.tidegate.gate.discovery.kubernetes.EndpointSlice.Family;
import io.tidegate.gate.discovery.kubernetes.EndpointSlice.Member;
import io.tidegate.gate.discovery.kubernetes.EndpointSlice.Port;
import io.tidegate.gate.upstream.UpstreamConfig.EndpointConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The slices of one service, and which endpoints they make.
 *
 * <h2>Which</h2>
 *
 * <p>The ready ones. Where none is ready, those that still serve while they end. Where none does
 * that either, those that were endpoints before and still stand in a slice: pods that are all not
 * ready at once are more often a fault of the cluster (nodes that do not reach their API server, a
 * probe of something they share) than of every pod, and the gate sees for itself who answers. An
 * address that stands in no slice is never kept: another pod may have it by now.
 *
 * <p>A pod in several slices is one endpoint, as ready as the slice that likes it best: slices are
 * rearranged one by one. A pod with addresses of both families is asked by the one of IPv4.
 */
final class ServiceSlices {

  /** More than that are taken for a mistake. */
  static final int MOST = 2_000;

  /**
   * What they make.
   *
   * @param doubt why that is not what a service in order would make; null if it is
   */
  record Selection(List<EndpointConfig> endpoints, @Nullable String doubt) {}

  /** A member at its port. */
  private record Candidate(EndpointConfig endpoint, Member member, Family family) {

    private static final Comparator<Candidate> PREFERRED =
        Comparator.comparing(Candidate::family).thenComparing(one -> one.endpoint.text());

    /** What is the same in all slices. */
    String target() {
      return member.target().isEmpty() ? endpoint.text() : member.target();
    }
  }

  private final String port;
  private final Map<String, EndpointSlice> slices = new TreeMap<>();

  /**
   * @param port name or number; empty for the only one
   */
  ServiceSlices(String port) {
    this.port = port;
  }

  /**
   * A slice is there, new or another than before.
   *
   * @throws MalformedException if there are too many
   */
  void put(EndpointSlice slice) throws MalformedException {
    slices.put(slice.name(), slice);
    if (slices.size() > MOST) throw new MalformedException("more than " + MOST + " slices");
  }

  void remove(String name) {
    slices.remove(name);
  }

  /**
   * The endpoints that they make now.
   *
   * @param known those that they made before
   */
  Selection select(List<EndpointConfig> known) {
    List<Candidate> all = candidates();
    List<Candidate> ready = all.stream().filter(one -> one.member.ready()).toList();
    if (!ready.isEmpty()) return new Selection(once(ready), null);
    List<Candidate> serving = all.stream().filter(one -> one.member.serving()).toList();
    if (!serving.isEmpty()) return new Selection(once(serving), null);
    Set<String> listed = new HashSet<>();
    for (EndpointSlice slice : slices.values())
      for (Member member : slice.members()) listed.add(member.address());
    if (listed.isEmpty()) return new Selection(List.of(), null);
    List<EndpointConfig> kept = known.stream().filter(one -> listed.contains(one.host())).toList();
    String doubt =
        all.isEmpty() ? noPort() : "none of its " + once(all).size() + " endpoints is ready";
    return new Selection(kept, doubt);
  }

  private List<Candidate> candidates() {
    List<Candidate> all = new ArrayList<>();
    for (EndpointSlice slice : slices.values()) {
      int number = number(slice.ports());
      if (number == 0) continue;
      for (Member member : slice.members())
        all.add(
            new Candidate(new EndpointConfig(member.address(), number, 1), member, slice.family()));
    }
    return all;
  }

  /** One of each target, in an order of their own. */
  private static List<EndpointConfig> once(List<Candidate> candidates) {
    Map<String, Candidate> preferred = new LinkedHashMap<>();
    candidates.stream()
        .sorted(Candidate.PREFERRED)
        .forEach(one -> preferred.putIfAbsent(one.target(), one));
    return preferred.values().stream()
        .map(Candidate::endpoint)
        .distinct()
        .sorted(Comparator.comparing(EndpointConfig::text))
        .toList();
  }

  /** The wanted port's number in a slice; 0 if it has none. */
  private int number(List<Port> ports) {
    List<Port> tcp = ports.stream().filter(Port::tcp).toList();
    if (port.isEmpty()) return tcp.size() == 1 ? tcp.getFirst().number() : 0;
    for (Port one : tcp) if (one.name().equals(port)) return one.number();
    if (!port.chars().allMatch(Character::isDigit)) return 0;
    int number = Integer.parseInt(port);
    boolean any = ports.isEmpty() || tcp.stream().anyMatch(one -> one.number() == 0);
    return any || tcp.stream().anyMatch(one -> one.number() == number) ? number : 0;
  }

  private String noPort() {
    Set<String> there = new TreeSet<>();
    for (EndpointSlice slice : slices.values())
      for (Port one : slice.ports())
        if (one.tcp()) there.add((one.name().isEmpty() ? "" : one.name() + " ") + one.number());
    String ports = there.isEmpty() ? "no port" : "ports " + String.join(", ", there);
    if (port.isEmpty()) return "it has " + ports + ": say which, such as namespace/service:http";
    return "it has no port " + port + ", its pods have " + ports;
  }
}
