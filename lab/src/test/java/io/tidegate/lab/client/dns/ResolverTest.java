package io.tidegate.lab.client.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.lab.client.dns.DnsConfig.Policy;
import io.tidegate.lab.client.dns.DnsConfig.Select;
import io.tidegate.lab.client.fault.Fault;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ResolverTest {

  private final AtomicInteger lookups = new AtomicInteger();

  private static long soon() {
    return System.nanoTime() + 10_000_000_000L;
  }

  private static Resolver.Rules rules(DnsConfig dns) {
    return new Resolver.Rules(dns, new HostNames<>(Map.of()), new HostNames<>(Map.of()), List.of());
  }

  private static DnsConfig dns(Duration ttl, Select select, Policy policy) {
    return new DnsConfig(ttl, select, policy);
  }

  private InetAddress[] three(String host) {
    assertThat(host).isEqualTo("shop.test");
    lookups.incrementAndGet();
    return new InetAddress[] {
      InetAddress.ofLiteral("::1"),
      InetAddress.ofLiteral("10.0.0.1"),
      InetAddress.ofLiteral("10.0.0.2")
    };
  }

  private List<String> ask(Resolver resolver, int times) throws Exception {
    List<String> got = new ArrayList<>();
    for (int i = 0; i < times; i++)
      got.add(resolver.resolve("shop.test", 80, soon()).getAddress().getHostAddress());
    return got;
  }

  @Test
  void an_answer_is_kept_as_long_as_it_may() throws Exception {
    ask(new Resolver(rules(DnsConfig.DEFAULT), this::three), 5);
    assertThat(lookups.get()).isEqualTo(1);
    ask(new Resolver(rules(dns(DnsConfig.FOREVER, Select.FIRST, Policy.ANY)), this::three), 5);
    assertThat(lookups.get()).isEqualTo(2);
    ask(new Resolver(rules(dns(Duration.ZERO, Select.FIRST, Policy.ANY)), this::three), 5);
    assertThat(lookups.get()).isEqualTo(7);
    ask(new Resolver(rules(dns(Duration.ofNanos(1), Select.FIRST, Policy.ANY)), this::three), 5);
    assertThat(lookups.get()).isEqualTo(12);
  }

  @Test
  void the_address_is_the_one_that_the_rules_take() throws Exception {
    Duration ttl = Duration.ofMinutes(5);
    assertThat(ask(new Resolver(rules(dns(ttl, Select.FIRST, Policy.PREFER_IPV4)), this::three), 2))
        .containsOnly("10.0.0.1");
    assertThat(ask(new Resolver(rules(dns(ttl, Select.FIRST, Policy.PREFER_IPV6)), this::three), 2))
        .containsOnly("0:0:0:0:0:0:0:1");
    assertThat(
            ask(
                new Resolver(rules(dns(ttl, Select.ROUND_ROBIN, Policy.ONLY_IPV4)), this::three),
                4))
        .containsExactly("10.0.0.1", "10.0.0.2", "10.0.0.1", "10.0.0.2");
    Set<String> random =
        new HashSet<>(
            ask(new Resolver(rules(dns(ttl, Select.RANDOM, Policy.ANY)), this::three), 200));
    assertThat(random).hasSize(3);
  }

  @Test
  void users_who_want_the_same_name_wait_for_the_same_lookup() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    Resolver resolver =
        new Resolver(
            rules(DnsConfig.DEFAULT),
            host -> {
              try {
                go.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              return three(host);
            });
    AtomicInteger found = new AtomicInteger();
    List<Thread> users = new ArrayList<>();
    for (int i = 0; i < 50; i++)
      users.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  found.addAndGet(ask(resolver, 1).size());
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              }));
    assertThatThrownBy(() -> resolver.resolve("shop.test", 80, System.nanoTime() + 50_000_000))
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.code()).isEqualTo(Fault.TIMEOUT));
    go.countDown();
    for (Thread user : users) user.join();
    assertThat(found.get()).isEqualTo(50);
    assertThat(lookups.get()).isEqualTo(1);
  }

  @Test
  void a_name_without_an_address_is_told_and_asked_for_again() {
    Resolver resolver =
        new Resolver(
            rules(DnsConfig.DEFAULT),
            host -> {
              lookups.incrementAndGet();
              throw new UnknownHostException(host + ": Name or service not known");
            });
    for (int i = 1; i <= 2; i++) {
      assertThatThrownBy(() -> ask(resolver, 1))
          .isInstanceOfSatisfying(
              Fault.class, fault -> assertThat(fault.code()).isEqualTo(Fault.NO_SUCH_HOST))
          .hasMessage("lookup: no such host");
      assertThat(lookups.get()).isEqualTo(i);
    }
    Resolver six =
        new Resolver(
            rules(dns(Duration.ZERO, Select.FIRST, Policy.ONLY_IPV6)),
            _ -> new InetAddress[] {InetAddress.ofLiteral("10.0.0.1")});
    assertThatThrownBy(() -> ask(six, 1)).hasMessage("lookup: no such host");
  }

  @Test
  void a_name_server_that_fails_is_something_else() {
    Resolver resolver =
        new Resolver(
            rules(DnsConfig.DEFAULT),
            host -> {
              throw new UnknownHostException(host + ": Temporary failure in name resolution");
            });
    assertThatThrownBy(() -> ask(resolver, 1))
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.code()).isEqualTo(Fault.LOOKUP));
  }

  @Test
  void overrides_come_before_dns() throws Exception {
    HostNames<HostOverride> overrides =
        new HostNames<>(
            Map.of(
                "shop.test", HostOverride.parse("1.2.3.4"),
                "shop.test:8443", HostOverride.parse("[::1]:99"),
                "*.shop.test", HostOverride.parse("5.6.7.8:81"),
                "*.eu.shop.test", HostOverride.parse("fd00::1")));
    Resolver resolver =
        new Resolver(
            new Resolver.Rules(DnsConfig.DEFAULT, overrides, new HostNames<>(Map.of()), List.of()),
            host -> {
              throw new UnknownHostException(host);
            });
    assertThat(resolver.resolve("Shop.test", 80, soon())).hasToString("/1.2.3.4:80");
    assertThat(resolver.resolve("shop.test", 8443, soon())).hasToString("/[0:0:0:0:0:0:0:1]:99");
    assertThat(resolver.resolve("a.shop.test", 80, soon())).hasToString("/5.6.7.8:81");
    assertThat(resolver.resolve("b.eu.shop.test", 80, soon()))
        .hasToString("/[fd00:0:0:0:0:0:0:1]:80");
    assertThatThrownBy(() -> resolver.resolve("ashop.test", 80, soon())).isInstanceOf(Fault.class);
  }

  @Test
  void what_is_blocked_is_not_spoken_to() throws Exception {
    HostNames<HostOverride> overrides =
        new HostNames<>(Map.of("inside.test", HostOverride.parse("10.9.9.9")));
    Resolver resolver =
        new Resolver(
            new Resolver.Rules(
                DnsConfig.DEFAULT,
                overrides,
                new HostNames<>(Map.of("*.bad.test", true, "worse.test", true)),
                List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("fd00::/9"))),
            this::three);
    for (String host : List.of("a.bad.test", "A.B.BAD.test", "worse.test"))
      assertThatThrownBy(() -> resolver.resolve(host, 80, soon()))
          .isInstanceOfSatisfying(
              Fault.class, fault -> assertThat(fault.code()).isEqualTo(Fault.BLOCKED_HOST))
          .hasMessage("hostname is blocked");
    for (String host : List.of("shop.test", "inside.test", "10.1.2.3", "fd01::1"))
      assertThatThrownBy(() -> resolver.resolve(host, 80, soon()))
          .isInstanceOfSatisfying(
              Fault.class, fault -> assertThat(fault.code()).isEqualTo(Fault.BLOCKED_ADDRESS))
          .hasMessage("ip is blacklisted");
    assertThat(resolver.resolve("11.0.0.1", 80, soon())).hasToString("/11.0.0.1:80");
    assertThat(resolver.resolve("fd80::1", 80, soon())).hasToString("/[fd80:0:0:0:0:0:0:1]:80");
  }

  @Test
  void what_is_no_address_is_refused() {
    for (String bad :
        List.of("", "shop.test", "1.2.3.4:", "1.2.3.4:70000", "1.2.3.4.5", "[::1", "::1:x]"))
      assertThatThrownBy(() -> HostOverride.parse(bad))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class);
    for (String bad : List.of("", "10.0.0.0/33", "10.0.0.0/-1", "ten/8"))
      assertThatThrownBy(() -> AddressRange.parse(bad))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HostNames<>(Map.of("a*b", true)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
