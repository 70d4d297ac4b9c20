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

        @Override
        public String boot() {
          return BootId.ID;
        }
      };

  /** Wall clock, epoch ms; may jump either way. */
  long wallMs();

  /** Monotonic clock, ns from any origin; never jumps. */
  long monotonicNs();

  /**
   * Which run of the machine the monotonic clock belongs to, as 32 hexadecimal digits: within one
   * it goes on also from one process to the next. Empty where nobody can say.
   */
  default String boot() {
    return "";
  }
}
