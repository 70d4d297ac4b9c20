package io.tidegate.gate.registry;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An instance in the registry, and its lease.
 *
 * @param override what an operator said of its status; null for nothing
 * @param registeredMs since when it is here, as epoch time
 * @param upMs when it was first {@link InstanceStatus#UP}, as epoch time; 0 if it never was
 * @param updatedMs when something of it last changed, as epoch time
 * @param renewedMs when it was last heard of, as epoch time
 * @param heardNs the same by the registry's own time
 * @param untilNs when its lease ends, by the registry's own time
 */
public record LeasedInstance(
    Instance instance,
    @Nullable InstanceStatus override,
    long registeredMs,
    long upMs,
    long updatedMs,
    long renewedMs,
    long heardNs,
    long untilNs) {

  /**
   * How it is for others. An operator can take an instance out or bring it back, but not have one
   * be up that says itself that it is not.
   */
  public InstanceStatus status() {
    InstanceStatus own = instance.status();
    boolean decided = own == InstanceStatus.DOWN || own == InstanceStatus.STARTING;
    return override == null || decided ? own : override;
  }

  /** One that registers: it keeps what was known of the one that it stands for. */
  static LeasedInstance registered(
      Instance instance, @Nullable LeasedInstance before, long nowMs, long nowNs) {
    LeasedInstance registered =
        new LeasedInstance(
            instance,
            before == null ? null : before.override,
            before == null ? nowMs : before.registeredMs,
            before == null ? 0 : before.upMs,
            nowMs,
            nowMs,
            nowNs,
            nowNs + leaseNs(instance));
    return registered.changed(nowMs);
  }

  /** The same, heard of just now. */
  LeasedInstance renewed(long nowMs, long nowNs) {
    return new LeasedInstance(
        instance, override, registeredMs, upMs, updatedMs, nowMs, nowNs, nowNs + leaseNs(instance));
  }

  /** The same with another override, or none. */
  LeasedInstance overridden(@Nullable InstanceStatus override, long nowMs) {
    return new LeasedInstance(
            instance, override, registeredMs, upMs, updatedMs, renewedMs, heardNs, untilNs)
        .changed(nowMs);
  }

  /** The same that says something else of itself. */
  LeasedInstance saying(Instance instance, long nowMs) {
    return new LeasedInstance(
            instance, override, registeredMs, upMs, updatedMs, renewedMs, heardNs, untilNs)
        .changed(nowMs);
  }

  private LeasedInstance changed(long nowMs) {
    long up = upMs == 0 && status() == InstanceStatus.UP ? nowMs : upMs;
    return new LeasedInstance(
        instance, override, registeredMs, up, nowMs, renewedMs, heardNs, untilNs);
  }

  /** The same with a whole lease from now on. */
  LeasedInstance spared(long nowNs) {
    return new LeasedInstance(
        instance,
        override,
        registeredMs,
        upMs,
        updatedMs,
        renewedMs,
        heardNs,
        nowNs + leaseNs(instance));
  }

  /** Whether it should have been heard of meanwhile: half a renewal is allowed for delays. */
  boolean isLate(long nowNs) {
    long renewNs = TimeUnit.SECONDS.toNanos(instance.renewSeconds());
    return nowNs - heardNs > Math.min(renewNs + renewNs / 2, leaseNs(instance));
  }

  private static long leaseNs(Instance instance) {
    return TimeUnit.SECONDS.toNanos(instance.leaseSeconds());
  }
}
