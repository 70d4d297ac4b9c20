package io.tidegate.audit.ledger;

import java.util.Arrays;

/**
 * The times of what each ticket of a room did, by its number from 1; kept only for rooms for which
 * somebody asks. A time is 0 if the thing did not happen. An <em>instant</em> is the position of an
 * event among those of the room, from 1; it puts events of one millisecond in order. Complete only
 * when the audit is done.
 */
public final class TicketHistory {
  /** An instant behind every other: it did not happen. */
  public static final int NEVER = Integer.MAX_VALUE;

  /** The cause of an end that was the epoch's; the others are those of the document. */
  public static final int EPOCH = 3;

  private int instant;
  private int drawnAt;
  private int numbers;
  private long[] joinedMs = new long[16];
  private long[] calledMs = new long[16];
  private long[] enteredMs = new long[16];
  private long[] endedMs = new long[16];
  private int[] calledAt = new int[16];
  private int[] enteredAt = new int[16];
  private int[] endedAt = new int[16];
  private int[] lapses = new int[16];
  private int[] returns = new int[16];
  private int[] places = new int[16];
  private byte[] causes = new byte[16];

  TicketHistory() {}

  /** Takes an event of a ticket that is there. */
  void note(Event.OfTicket event, long timeMs) {
    instant++;
    int number = (int) event.number();
    if (number >= joinedMs.length) grow(number);
    numbers = Math.max(numbers, number);
    switch (event) {
      case Event.Joined _ -> joinedMs[number] = timeMs;
      case Event.Called _ -> called(number, timeMs);
      case Event.CallLapsed _ -> lapses[number]++;
      case Event.Returned e -> returned(number, e.place());
      case Event.Entered _ -> entered(number, timeMs);
      case Event.Renewed _ -> {}
      case Event.Ended e -> ended(number, e.cause(), timeMs);
    }
  }

  private void called(int number, long timeMs) {
    if (calledAt[number] != 0) return;
    calledAt[number] = instant;
    calledMs[number] = timeMs;
  }

  private void returned(int number, long place) {
    returns[number]++;
    places[number] = (int) place;
  }

  private void entered(int number, long timeMs) {
    enteredAt[number] = instant;
    enteredMs[number] = timeMs;
  }

  /** The number's ticket ended, also by the epoch. */
  void ended(int number, int cause, long timeMs) {
    instant++;
    endedAt[number] = instant;
    endedMs[number] = timeMs;
    causes[number] = (byte) cause;
  }

  void drawn() {
    drawnAt = ++instant;
  }

  private void grow(int number) {
    int size = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(number + 1L, joinedMs.length * 2L));
    joinedMs = Arrays.copyOf(joinedMs, size);
    calledMs = Arrays.copyOf(calledMs, size);
    enteredMs = Arrays.copyOf(enteredMs, size);
    endedMs = Arrays.copyOf(endedMs, size);
    calledAt = Arrays.copyOf(calledAt, size);
    enteredAt = Arrays.copyOf(enteredAt, size);
    endedAt = Arrays.copyOf(endedAt, size);
    lapses = Arrays.copyOf(lapses, size);
    returns = Arrays.copyOf(returns, size);
    places = Arrays.copyOf(places, size);
    causes = Arrays.copyOf(causes, size);
  }

  /** The highest number there is. */
  public int numbers() {
    return numbers;
  }

  public long joinedMs(int number) {
    return joinedMs[number];
  }

  /** When it was called first. */
  public long calledMs(int number) {
    return calledMs[number];
  }

  public long enteredMs(int number) {
    return enteredMs[number];
  }

  public long endedMs(int number) {
    return endedMs[number];
  }

  /** The instant of its first call, or {@link #NEVER}. */
  public int calledAt(int number) {
    return instant(calledAt[number]);
  }

  /** The instant at which it entered, or {@link #NEVER}. */
  public int enteredAt(int number) {
    return instant(enteredAt[number]);
  }

  /** The instant at which it ended, or {@link #NEVER}. */
  public int endedAt(int number) {
    return instant(endedAt[number]);
  }

  private static int instant(int instant) {
    return instant == 0 ? NEVER : instant;
  }

  /** The instant of the room's draw; 0 if there was none. */
  public int drawnAt() {
    return drawnAt;
  }

  /** How many of its calls lapsed. */
  public int lapses(int number) {
    return lapses[number];
  }

  /** How often it came to the return lane. */
  public int returns(int number) {
    return returns[number];
  }

  /** Its last place in the return lane; 0 for none. */
  public int place(int number) {
    return places[number];
  }

  /** Why it ended: 0 paid, 1 left, 2 timed out, {@link #EPOCH}; 0 too if it did not. */
  public int cause(int number) {
    return causes[number];
  }
}
