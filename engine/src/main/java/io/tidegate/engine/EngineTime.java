package io.tidegate.engine;

import io.tidegate.core.Now;
import io.tidegate.store.log.LifeSign;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Engine time: it runs by the monotonic clock, follows the wall clock, and never goes back.
 *
 * <h2>Nothing is believed from one reading</h2>
 *
 * <pre>
 *   wall is ahead by up to 1 s       drift: catch up, an eighth faster
 *   wall is ahead by more            a step: go on as before; follow when the wall has stayed
 *                                    so for 30 s, or a second source says the same
 *   wall is behind                   run at half speed until it has caught up
 * </pre>
 *
 * To follow is a jump, and {@link #jumped} reports it: holds, calls and visits must not lose that
 * time. Hours that an organiser set do not depend on it: they are compared with the earlier of the
 * two clocks, see {@link Now}.
 *
 * <h2>At a start</h2>
 *
 * Time goes on from the last record or the last sign of life, whichever is later. Usually the wall
 * clock is far ahead of it, since the service was down. The second source is then the monotonic
 * clock, which runs on from process to process until the machine reboots: if it measured as much
 * time as the wall clock, the wall clock is believed at once. Otherwise, for example after a
 * reboot, the wall clock has to stay ahead for 30 s, which several starts may share: the sign of
 * life says since when. The first sign is written with the first leader record, so a start that is
 * killed before that has seen nothing that must be kept.
 *
 * <p>Confined to the loop's thread, except {@link #distanceMs}.
 */
public final class EngineTime {

  private static final Logger LOG = LoggerFactory.getLogger(EngineTime.class);

  /** Less than this is drift, not a step. */
  static final long STEP_MS = 1_000;

  /** How long a step has to stay before it is followed. */
  static final long CONFIRM_MS = 30_000;

  /** Clocks read for one moment differ by this. */
  private static final long ALIKE_MS = 10;

  /** How far clocks may part on their own: a thousandth, twice what a system lets a clock slew. */
  private static final long DRIFT = 1_000;

  private static final long MS = 1_000_000;

  private final EngineClock clock;
  private final long startMs;
  private long lastNs;
  private long engineNs; // epoch
  private boolean jumped;
  private boolean behind;

  // A step that waits to be believed: wall less monotonic clock, and since when.
  private boolean stepped;
  private long stepNs;
  private long stepSinceNs;

  // The second source: a sign of the same run of the machine, whose wall clock can be believed.
  private final @Nullable LifeSign witness;

  private volatile long distanceMs;

  /**
   * @param lastMs time of the newest record, 0 if there is none
   * @param sign the last sign of life, null if there is none
   */
  EngineTime(EngineClock clock, long lastMs, @Nullable LifeSign sign) {
    this(clock, lastMs, sign, false);
  }

  /**
   * Engine time of whoever has just come to lead a shared log: the wall clock is believed, since it
   * stands in the record by which it leads, and was compared with the home's clock before.
   *
   * @param lastMs time of the newest record
   */
  public static EngineTime ofLeader(EngineClock clock, long lastMs) {
    return new EngineTime(clock, lastMs, null, true);
  }

  private EngineTime(EngineClock clock, long lastMs, @Nullable LifeSign sign, boolean trusted) {
    this.clock = clock;
    lastNs = clock.monotonicNs();
    long wallMs = clock.wallMs();
    long fromMs = sign == null ? lastMs : Math.max(lastMs, sign.engineMs());
    startMs = fromMs;
    witness = witness(sign);
    boolean believed = trusted || fromMs == 0 || wallMs - fromMs <= STEP_MS || vouched(wallMs);
    engineNs = (believed ? Math.max(fromMs, wallMs) : fromMs) * MS;
    distanceMs = engineNs / MS - wallMs;
    if (!believed) {
      step(wallMs * MS - lastNs);
      if (witness != null && agrees(witness, wallMs)) stepSinceNs = witness.monotonicNs();
      LOG.warn(
          "The wall clock is {} ms ahead of the time at which people were served last, and no second clock confirms it. Engine time follows it once it has stayed ahead for {} s.",
          -distanceMs,
          CONFIRM_MS / 1_000);
    }
    behind = distanceMs > STEP_MS;
    if (behind) LOG.warn("The wall clock is {} ms behind the newest record; {}", distanceMs, SLOW);
  }

  private static final String SLOW =
      "engine time runs at half speed until the wall clock has caught up; opening hours follow the wall clock.";

  private @Nullable LifeSign witness(@Nullable LifeSign sign) {
    return sign == null || sign.boot().isEmpty() || !sign.boot().equals(clock.boot()) ? null : sign;
  }

  private boolean vouched(long wallMs) {
    return witness != null
        && agrees(witness, wallMs)
        && (witness.believed() || lastNs - witness.monotonicNs() >= CONFIRM_MS * MS);
  }

  /** Whether the monotonic clock saw as much time pass since a sign as the wall clock did. */
  private boolean agrees(LifeSign sign, long wallMs) {
    long passedMs = Math.floorDiv(lastNs - sign.monotonicNs(), MS);
    return passedMs >= 0
        && Math.abs(wallMs - sign.wallMs() - passedMs) <= STEP_MS + passedMs / DRIFT;
  }

  /** When people were served last before this start, epoch ms; 0 in a new folder. */
  long startMs() {
    return startMs;
  }

  /** Reads the clocks. */
  public Now read() {
    // In this order: a pause between the two readings then looks like a step that is gone with the
    // next reading, and holds nothing up.
    long ns = clock.monotonicNs();
    long wallNs = clock.wallMs() * MS;
    long passedNs = Math.max(0, ns - lastNs);
    lastNs = ns;
    long aheadNs = wallNs - (engineNs + passedNs);
    if (aheadNs > STEP_MS * MS) forward(wallNs, ns, passedNs);
    else {
      noStep(aheadNs);
      engineNs +=
          aheadNs >= 0
              ? passedNs + Math.min(aheadNs, passedNs / 8)
              : Math.max(passedNs / 2, passedNs + aheadNs);
    }
    return now(wallNs);
  }

  private void forward(long wallNs, long ns, long passedNs) {
    behind = false;
    engineNs += passedNs;
    long offsetNs = wallNs - ns;
    boolean stays = stepped && Math.abs(offsetNs - stepNs) <= STEP_MS * MS;
    if (vouched(wallNs / MS) || (stays && ns - stepSinceNs >= CONFIRM_MS * MS)) {
      LOG.warn(
          "The wall clock is {} ms ahead, which is confirmed; engine time follows it.",
          (wallNs - engineNs) / MS);
      stepped = false;
      jumped = true;
      engineNs = wallNs;
    } else if (!stays) {
      LOG.warn(
          "The wall clock stepped forward by {} ms; engine time follows it once it has stayed ahead for {} s.",
          (wallNs - engineNs) / MS,
          CONFIRM_MS / 1_000);
      step(offsetNs);
    }
  }

  private void step(long offsetNs) {
    stepped = true;
    stepNs = offsetNs;
    stepSinceNs = lastNs;
  }

  private void noStep(long aheadNs) {
    if (stepped)
      LOG.warn("The wall clock is back where it was; engine time did not follow its step.");
    stepped = false;
    boolean nowBehind = -aheadNs > STEP_MS * MS;
    if (nowBehind && !behind)
      LOG.warn("The wall clock stepped back by {} ms; {}", -aheadNs / MS, SLOW);
    if (behind && aheadNs >= -ALIKE_MS * MS) {
      LOG.warn("The wall clock has caught up.");
      behind = false;
    }
    behind |= nowBehind;
  }

  private Now now(long wallNs) {
    long ms = Math.floorDiv(engineNs, MS);
    long wallMs = Math.floorDiv(wallNs, MS);
    distanceMs = ms - wallMs;
    if (ms - wallMs <= ALIKE_MS) return Now.at(ms);
    long lagSeconds = (ms - wallMs + TimeUnit.SECONDS.toMillis(1) - 1) / 1_000;
    return Now.lagging(ms, (int) Math.min(lagSeconds, Now.LAG_SECONDS_MAX));
  }

  /** Whether it jumped since this was asked last: time passed in which nobody was served. */
  public boolean jumped() {
    boolean did = jumped;
    jumped = false;
    return did;
  }

  /**
   * That people were served at this moment; as {@link #read} read the clocks last. While a step
   * waits to be believed, both clocks are those of when it was seen first: else a start that does
   * not live as long as that would let the next one wait anew.
   */
  LifeSign sign(Now now) {
    long seenNs = stepped ? stepSinceNs : lastNs;
    long wallMs = stepped ? Math.floorDiv(stepNs + stepSinceNs, MS) : now.ms() - distanceMs;
    return new LifeSign(now.ms(), wallMs, seenNs, clock.boot(), !stepped);
  }

  /**
   * How far engine time is ahead of the wall clock, ms; below 0 where it is behind. As of the last
   * reading. Any thread.
   */
  public long distanceMs() {
    return distanceMs;
  }
}
