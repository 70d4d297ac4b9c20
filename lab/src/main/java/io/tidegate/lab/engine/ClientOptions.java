package io.tidegate.lab.engine;

import io.tidegate.lab.client.ClientConfig;
import io.tidegate.lab.client.dns.AddressRange;
import io.tidegate.lab.client.dns.DnsConfig;
import io.tidegate.lab.client.dns.HostNames;
import io.tidegate.lab.client.dns.HostOverride;
import io.tidegate.lab.client.dns.Resolver;
import io.tidegate.lab.client.tls.ClientCertificate;
import io.tidegate.lab.client.tls.TlsConfig;
import io.tidegate.lab.client.tls.TlsVersion;
import io.tidegate.lab.options.Durations;
import io.tidegate.lab.options.OptionException;
import io.tidegate.lab.options.OptionTree;
import io.tidegate.lab.options.RunOptions;
import io.tidegate.lab.script.http.HttpDebug;
import io.tidegate.lab.script.http.HttpDefaults;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options that say how users reach a server: names, addresses, TLS; and how they ask. */
public final class ClientOptions {

  private ClientOptions() {}

  /**
   * What a tree says.
   *
   * @param environment may leave HTTP/2 out, as Go's programs are told to
   * @throws OptionException if a part of it cannot hold
   */
  public static ClientConfig of(OptionTree tree, Map<String, String> environment)
      throws OptionException {
    try {
      ClientConfig usual = ClientConfig.DEFAULT;
      return new ClientConfig(
          names(tree),
          tls(tree),
          localAddresses(tree),
          !List.of(environment.getOrDefault("GODEBUG", "").split(",")).contains("http2client=0"),
          !tree.truth("noConnectionReuse", false),
          usual.idlePerOrigin(),
          usual.headBytesMax(),
          usual.bodyBytesMax());
    } catch (IllegalArgumentException e) {
      throw new OptionException(String.valueOf(e.getMessage()));
    }
  }

  /** How requests are made that say nothing of it. */
  public static HttpDefaults defaults(RunOptions options) {
    RunOptions.Http http = options.http();
    return new HttpDefaults(
        http.userAgent(),
        http.maxRedirects(),
        HttpDefaults.DEFAULT.timeout(),
        http.discardResponseBodies(),
        options.noCookiesReset(),
        http.throwing(),
        http.batch(),
        http.batchPerHost(),
        HttpDebug.of(http.debug()));
  }

  private static List<String> texts(OptionTree tree, String name) throws OptionException {
    List<String> texts = new ArrayList<>();
    for (Object one : tree.list(name))
      for (String text : String.valueOf(one).split(",", -1))
        if (!text.isBlank()) texts.add(text.strip());
    return texts;
  }

  // ---- names ----

  private static Resolver.Rules names(OptionTree tree) throws OptionException {
    Map<String, HostOverride> overrides = new LinkedHashMap<>();
    for (Map.Entry<String, String> host : tree.texts("hosts").entrySet())
      overrides.put(host.getKey(), HostOverride.parse(host.getValue()));
    Map<String, Boolean> blocked = new LinkedHashMap<>();
    for (String host : texts(tree, "blockHostnames")) blocked.put(host, true);
    List<AddressRange> addresses = new ArrayList<>();
    for (String range : texts(tree, "blacklistIPs")) addresses.add(AddressRange.parse(range));
    return new Resolver.Rules(
        dns(tree.tree("dns")), new HostNames<>(overrides), new HostNames<>(blocked), addresses);
  }

  private static DnsConfig dns(OptionTree dns) throws OptionException {
    DnsConfig usual = DnsConfig.DEFAULT;
    String ttl = dns.text("ttl", "");
    Duration keeps =
        switch (ttl) {
          case "" -> usual.ttl();
          case "inf" -> DnsConfig.FOREVER;
          default -> Durations.of("dns.ttl", ttl);
        };
    DnsConfig.Select select =
        switch (dns.text("select", "random")) {
          case "first" -> DnsConfig.Select.FIRST;
          case "random" -> DnsConfig.Select.RANDOM;
          case "roundRobin" -> DnsConfig.Select.ROUND_ROBIN;
          default -> throw dns.wrong("select", "first, random or roundRobin");
        };
    DnsConfig.Policy policy =
        switch (dns.text("policy", "preferIPv4")) {
          case "preferIPv4" -> DnsConfig.Policy.PREFER_IPV4;
          case "preferIPv6" -> DnsConfig.Policy.PREFER_IPV6;
          case "onlyIPv4" -> DnsConfig.Policy.ONLY_IPV4;
          case "onlyIPv6" -> DnsConfig.Policy.ONLY_IPV6;
          case "any" -> DnsConfig.Policy.ANY;
          default -> throw dns.wrong("policy", "preferIPv4, preferIPv6, onlyIPv4, onlyIPv6 or any");
        };
    return new DnsConfig(keeps, select, policy);
  }

  private static List<InetAddress> localAddresses(OptionTree tree) throws OptionException {
    List<InetAddress> addresses = new ArrayList<>();
    for (String text : texts(tree, "localIPs")) LocalAddresses.add(text, addresses);
    return addresses;
  }

  // ---- TLS ----

  private static TlsConfig tls(OptionTree tree) throws OptionException {
    List<ClientCertificate> certificates = new ArrayList<>();
    for (OptionTree one : tree.trees("tlsAuth"))
      certificates.add(
          ClientCertificate.of(
              texts(one, "domains"),
              one.text("cert", ""),
              one.text("key", ""),
              one.text("password", "")));
    TlsConfig usual = TlsConfig.DEFAULT;
    return new TlsConfig(
        !tree.truth("insecureSkipTLSVerify", false),
        versions(tree, usual),
        texts(tree, "tlsCipherSuites"),
        certificates,
        usual.trusted());
  }

  private static List<TlsVersion> versions(OptionTree tree, TlsConfig usual)
      throws OptionException {
    if (!tree.has("tlsVersion")) return usual.versions();
    if (tree.values().get("tlsVersion") instanceof Map) {
      OptionTree bounds = tree.tree("tlsVersion");
      return TlsVersion.between(
          TlsVersion.of(bounds.text("min", TlsVersion.TLS_1_2.id())),
          TlsVersion.of(bounds.text("max", TlsVersion.TLS_1_3.id())));
    }
    return List.of(TlsVersion.of(tree.text("tlsVersion", "")));
  }
}
