package io.tidegate.gate.registry;

import io.tidegate.http.metrics.MetricFamilies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which instances of which applications there are, by their own word. Any thread.
 *
 * <h2>When an instance leaves</h2>
 *
 * It leaves at once when it says so. Else its lease ends some time after it was last heard of, and
 * it is evicted, unless more than half of its application are late: that is rather our fault, or
 * the network's, than that of all of them. Then no lease of them runs; who is really gone is seen
 * by those who send requests there. So silence alone never takes away more than half of an
 * application at once, nor its last instance. The road not taken is Eureka's own, a share of all
 * renewals of the last minute: with two or three instances it keeps each dead one, or none.
 *
 * <p>Time in which nobody looked, since the process was stopped, is time in which nobody could be
 * heard either: it does not count.
 */
public final class Registry {

  /** More do not get in. */
  public static final int INSTANCES_MOST = 4_096;

  /** Of the metadata of one instance, keys and values together. */
  static final int METADATA_CHARS_MOST = 8_192;

  private static final Logger LOG = LoggerFactory.getLogger(Registry.class);

  /** So long a change is told to those who ask what has changed. */
  private static final long CHANGES_KEPT_MS = TimeUnit.MINUTES.toMillis(3);

  /** Between two looks; a longer pause was no time in which somebody could have been heard. */
  private static final long PAUSE_NS = TimeUnit.SECONDS.toNanos(5);

  private final LongSupplier wallMs;
  private final LongSupplier clockNs;
  private final Map<String, Map<String, LeasedInstance>> applications = new TreeMap<>();
  private final Map<Key, Change> changes = new LinkedHashMap<>(); // oldest first
  private int size;
  private long version = 1;
  private long pausedNs;
  private long lookedNs;
  private long registrations;
  private long renewals;
  private long cancellations;
  private long evictions;

  /** What was done to an instance. */
  enum Action {
    ADDED,
    MODIFIED,
    DELETED
  }

  /** The last that was done to an instance. */
  record Change(Action action, LeasedInstance leased, long atMs) {}

  /** An instance by its names. */
  private record Key(String app, String id) {
    static Key of(Instance instance) {
      return new Key(instance.app(), instance.id());
    }
  }

  /**
   * What is there, and what has changed of late.
   *
   * @param version grows with each change
   * @param changes the last one of each instance that has changed, oldest first
   */
  record View(long version, List<Application> applications, List<Change> changes) {}

  /** An empty one. */
  public Registry() {
    this(System::currentTimeMillis, System::nanoTime);
  }

  /**
   * An empty one in another time.
   *
   * @param wallMs epoch time
   * @param clockNs monotonic
   */
  Registry(LongSupplier wallMs, LongSupplier clockNs) {
    this.wallMs = wallMs;
    this.clockNs = clockNs;
    lookedNs = clockNs.getAsLong();
  }

  // ---- what instances and operators say ----

  /**
   * Takes an instance in, or what it says anew.
   *
   * @return false if there is no room for it
   */
  synchronized boolean register(Instance instance) {
    Map<String, LeasedInstance> app = applications.get(instance.app());
    LeasedInstance before = app == null ? null : app.get(instance.id());
    if (before == null && size >= INSTANCES_MOST) return false;
    registrations++;
    LeasedInstance now = LeasedInstance.registered(instance, before, wallMs.getAsLong(), nowNs());
    if (before == null || before.status() != now.status())
      LOG.info("{} of {} is {}.", instance.id(), instance.app(), now.status());
    put(now);
    note(Action.ADDED, now);
    return true;
  }

  /** Takes in one that was here before this registry began: as if it had been heard of just now. */
  synchronized void restore(Instance instance, @Nullable InstanceStatus override) {
    if (size >= INSTANCES_MOST) return;
    long nowMs = wallMs.getAsLong();
    put(LeasedInstance.registered(instance, null, nowMs, nowNs()).overridden(override, nowMs));
  }

  /**
   * Renews a lease.
   *
   * @param dirtyMs when the instance last had something new to say; 0 if it does not tell
   * @return false if it has to register: it is not here, or has something to say that is not known
   */
  synchronized boolean renew(String app, String id, long dirtyMs) {
    LeasedInstance known = find(app, id);
    if (known == null || dirtyMs > known.instance().dirtyMs()) return false;
    renewals++;
    put(known.renewed(wallMs.getAsLong(), nowNs()));
    return true;
  }

  /** Takes an instance out that leaves; false if it is not here. */
  synchronized boolean cancel(String app, String id) {
    LeasedInstance known = find(app, id);
    if (known == null) return false;
    cancellations++;
    LOG.info("{} of {} leaves.", id, app);
    remove(known);
    return true;
  }

  /**
   * Overrides the status of an instance, until that is taken back.
   *
   * @param status null to take it back
   * @return false if it is not here
   */
  synchronized boolean override(String app, String id, @Nullable InstanceStatus status) {
    boolean done = change(app, id, known -> known.overridden(status, wallMs.getAsLong()));
    if (done) LOG.info("By order {} of {} is {}.", id, app, status == null ? "itself" : status);
    return done;
  }

  /**
   * Adds metadata to what an instance says of itself.
   *
   * @throws IllegalArgumentException if that is too much
   */
  synchronized boolean describe(String app, String id, Map<String, String> more) {
    return change(
        app,
        id,
        known -> {
          Map<String, String> all = new LinkedHashMap<>(known.instance().metadata());
          all.putAll(more);
          checkMetadata(all);
          return known.saying(known.instance().with(all), wallMs.getAsLong());
        });
  }

