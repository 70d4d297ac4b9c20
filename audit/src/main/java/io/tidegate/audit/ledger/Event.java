package io.tidegate.audit.ledger;

import org.jspecify.annotations.Nullable;

/**
 * An event, one record for each type of part 2, with the fields of its row in their order. Amounts
 * are whole currency units; an offer's hold is in milliseconds.
 */
sealed interface Event {
  /** What the document calls it. */
  default String kind() {
    return getClass().getSimpleName();
  }

  /** An idempotency key: what is left of it are two hashes. */
  record IdempotencyKey(long high, long low, long fingerprint) {}

  record Claimed(
      long claim,
      long offer,
      long user,
      long quantity,
      long amount,
      long untilMs,
      long[] seats,
      @Nullable IdempotencyKey key)
      implements Event {}

  record Paid(long claim, long user, long amount, @Nullable IdempotencyKey key) implements Event {}

  record Lapsed(long claim) implements Event {}

  record Cancelled(long claim, long user, long refund) implements Event {}

  /** An organiser gives back what was paid. */
  record Refunded(long claim, long user, long amount, String reason) implements Event {}

  record ToppedUp(long user, long amount, @Nullable IdempotencyKey key) implements Event {}

  record ClaimsRetired(long[] claims) implements Event {}

  record SalesRetired(long[] sales) implements Event {}

  record RoomsRetired(long[] rooms) implements Event {}

  /** Pairs of high and low halves. */
  record KeysExpired(long[] halves) implements Event {}

  /** An event of one ticket of one room. */
  sealed interface OfTicket extends Event {
    long room();

    long user();

    long number();
  }

  record Joined(long room, long user, long number) implements OfTicket {}

  record Called(long room, long user, long number, long untilMs) implements OfTicket {}

  record CallLapsed(long room, long user, long number) implements OfTicket {}

  record Returned(long room, long user, long number, long place) implements OfTicket {}

  record Entered(long room, long user, long number, long untilMs) implements OfTicket {}

  record Renewed(long room, long user, long number, long untilMs) implements OfTicket {}

  record Ended(long room, long user, long number, int cause) implements OfTicket {}

  record RoomCreated(long room, int epoch, Settings settings) implements Event {}

  record RateMeasured(long room, int people) implements Event {}

  record RoomUpdated(long room, Settings settings) implements Event {}

  /**
   * A draw will be at {@code opensMs}; {@code beacon} is empty for none. Version 1 is type 24,
   * version 2 is type 30.
   */
  record DrawPlanned(
      int version, long room, long gathersMs, long opensMs, String beacon, byte[] secret)
      implements Event {}

  record CohortClosed(long room, long size, byte[] digest) implements Event {}

  /** {@code beaconValue} is empty where none was named. */
  record Drawn(long room, String beaconValue) implements Event {}

  record RoomQuarantined(long room, String reason) implements Event {}

  record EpochBegan(long room, int epoch) implements Event {}

  /**
   * Of a room: at most {@code people} called an interval, at most {@code insideMax} in or called.
   */
  record Settings(
      String name,
      int state,
      int people,
      long intervalMs,
      int insideMax,
      long callMs,
      long insideMs) {
    Settings calling(int fewer) {
      return new Settings(name, state, fewer, intervalMs, insideMax, callMs, insideMs);
    }

    Settings in(int newState) {
      return new Settings(name, newState, people, intervalMs, insideMax, callMs, insideMs);
    }
  }

  record SaleCreated(long sale, String name, long opensMs, long closesMs, int entry, long room)
      implements Event {}

  record SaleUpdated(long sale, String name, long opensMs, long closesMs) implements Event {}

  record SaleSwitched(long sale, int state, String reason) implements Event {}

  /** A stopped sale goes on. */
  record SaleResumed(long sale, int state, String reason) implements Event {}

  record OfferCreated(
      long offer,
      long sale,
      String name,
      long total,
      long price,
      long perClaim,
      long perUser,
      long holdMs)
      implements Event {}

  record OfferUpdated(long offer, String name, long perClaim, long perUser) implements Event {}

  record Restocked(long offer, long total) implements Event {}

  record ConcertCreated(long concert, String title, String place) implements Event {}

  record ConcertUpdated(long concert, String title, String place) implements Event {}

  record ScheduleCreated(
      long schedule,
      long offer,
      long concert,
      long sale,
      Dates dates,
      int rows,
      int perRow,
      long firstSeat,
      long price,
      long holdMs,
      long perClaim,
      long perUser)
      implements Event {}

  record ScheduleUpdated(long schedule, Dates dates) implements Event {}

  /** Of a schedule: when its sale opens, when it starts and ends. */
  record Dates(long openMs, long startMs, long endMs) {}

  record Posted(long post, long keepFrom, String author, String title, String text)
      implements Event {}

  /** An event of one sink. */
  sealed interface OfSink extends Event {
    String sink();
  }

  record CursorMoved(String sink, long sequence) implements OfSink {}

  record CursorReset(String sink, long sequence) implements OfSink {}

  record LetterKept(
      String sink, long sequence, int index, int attempts, int status, int state, String error)
      implements OfSink {}

  record LetterGone(String sink, long sequence, int index) implements OfSink {}

  record SinkSwitched(String sink, int state, String reason) implements OfSink {}

  record SinkRemoved(String sink) implements OfSink {}
}
