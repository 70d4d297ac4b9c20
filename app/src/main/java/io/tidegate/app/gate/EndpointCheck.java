package io.tidegate.app.gate;

import static java.util.Objects.requireNonNull;

import io.tidegate.gate.GateConfig;
import io.tidegate.gate.discovery.DiscoveryConfig;
import io.tidegate.gate.discovery.DnsConfig;
import io.tidegate.gate.discovery.DnsResolver;
import io.tidegate.gate.discovery.EurekaConfig;
import io.tidegate.gate.discovery.KubernetesConfig;
import io.tidegate.gate.discovery.kubernetes.KubernetesDiscovery;
import io.tidegate.gate.health.CheckConfig;
import io.tidegate.gate.upstream.UpstreamConfig;
import io.tidegate.gate.upstream.UpstreamConfig.EndpointConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tries the endpoints of a gate's file, each on a virtual thread of its own: resolves the name,
 * connects, and asks for the health path where there is one.
 */
public final class EndpointCheck {

  private static final String FINE = "fine";
  private static final int CONNECT_MS = 2_000;
  private static final int HEALTH_MS = 2_000;

  /** For all of it: names are resolved by a system whose time-out is its own. */
  private static final Duration MOST = Duration.ofSeconds(10);

  private static final String PUBLIC =
      " is a public address: if it is in the same network, its private one is probably meant";

  private EndpointCheck() {}

  /**
   * What was found of an endpoint.
   *
   * @param reachable whether the gate could send requests there
   * @param words for people, on one line
   */
  public record Finding(String upstream, String endpoint, boolean reachable, String words) {

    @Override
    public String toString() {
      return upstream + " " + endpoint + ": " + words;
    }
  }

  /**
   * Tries all of them, in the file's order, and what names lead to now. Takes at most some seconds,
   * and as long as the system takes for the names of endpoints.
   */
  public static List<Finding> of(GateConfig config) throws InterruptedException {
    List<UpstreamConfig> upstreams = new ArrayList<>();
    List<String> endpoints = new ArrayList<>();
    List<Callable<Finding>> tries = new ArrayList<>();
    for (UpstreamConfig upstream : config.upstreams()) {
      DiscoveryConfig discovery = config.discovered().get(upstream.name());
      try {
        for (EndpointConfig endpoint :
            discovery == null ? upstream.endpoints() : discover(discovery)) {
          upstreams.add(upstream);
          endpoints.add(endpoint.text());
          tries.add(() -> of(upstream, endpoint));
        }
      } catch (IOException e) {
        String source = requireNonNull(discovery).source();
        upstreams.add(upstream);
        endpoints.add(source);
        tries.add(() -> bad(upstream, source, "leads to no endpoint: " + e.getMessage()));
      }
    }
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      List<Future<Finding>> found =
          threads.invokeAll(tries, MOST.toMillis(), TimeUnit.MILLISECONDS);
      List<Finding> findings = new ArrayList<>();
      for (int i = 0; i < found.size(); i++)
        findings.add(finding(found.get(i), upstreams.get(i), endpoints.get(i)));
      return findings;
    } finally {
      threads.shutdownNow();
    }
  }

  /** What it leads to now; nothing where instances come by themselves once the gate runs. */
  private static List<EndpointConfig> discover(DiscoveryConfig discovery)
      throws IOException, InterruptedException {
    return switch (discovery) {
      case DnsConfig dns -> {
        List<EndpointConfig> found = DnsResolver.ofSystem().resolve(dns);
        if (found.isEmpty()) throw new IOException("it has no records");
        yield found;
      }
      case KubernetesConfig service -> KubernetesDiscovery.look(service);
      case EurekaConfig _ -> List.of();
    };
  }

  private static Finding finding(Future<Finding> found, UpstreamConfig upstream, String endpoint)
      throws InterruptedException {
    try {
      return found.get();
    } catch (CancellationException _) {
      return bad(upstream, endpoint, "not found out within " + MOST.toSeconds() + " s");
    } catch (ExecutionException e) {
      return bad(upstream, endpoint, "cannot be tried: " + e.getCause());
    }
  }

  private static Finding of(UpstreamConfig upstream, EndpointConfig endpoint) {
    String text = endpoint.text();
    InetAddress address;
    try {
      address = InetAddress.getByName(endpoint.host());
    } catch (UnknownHostException _) {
      return bad(upstream, text, "no such name: " + endpoint.host());
    }
    String place = isPublic(address) ? "; " + address.getHostAddress() + PUBLIC : "";
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, endpoint.port()), CONNECT_MS);
      CheckConfig check = upstream.policy().check();
      String sick = check == null ? null : sickness(socket, endpoint, check);
      return sick == null
          ? new Finding(upstream.name(), text, true, FINE + place)
          : bad(upstream, text, sick + place);
    } catch (ConnectException e) {
      return bad(upstream, text, "refused: nothing listens there" + place);
    } catch (SocketTimeoutException e) {
      return bad(
          upstream,
          text,
          "no answer within " + CONNECT_MS / 1_000 + " s, which smells of a firewall" + place);
    } catch (IOException e) {
      return bad(upstream, text, "not reachable: " + e.getMessage() + place);
    }
  }

  private static Finding bad(UpstreamConfig upstream, String endpoint, String words) {
    return new Finding(upstream.name(), endpoint, false, words);
  }

  /** What its health check would not like; null if it is well. */
  private static @Nullable String sickness(
      Socket socket, EndpointConfig endpoint, CheckConfig check) {
    String asked = "GET " + check.path();
    try {
      socket.setSoTimeout(HEALTH_MS);
      String request =
          asked + " HTTP/1.1\r\nHost: " + endpoint.text() + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      String line = in.readLine();
      if (line == null || !line.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?"))
        return "connected, but " + asked + " gets no HTTP";
      int status = Integer.parseInt(line.substring(9, 12));
      boolean well = status >= check.statusFrom() && status <= check.statusTo();
      return well ? null : "connected, but " + asked + " gets " + status;
    } catch (SocketTimeoutException _) {
      return "connected, but " + asked + " gets nothing within " + HEALTH_MS / 1_000 + " s";
    } catch (IOException e) {
      return "connected, but " + asked + " breaks the connection";
    }
  }

  /** Neither of this machine nor of a private network (RFC 1918, RFC 6598, RFC 4193). */
  static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean local =
        address.isLoopbackAddress()
            || address.isSiteLocalAddress()
            || address.isLinkLocalAddress()
            || address.isAnyLocalAddress();
    if (local) return false;
    if (address instanceof Inet6Address) return (bytes[0] & 0xfe) != 0xfc;
    return !((bytes[0] & 0xff) == 100 && (bytes[1] & 0xc0) == 64);
  }
}
