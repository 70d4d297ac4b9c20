package io.tidegate.gate;

import io.tidegate.gate.forward.ForwardTimes;
import io.tidegate.gate.route.RouteConfig;
import io.tidegate.gate.route.RouteMatch;
import io.tidegate.gate.upstream.UpstreamConfig;
import io.tidegate.gate.upstream.UpstreamConfig.EndpointConfig;
import io.tidegate.gate.upstream.UpstreamPolicy;
import io.tidegate.http.server.HttpConfig;
import io.tidegate.http.server.ServerObserver;
import io.tidegate.testkit.RawClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** A real gate on a free port, before the upstreams that a test made. */
public final class GateFixture implements AutoCloseable {

  /** Two loops. */
  public static final HttpConfig HTTP = HttpConfig.DEFAULT.loops(2);

  private final Gate gate;

  private GateFixture(Gate gate) {
    this.gate = gate;
  }

  /** One that sends everything to these addresses. */
  public static GateFixture before(String... addresses) throws IOException {
    return of(config(addresses));
  }

  /** One with this configuration. */
  public static GateFixture of(GateConfig config) throws IOException {
    return of(config, ServerObserver.NONE);
  }

  /** One with this configuration, observed. */
  public static GateFixture of(GateConfig config, ServerObserver observer) throws IOException {
    return new GateFixture(Gate.start(config, HTTP, observer, null));
  }

  /** A configuration that sends everything to these addresses. */
  public static GateConfig config(String... addresses) {
    return config(ForwardTimes.DEFAULT, addresses);
  }

  /** The same, with these bounds of waiting. */
  public static GateConfig config(ForwardTimes times, String... addresses) {
    return config(List.of(upstream("upstream", addresses)), everything(times));
  }

  /** The same, by this policy. */
  public static GateConfig config(UpstreamPolicy policy, String... addresses) {
    return config(ForwardTimes.DEFAULT, policy, addresses);
  }

  /** The same, with both. */
  public static GateConfig config(ForwardTimes times, UpstreamPolicy policy, String... addresses) {
    UpstreamConfig usual = upstream("upstream", addresses);
    UpstreamConfig upstream =
        new UpstreamConfig(usual.name(), usual.endpoints(), usual.connect(), policy);
    return config(List.of(upstream), everything(times));
  }

  /** One that sends everything to these addresses, with these fields as clients send them. */
  public static GateFixture keeping(List<String> keeps, String... addresses) throws IOException {
    return of(
        config(List.of(upstream("upstream", addresses)), everything(keeps, ForwardTimes.DEFAULT)));
  }

  private static RouteConfig everything(ForwardTimes times) {
    return everything(List.of(), times);
  }

  private static RouteConfig everything(List<String> keeps, ForwardTimes times) {
    return RouteConfig.of(RouteMatch.path("/"))
        .upstream("upstream")
        .keeps(keeps)
        .times(times)
        .build();
  }

  /** A configuration with these routes. */
  public static GateConfig config(List<UpstreamConfig> upstreams, RouteConfig... routes) {
    return new GateConfig("127.0.0.1", 0, EntryConfig.PLAIN, upstreams, List.of(routes));
  }

  /** An upstream with these addresses. */
  public static UpstreamConfig upstream(String name, String... addresses) {
    List<EndpointConfig> endpoints = Arrays.stream(addresses).map(EndpointConfig::parse).toList();
    return new UpstreamConfig(name, endpoints, UpstreamConfig.CONNECT);
  }

  /** The gate itself. */
  public Gate gate() {
    return gate;
  }

  /** A connection to it. */
  public RawClient connect() throws IOException {
    return new RawClient(gate.port());
  }

  @Override
  public void close() {
    gate.stop(Duration.ofMillis(200));
  }
}
