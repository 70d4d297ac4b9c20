package io.tidegate.app.gate;

import io.tidegate.app.config.YamlSection;
import io.tidegate.gate.discovery.DiscoveryConfig;
import io.tidegate.gate.discovery.DnsConfig;
import io.tidegate.gate.discovery.EurekaConfig;
import io.tidegate.gate.discovery.KubernetesConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The part of an upstream in the gate's file that says where its endpoints are found: {@code dns},
 * {@code eureka}, {@code kubernetes}.
 */
final class DiscoverySection {

  private final Path file;
  private final YamlSection upstream;

  DiscoverySection(Path file, YamlSection upstream) {
    this.file = file;
    this.upstream = upstream;
  }

  /** How many of them there are. */
  int count() {
    return (int) Stream.of("dns", "eureka", "kubernetes").filter(upstream::has).count();
  }

  /** What it says; null if nothing, or what is wrong, which has been told then. */
  @Nullable DiscoveryConfig read() {
    try {
      if (upstream.has("dns")) return dns();
      if (upstream.has("eureka")) return new EurekaConfig(upstream.text("eureka", ""));
      return upstream.has("kubernetes") ? kubernetes() : null;
    } catch (IllegalArgumentException e) {
      upstream.problem(String.valueOf(e.getMessage()));
      return null;
    }
  }

  private DnsConfig dns() {
    if (!upstream.isSection("dns"))
      return DnsConfig.parse(upstream.text("dns", ""), DnsConfig.EVERY);
    YamlSection section = upstream.section("dns");
    String name = section.text("name", "");
    Duration every = section.time("every-ms", DnsConfig.EVERY);
    section.end();
    return DnsConfig.parse(name, every);
  }

  private KubernetesConfig kubernetes() {
    if (!upstream.isSection("kubernetes"))
      return KubernetesConfig.parse(upstream.text("kubernetes", ""), null, null, null);
    YamlSection section = upstream.section("kubernetes");
    String service = section.text("service", "");
    String api = section.text("api");
    Path token = beside(section.text("token-file"));
    Path authorities = beside(section.text("ca-file"));
    section.end();
    return KubernetesConfig.parse(service, api == null ? null : uri(api), token, authorities);
  }

  private static URI uri(String api) {
    try {
      return new URI(api);
    } catch (URISyntaxException _) {
      throw new IllegalArgumentException(
          "api must be an address such as https://10.0.0.1:6443, not \"" + api + "\"");
    }
  }

  /** Names of files are meant from the folder of the gate's file on. */
  private @Nullable Path beside(@Nullable String name) {
    return name == null ? null : file.toAbsolutePath().resolveSibling(name);
  }
}