  /** Refuses metadata of which there is too much. */
  static void checkMetadata(Map<String, String> metadata) {
    int chars = 0;
    for (Map.Entry<String, String> entry : metadata.entrySet())
      chars += entry.getKey().length() + entry.getValue().length();
    if (chars > METADATA_CHARS_MOST)
      throw new IllegalArgumentException(
          "metadata may have " + METADATA_CHARS_MOST + " characters, keys and values together");
  }

  private boolean change(String app, String id, UnaryOperator<LeasedInstance> change) {
    LeasedInstance known = find(app, id);
    if (known == null) return false;
    LeasedInstance changed = change.apply(known);
    put(changed);
    note(Action.MODIFIED, changed);
    return true;
  }

  // ---- leases ----

  /** Evicts whose lease has ended. To be called again and again, every second or so. */
  synchronized void look() {
    long clock = clockNs.getAsLong();
    if (clock - lookedNs > PAUSE_NS) pausedNs += clock - lookedNs;
    lookedNs = clock;
    long nowNs = nowNs();
    for (Application application : applications()) {
      for (LeasedInstance each : application.instances()) {
        if (application.isUnheard() && each.isLate(nowNs)) put(each.spared(nowNs));
        else if (each.untilNs() < nowNs) evict(each);
      }
    }
  }

  private void evict(LeasedInstance gone) {
    evictions++;
    LOG.warn(
        "{} of {} has not been heard of for its lease of {} s, and is taken out.",
        gone.instance().id(),
        gone.instance().app(),
        gone.instance().leaseSeconds());
    remove(gone);
  }

  /** By the time in which instances could be heard. */
  private long nowNs() {
    return clockNs.getAsLong() - pausedNs;
  }

  // ---- what is here ----

  /** Its number of changes so far. */
  synchronized long version() {
    return version;
  }

  /**
   * Waits for another change than that.
   *
   * @param seen the version that is known
   * @param most how long at most
   * @return the version that holds now
   */
  public synchronized long awaitChange(long seen, Duration most) throws InterruptedException {
    long deadlineNs = System.nanoTime() + most.toNanos();
    long leftNs = most.toNanos();
    while (version == seen && leftNs > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, leftNs);
      leftNs = deadlineNs - System.nanoTime();
    }
    return version;
  }

  /** An application; null where it has no instance. */
  public synchronized @Nullable Application application(String name) {
    Map<String, LeasedInstance> app = applications.get(name);
    return app == null ? null : application(name, app);
  }

  /** All of them, by their names. */
  public synchronized List<Application> applications() {
    List<Application> all = new ArrayList<>(applications.size());
    applications.forEach((name, app) -> all.add(application(name, app)));
    return all;
  }

  private Application application(String name, Map<String, LeasedInstance> app) {
    long nowNs = nowNs();
    int late = 0;
    for (LeasedInstance each : app.values()) if (each.isLate(nowNs)) late++;
    return new Application(name, List.copyOf(app.values()), late);
  }

  /** An instance; null if it is not here. */
  synchronized @Nullable LeasedInstance find(String app, String id) {
    Map<String, LeasedInstance> instances = applications.get(app);
    return instances == null ? null : instances.get(id);
  }

  /** All at one time. */
  synchronized View view() {
    forgetChanges();
    return new View(version, applications(), List.copyOf(changes.values()));
  }

  /** Shows what it has and what came of that. */
  public synchronized void collect(MetricFamilies families) {
    for (InstanceStatus status : InstanceStatus.values())
      families.gauge(
          "gate_registry_instances",
          "Instances in the registry, by their status.",
          count(status),
          "status",
          status.name());
    event(families, "registration", registrations);
    event(families, "renewal", renewals);
    event(families, "cancellation", cancellations);
    event(families, "eviction", evictions);
  }

  private long count(InstanceStatus status) {
    return applications.values().stream()
        .flatMap(app -> app.values().stream())
        .filter(leased -> leased.status() == status)
        .count();
  }

  private static void event(MetricFamilies families, String kind, long count) {
    families.counter(
        "gate_registry_events",
        "What instances did to the registry, and evictions of those that fell silent.",
        count,
        "kind",
        kind);
  }

  // ---- keeping it ----

  private void put(LeasedInstance leased) {
    Instance instance = leased.instance();
    LeasedInstance before =
        applications
            .computeIfAbsent(instance.app(), _ -> new LinkedHashMap<>())
            .put(instance.id(), leased);
    if (before == null) size++;
  }

  private void remove(LeasedInstance leased) {
    String app = leased.instance().app();
    Map<String, LeasedInstance> instances = applications.getOrDefault(app, Map.of());
    if (instances.remove(leased.instance().id()) == null) return;
    size--;
    if (instances.isEmpty()) applications.remove(app);
    note(Action.DELETED, leased);
  }

  private void note(Action action, LeasedInstance leased) {
    Key key = Key.of(leased.instance());
    changes.remove(key); // so that it stands last
    changes.put(key, new Change(action, leased, wallMs.getAsLong()));
    forgetChanges();
    version++;
    notifyAll();
  }

  private void forgetChanges() {
    long oldestMs = wallMs.getAsLong() - CHANGES_KEPT_MS;
    Iterator<Change> oldest = changes.values().iterator();
    while (oldest.hasNext()) {
      boolean fits = changes.size() <= INSTANCES_MOST;
      if (oldest.next().atMs() >= oldestMs && fits) return;
      oldest.remove();
    }
  }
}
