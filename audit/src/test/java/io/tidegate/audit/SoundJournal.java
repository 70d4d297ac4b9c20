package io.tidegate.audit;

import static io.tidegate.audit.FolderWriter.START_MS;

import java.nio.file.Path;

/**
 * A sound journal to go on from. Sale 1 is open to all: offer 1 has 10 coupons, one each, issued at
 * once; offer 2 has 5 units at 100, two a claim, three a user, held for a minute. Sale 2 is open
 * inside room 1: schedule 1 is offer 3 with seats 1 to 6. Room 1 calls 2 in 10 s, 3 inside at most.
 * User 1 has 1,000 in the wallet. Behind it stand one batch and the time {@link #NOW_MS}.
 */
final class SoundJournal {
  static final long NOW_MS = START_MS + 1_000;
  static final long HOLD_MS = NOW_MS + 60_000;

  /** A call and a visit last so long, and end then if they begin at {@link #NOW_MS}. */
  static final long CALL_MS = 120_000;

  static final long VISIT_MS = 600_000;
  static final long CALLED_MS = NOW_MS + CALL_MS;
  static final long INSIDE_MS = NOW_MS + VISIT_MS;

  static final int PLANNED = 0;
  static final int OPEN = 1;
  static final int PAUSED = 2;
  static final int CLOSED = 3;
  static final int STOPPED = 4;

  private SoundJournal() {}

  static FolderWriter begin(Path path) {
    return new FolderWriter(path, 1 << 16).batch(NOW_MS, opening());
  }

  static Body opening() {
    return new Body()
        .roomCreated(1, 2, 10_000, 3)
        .saleCreated(1, 0, 0)
        .saleCreated(2, 1, 1)
        .offerCreated(1, 1, 10, 0, 1, 1, 0)
        .offerCreated(2, 1, 5, 100, 2, 3, 60_000)
        .concertCreated(1)
        .scheduleCreated(1, 3, 1, 2, 2, 3, 1)
        .saleSwitched(1, OPEN)
        .saleSwitched(2, OPEN)
        .toppedUp(1, 1_000, null);
  }

  /** Users 1 and 2 are inside room 1 as numbers 1 and 2. */
  static Body twoInside() {
    return new Body()
        .joined(1, 1, 1)
        .joined(1, 2, 2)
        .called(1, 1, 1, CALLED_MS)
        .called(1, 2, 2, CALLED_MS)
        .entered(1, 1, 1, INSIDE_MS)
        .entered(1, 2, 2, INSIDE_MS);
  }
}
