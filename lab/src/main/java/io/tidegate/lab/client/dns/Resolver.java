package io.tidegate.lab.client.dns;

import io.tidegate.lab.client.dns.DnsConfig.Policy;
import io.tidegate.lab.client.fault.Fault;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection to a host goes: overrides first, then the cache, then the system. Shared by
 * all users of a run; any thread.
 *
 * <p>The system's look-up blocks a platform thread, so a few of those do nothing else, and users
 * who want the same name wait for the same look-up.
 */
public final class Resolver {

  static {
    // Answers are kept here, as long as the run says; the JDK would keep them for half a minute.
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
  }

  private static final int THREADS_MAX = 8;
  private static final int NAMES_MAX = 10_000;

  /**
   * The rules of a run.
   *
   * @param overrides by names, patterns or names with ports; they come before DNS
   * @param blockedHosts names and patterns that may not be spoken to; an address in a URL is not a
   *     name
   * @param blockedAddresses that may not be spoken to, wherever they come from
   */
  public record Rules(
      DnsConfig dns,
      HostNames<HostOverride> overrides,
      HostNames<Boolean> blockedHosts,
      List<AddressRange> blockedAddresses) {

    /** The same with other overrides. */
    public Rules with(HostNames<HostOverride> others) {
      return new Rules(dns, others, blockedHosts, blockedAddresses);
    }
  }

  private record Answer(InetAddress[] addresses, long untilNs, AtomicInteger taken) {}

  private final Rules rules;
  private final Lookup lookup;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Answer>> underWay = new ConcurrentHashMap<>();
  private final Executor threads = threads();

  /** Asks the system. */
  public Resolver(Rules rules) {
    this(rules, InetAddress::getAllByName);
  }

  /**
   * @param lookup instead of the system's
   */
  public Resolver(Rules rules, Lookup lookup) {
    this.rules = rules;
    this.lookup = lookup;
  }

  private static Executor threads() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS_MAX,
            THREADS_MAX,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(NAMES_MAX),
            Thread.ofPlatform().daemon().name("lab-dns-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /**
   * Where a connection to that host goes.
   *
   * @param host a name or an address, without brackets
   * @param deadlineNs of {@link System#nanoTime}, until when to wait
   * @throws Fault if there is no address, or none that the run may speak to
   */
  public InetSocketAddress resolve(String host, int port, long deadlineNs)
      throws Fault, InterruptedException {
    InetAddress literal = literal(host);
    HostNames.Match<Boolean> pattern = literal == null ? rules.blockedHosts.find(host) : null;
    if (pattern != null)
      throw new Fault(
          Fault.BLOCKED_HOST,
          "hostname is blocked",
          "hostname (%s) is in a blocked pattern (%s)".formatted(host, pattern.pattern()));
    InetSocketAddress remote = overridden(host, port);
    if (remote == null)
      remote =
          new InetSocketAddress(literal == null ? select(answer(host, deadlineNs)) : literal, port);
    for (AddressRange blocked : rules.blockedAddresses) {
      if (blocked.contains(remote.getAddress()))
        throw new Fault(
            Fault.BLOCKED_ADDRESS,
            "ip is blacklisted",
            "IP (%s) is in a blacklisted range (%s)"
                .formatted(remote.getAddress().getHostAddress(), blocked));
    }
    return remote;
  }

  private static @Nullable InetAddress literal(String host) {
    boolean may =
        host.indexOf(':') >= 0 || (!host.isEmpty() && host.charAt(host.length() - 1) <= '9');
    if (!may) return null;
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private @Nullable InetSocketAddress overridden(String host, int port) {
    HostNames.Match<HostOverride> match = rules.overrides.find(host + ":" + port);
    if (match == null) match = rules.overrides.find(host);
    if (match == null) return null;
    HostOverride to = match.value();
    return new InetSocketAddress(to.address(), to.port() == 0 ? port : to.port());
  }

  private Answer answer(String host, long deadlineNs) throws Fault, InterruptedException {
    Answer known = answers.get(host);
    if (known != null && known.untilNs - System.nanoTime() > 0) return known;
    CompletableFuture<Answer> mine = new CompletableFuture<>();
    CompletableFuture<Answer> before = underWay.putIfAbsent(host, mine);
    if (before == null) begin(host, mine);
    try {
      long restNs = Math.max(0, deadlineNs - System.nanoTime());
      return (before == null ? mine : before).get(restNs, TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      throw Fault.timeout();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Fault fault) throw fault;
      throw new Fault(Fault.LOOKUP, "lookup: " + e.getCause());
    }
  }

  private void begin(String host, CompletableFuture<Answer> mine) {
    try {
      threads.execute(() -> lookUp(host, mine));
    } catch (RejectedExecutionException _) {
      underWay.remove(host);
      mine.completeExceptionally(new Fault(Fault.LOOKUP, "lookup: too many at once"));
    }
  }

  /** It is no longer under way before its outcome is known: whoever asks later asks anew. */
  private void lookUp(String host, CompletableFuture<Answer> mine) {
    try {
      InetAddress[] addresses = allowed(lookup.addresses(host), rules.dns.policy());
      if (addresses.length == 0) throw new UnknownHostException(host);
      long untilNs = System.nanoTime() + rules.dns.ttl().toNanos();
      Answer answer = new Answer(addresses, untilNs, new AtomicInteger());
      if (answers.size() >= NAMES_MAX) answers.clear();
      if (!rules.dns.ttl().isZero()) answers.put(host, answer);
      underWay.remove(host);
      mine.complete(answer);
    } catch (UnknownHostException e) {
      underWay.remove(host);
      mine.completeExceptionally(fault(host, e));
    } catch (Throwable e) {
      underWay.remove(host);
      mine.completeExceptionally(e);
    }
  }

  /** A name server that cannot say is something else than one that says no. */
  private static Fault fault(String host, UnknownHostException e) {
    boolean temporary = String.valueOf(e.getMessage()).contains("Temporary failure");
    String why = temporary ? "server misbehaving" : "no such host";
    int code = temporary ? Fault.LOOKUP : Fault.NO_SUCH_HOST;
    return new Fault(code, "lookup: " + why, "lookup " + host + ": " + why);
  }

  private static InetAddress[] allowed(InetAddress[] all, Policy policy) {
    InetAddress[] four = ofFamily(all, true);
    InetAddress[] six = ofFamily(all, false);
    return switch (policy) {
      case ANY -> all;
      case ONLY_IPV4 -> four;
      case ONLY_IPV6 -> six;
      case PREFER_IPV4 -> four.length > 0 ? four : six;
      case PREFER_IPV6 -> six.length > 0 ? six : four;
    };
  }

  private static InetAddress[] ofFamily(InetAddress[] all, boolean four) {
    return Arrays.stream(all)
        .filter(address -> address instanceof Inet4Address == four)
        .toArray(InetAddress[]::new);
  }

  private InetAddress select(Answer answer) {
    int count = answer.addresses.length;
    return answer
        .addresses[
        switch (rules.dns.select()) {
          case FIRST -> 0;
          case RANDOM -> ThreadLocalRandom.current().nextInt(count);
          case ROUND_ROBIN -> Math.floorMod(answer.taken.getAndIncrement(), count);
        }];
  }
}
