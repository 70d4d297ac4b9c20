package io.tidegate.gate.discovery;

import io.tidegate.gate.upstream.UpstreamConfig.EndpointConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Hashtable;
import java.util.List;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;

/** Looks names up. Blocks. */
@FunctionalInterface
public interface DnsResolver {

  /**
   * The endpoints that a name leads to now, in an order of their own: not one that servers shuffle.
   *
   * @throws IOException if nobody could say; an empty list means that there are none
   */
  List<EndpointConfig> resolve(DnsConfig config) throws IOException;

  /** By the system's own resolver for addresses, and by its name servers for services. */
  static DnsResolver ofSystem() {
    // The JDK keeps answers for half a minute, in which an instance comes and goes.
    Security.setProperty("networkaddress.cache.ttl", "1");
    Security.setProperty("networkaddress.cache.negative.ttl", "1");
    return config -> config.isService() ? services(config, "dns:") : addresses(config);
  }

  /**
   * By this name server, for services.
   *
   * @param server such as {@code dns://127.0.0.1:5353}
   */
  static DnsResolver at(String server) {
    return config -> services(config, server);
  }

  private static List<EndpointConfig> addresses(DnsConfig config) throws IOException {
    try {
      return Arrays.stream(InetAddress.getAllByName(config.name()))
          .map(InetAddress::getHostAddress)
          .distinct()
          .sorted()
          .map(address -> new EndpointConfig(address, config.port(), 1))
          .toList();
    } catch (UnknownHostException e) {
      throw new IOException("no such name", e);
    }
  }

  /**
   * Those of the best priority, by their weights (RFC 2782). A name of {@link DnsConfig} is no URL,
   * so nothing but the name server is asked, and its records are read as text.
   */
  @SuppressWarnings({"BanJNDI", "JdkObsolete"})
  private static List<EndpointConfig> services(DnsConfig config, String server) throws IOException {
    Hashtable<String, String> environment = new Hashtable<>();
    environment.put("java.naming.factory.initial", "com.sun.jndi.dns.DnsContextFactory");
    environment.put("java.naming.provider.url", server);
    environment.put("com.sun.jndi.dns.timeout.initial", "500");
    environment.put("com.sun.jndi.dns.timeout.retries", "2");
    try {
      InitialDirContext context = new InitialDirContext(environment);
      try {
        Attribute records = context.getAttributes(config.name(), new String[] {"SRV"}).get("SRV");
        List<ServiceRecord> all = new ArrayList<>();
        for (int i = 0; records != null && i < records.size(); i++)
          all.add(ServiceRecord.parse(String.valueOf(records.get(i))));
        return best(all);
      } finally {
        context.close();
      }
    } catch (NameNotFoundException _) {
      return List.of();
    } catch (NamingException | IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static List<EndpointConfig> best(List<ServiceRecord> all) {
    int best = all.stream().mapToInt(ServiceRecord::priority).min().orElse(0);
    return all.stream()
        .filter(record -> record.priority() == best)
        .map(ServiceRecord::endpoint)
        .distinct()
        .sorted(Comparator.comparing(EndpointConfig::text))
        .toList();
  }
}
