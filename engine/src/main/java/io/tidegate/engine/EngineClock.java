package io.tidegate.engine;

/** The two clocks of a machine. */
public interface EngineClock {

  /** The real ones. */
  EngineClock SYSTEM =
      new EngineClock() {
        @Override
        public long wallMs() {
          return System.currentTimeMillis();
        }

        @Override
        public long monotonicNs() {
          return System.nanoTime();
        }
      };

  /** Wall clock, epoch ms; may jump either way. */
  long wallMs();

  /** Monotonic clock, ns from any origin; never jumps. */
  long monotonicNs();
}
