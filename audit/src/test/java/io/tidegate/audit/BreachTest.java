package io.tidegate.audit;

import static io.tidegate.audit.SoundJournal.CALLED_MS;
import static io.tidegate.audit.SoundJournal.HOLD_MS;
import static io.tidegate.audit.SoundJournal.INSIDE_MS;
import static io.tidegate.audit.SoundJournal.NOW_MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.audit.ledger.Breach;
import io.tidegate.audit.ledger.Rule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One event that breaks one rule, behind a sound story: exactly that breach is found. */
class BreachTest {
  private static final Body.Key KEY = new Body.Key(3, 4);

  @TempDir Path path;

  /** A rule, the last event of the body breaks it, the body behind the story, what is said. */
  static Stream<Arguments> oneBreach() {
    return Stream.concat(sales(), rooms());
  }

  private static Arguments breach(Rule rule, String event, String what, Body body) {
    return Arguments.of(rule, event, what, body);
  }

  private static Stream<Arguments> sales() {
    return Stream.of(
        breach(
            Rule.UNITS,
            "Claimed",
            "takes 2 of offer 2 with 1 left",
            new Body()
                .claimed(1, 2, 1, 2, 200, HOLD_MS)
                .claimed(2, 2, 2, 2, 200, HOLD_MS)
                .claimed(3, 2, 3, 2, 200, HOLD_MS)),
        breach(
            Rule.UNITS,
            "Restocked",
            "offer 2 shrinks to 1 with 2 taken",
            new Body().claimed(1, 2, 1, 2, 200, HOLD_MS).restocked(2, 1)),
        breach(
            Rule.SEATS,
            "Claimed",
            "seat 3 belongs to claim 1 of user 1, held",
            new Body(SoundJournal.twoInside())
                .claimed(1, 3, 1, 2, 200, HOLD_MS, null, 2, 3)
                .claimed(2, 3, 2, 1, 100, HOLD_MS, null, 3)),
        breach(
            Rule.SEATS,
            "Claimed",
            "seat 4 belongs to claim 1 of user 1, held",
            new Body(SoundJournal.twoInside()).claimed(1, 3, 1, 2, 200, HOLD_MS, null, 4, 4)),
        breach(
            Rule.SEATS,
            "Claimed",
            "seat 7 is not in schedule 1",
            new Body(SoundJournal.twoInside()).claimed(1, 3, 1, 1, 100, HOLD_MS, null, 7)),
        breach(
            Rule.SEATS,
            "Claimed",
            "2 units come with 1 seats",
            new Body(SoundJournal.twoInside()).claimed(1, 3, 1, 2, 200, HOLD_MS, null, 6)),
        breach(
            Rule.SEATS,
            "Claimed",
            "1 units come with 1 seats",
            new Body().claimed(1, 1, 1, 1, 0, 0, null, 5)),
        breach(
            Rule.SEATS,
            "ScheduleCreated",
            "schedule 2 has seats of schedule 1",
            new Body().scheduleCreated(2, 4, 1, 2, 1, 5, 6)),
        breach(
            Rule.LIMITS,
            "Claimed",
            "user 5 takes 1 of offer 1 and has 1, per user 1",
            new Body().claimed(1, 1, 5, 1, 0, 0).claimed(2, 1, 5, 1, 0, 0)),
        breach(
            Rule.LIMITS,
            "Claimed",
            "takes 3 of offer 2, per claim 2",
            new Body().claimed(1, 2, 5, 3, 300, HOLD_MS)),
        breach(
            Rule.LIMITS,
            "Claimed",
            "takes 0 of offer 2, per claim 2",
            new Body().claimed(1, 2, 5, 0, 0, HOLD_MS)),
        breach(
            Rule.WALLETS,
            "Paid",
            "user 2 pays 100 from a balance of 99",
            new Body().toppedUp(2, 99, null).claimed(1, 2, 2, 1, 100, HOLD_MS).paid(1, 2, 100)),
        breach(
            Rule.WALLETS,
            "Paid",
            "pays 99 for 100",
            new Body().claimed(1, 2, 1, 1, 100, HOLD_MS).paid(1, 1, 99)),
        breach(
            Rule.WALLETS,
            "Cancelled",
            "claim 1 of user 1, held, gets 100 back, not 0",
            new Body().claimed(1, 2, 1, 1, 100, HOLD_MS).cancelled(1, 1, 100)),
        breach(
            Rule.WALLETS,
            "Cancelled",
            "claim 1 of user 1, issued, gets 0 back, not 100",
            new Body().claimed(1, 2, 1, 1, 100, HOLD_MS).paid(1, 1, 100).cancelled(1, 1, 0)),
        breach(
            Rule.WALLETS,
            "Refunded",
            "claim 1 of user 1, issued, gets 99 back, not 100",
            new Body().claimed(1, 2, 1, 1, 100, HOLD_MS).paid(1, 1, 100).refunded(1, 1, 99, "x")),
        breach(
            Rule.WALLETS,
            "Refunded",
            "claim 1 of user 5, issued, gets 0 back, not 0",
            new Body().claimed(1, 1, 5, 1, 0, 0).refunded(1, 5, 0, "x")),
        breach(
            Rule.CLAIMS,
            "Refunded",
            "claim 1 of user 1, held, is refunded",
            new Body().claimed(1, 2, 1, 1, 100, HOLD_MS).refunded(1, 1, 100, "x")),
        breach(
            Rule.CLAIMS,
            "Refunded",
            "claim 1 of user 1, refunded, is refunded",
            new Body()
                .claimed(1, 2, 1, 1, 100, HOLD_MS)
                .paid(1, 1, 100)
                .refunded(1, 1, 100, "x")
                .refunded(1, 1, 100, "x")),
        breach(
            Rule.CLAIMS,
            "Refunded",
            "claim 1 of user 1, issued, is refunded without a reason",
            new Body().claimed(1, 2, 1, 1, 100, HOLD_MS).paid(1, 1, 100).refunded(1, 1, 100, "")),
        breach(
            Rule.SALES,
            "SaleResumed",
            "sale 1 goes on after a stop, and was open",
            new Body().saleResumed(1, SoundJournal.PAUSED, "x")),
        breach(
            Rule.SALES,
            "SaleResumed",
            "sale 1 goes on after a stop without a reason",
            new Body()
                .saleSwitched(1, SoundJournal.STOPPED)
                .saleResumed(1, SoundJournal.PAUSED, "")),
        breach(
            Rule.SALES,
            "SaleResumed",
            "sale 1 was closed for good",
            new Body()
                .saleSwitched(1, SoundJournal.CLOSED)
                .saleSwitched(1, SoundJournal.STOPPED)
                .saleResumed(1, SoundJournal.OPEN, "x")),
        breach(
            Rule.CLAIMS,
            "Paid",
            "claim 1 of user 1, issued, is paid",
            new Body().claimed(1, 2, 1, 1, 100, HOLD_MS).paid(1, 1, 100).paid(1, 1, 100)),
        breach(
            Rule.CLAIMS,
            "Paid",
            "claim 1 of user 1, cancelled, is paid",
            new Body().claimed(1, 2, 1, 1, 100, HOLD_MS).cancelled(1, 1, 0).paid(1, 1, 100)),
        breach(
            Rule.CLAIMS,
            "Paid",
            "claim 1 of user 2, held, is treated as one of user 1",
            new Body().claimed(1, 2, 2, 1, 100, HOLD_MS).paid(1, 1, 100)),
        breach(
            Rule.CLAIMS,
            "Lapsed",
            "claim 1 of user 1, held until " + HOLD_MS + ", lapses too early",
            new Body().claimed(1, 2, 1, 1, 100, HOLD_MS).lapsed(1)),
        breach(
            Rule.CLAIMS,
            "Lapsed",
            "claim 1 of user 1, issued, lapses",
            new Body().claimed(1, 1, 1, 1, 0, 0).lapsed(1)),
        breach(
            Rule.CLAIMS,
            "Cancelled",
            "claim 1 of user 1, cancelled, is cancelled",
            new Body().claimed(1, 1, 1, 1, 0, 0).cancelled(1, 1, 0).cancelled(1, 1, 0)),
        breach(
            Rule.CLAIMS,
            "Claimed",
            "2 units at 100 do not cost 100",
            new Body().claimed(1, 2, 1, 2, 100, HOLD_MS)),
        breach(
            Rule.CLAIMS,
            "Claimed",
            "offer 1 holds no claims",
            new Body().claimed(1, 1, 1, 1, 0, HOLD_MS)),
        breach(
            Rule.CLAIMS,
            "Claimed",
            "held until " + (HOLD_MS - 1) + ", not until " + HOLD_MS,
            new Body().claimed(1, 2, 1, 1, 100, HOLD_MS - 1)),
        breach(
            Rule.CLAIMS,
            "Claimed",
            "held until " + (HOLD_MS + 1) + ", not until " + HOLD_MS,
            new Body().claimed(1, 2, 1, 1, 100, HOLD_MS + 1)),
        breach(
            Rule.CLAIMS,
            "ClaimsRetired",
            "claim 1 of user 1, issued, retires too early",
            new Body().claimed(1, 1, 1, 1, 0, 0).claimsRetired(1)),
        breach(
            Rule.SALES,
            "SalesRetired",
            "sale 1, open, retires too early",
            new Body().salesRetired(1)),
        breach(
            Rule.TICKETS,
            "RoomsRetired",
            "room 1 retires, and is not closed for 30 days",
            new Body().roomsRetired(1)),
        breach(
            Rule.KEYS,
            "ToppedUp",
            "key 00000000000000030000000000000004 was used by record 2",
            new Body().claimed(1, 1, 1, 1, 0, 0, KEY).toppedUp(1, 5, KEY)),
        breach(
            Rule.KEYS,
            "KeysExpired",
            "key 00000000000000030000000000000004 is forgotten, and was not in use",
            new Body().keysExpired(3, 4)),
        breach(
            Rule.SALES,
            "Claimed",
            "sale 1 is paused",
            new Body().saleSwitched(1, SoundJournal.PAUSED).claimed(1, 1, 1, 1, 0, 0)),
        breach(
            Rule.SALES,
            "Claimed",
            "sale 1 was to close at " + NOW_MS,
            new Body().saleUpdated(1, 0, NOW_MS).claimed(1, 1, 1, 1, 0, 0)),
        breach(
            Rule.SALES,
            "SaleSwitched",
            "sale 3 is open before " + (NOW_MS + 1),
            new Body()
                .saleCreated(3, NOW_MS + 1, Body.NEVER, 0, 0)
                .saleSwitched(3, SoundJournal.OPEN)),
        breach(
            Rule.SALES,
            "SaleUpdated",
            "sale 1 is open, and opens at " + (NOW_MS + 1),
            new Body().saleUpdated(1, NOW_MS + 1, Body.NEVER)),
        breach(
            Rule.SALES,
            "SaleSwitched",
            "sale 1 is planned again, and was open",
            new Body().saleSwitched(1, SoundJournal.PLANNED)),
        breach(
            Rule.SALES,
            "SaleUpdated",
            "sale 1 changes, and is closed for good",
            new Body().saleSwitched(1, SoundJournal.CLOSED).saleUpdated(1)),
        breach(
            Rule.SALES,
            "OfferCreated",
            "sale 1 gets offer 4, and is stopped for good",
            new Body().saleSwitched(1, SoundJournal.STOPPED).offerCreated(4, 1, 1, 0, 1, 1, 0)),
        breach(
            Rule.SALES,
            "ScheduleCreated",
            "sale 2 gets offer 4, and is closed for good",
            new Body().saleSwitched(2, SoundJournal.CLOSED).scheduleCreated(2, 4, 1, 2, 1, 5, 7)),
        breach(
            Rule.SALES,
            "Restocked",
            "sale 1 has offer 1 restocked, and is closed for good",
            new Body().saleSwitched(1, SoundJournal.CLOSED).restocked(1, 11)),
        breach(
            Rule.SEATS,
            "Restocked",
            "offer 3 is restocked, and its units are the seats it has",
            new Body().restocked(3, 5)),
        breach(
            Rule.SALES,
            "Claimed",
            "schedule 1 sells from " + (NOW_MS + 1) + " until " + Body.NEVER,
            new Body(SoundJournal.twoInside())
                .scheduleUpdated(1, Body.NEVER, NOW_MS + 1, Body.NEVER)
                .claimed(1, 3, 1, 1, 100, HOLD_MS, null, 1)),
        breach(
            Rule.SALES,
            "Claimed",
            "schedule 1 sells from 0 until " + NOW_MS,
            new Body(SoundJournal.twoInside())
                .scheduleUpdated(1, Body.NEVER, 0, NOW_MS)
                .claimed(1, 3, 1, 1, 100, HOLD_MS, null, 1)),
        breach(
            Rule.CLAIMS,
            "Cancelled",
            "claim 1 of user 1, held, is cancelled, and was played at " + NOW_MS,
            new Body(SoundJournal.twoInside())
                .claimed(1, 3, 1, 1, 100, HOLD_MS, null, 1)
                .scheduleUpdated(1, NOW_MS, 0, Body.NEVER)
                .cancelled(1, 1, 0)),
        breach(
            Rule.CLAIMS,
            "Cancelled",
            "claim 1 of user 2, issued, is treated as one of user 1",
            new Body().claimed(1, 1, 2, 1, 0, 0).cancelled(1, 1, 0)),
        breach(
            Rule.SALES,
            "Paid",
            "claim 1 of user 1, held, is paid, and sale 1 is stopped",
            new Body()
                .claimed(1, 2, 1, 1, 100, HOLD_MS)
                .saleSwitched(1, SoundJournal.STOPPED)
                .paid(1, 1, 100)),
        breach(
            Rule.SALES,
            "Cancelled",
            "claim 1 of user 1, issued, is cancelled, and sale 1 is stopped",
            new Body()
                .claimed(1, 1, 1, 1, 0, 0)
                .saleSwitched(1, SoundJournal.STOPPED)
                .cancelled(1, 1, 0)),
        breach(
            Rule.SALES,
            "SaleSwitched",
            "sale 1 was stopped for good",
            new Body().saleSwitched(1, SoundJournal.STOPPED).saleSwitched(1, SoundJournal.CLOSED)),
        breach(
            Rule.WALLETS,
            "Claimed",
            "claim 1 is issued and not paid for",
            new Body().offerCreated(4, 1, 1, 100, 1, 1, 0).claimed(1, 4, 1, 1, 100, 0)),
        breach(Rule.KEYS, "KeysExpired", "half a key is forgotten", new Body().keysExpired(3)),
        breach(
            Rule.KEYS,
            "KeysExpired",
            "key 00000000000000030000000000000004 is forgotten early",
            new Body().toppedUp(1, 5, KEY).keysExpired(3, 4)),
        breach(
            Rule.SALES,
            "SaleSwitched",
            "sale 1 was closed for good",
            new Body().saleSwitched(1, SoundJournal.CLOSED).saleSwitched(1, SoundJournal.OPEN)),
        breach(
            Rule.SALES,
            "Claimed",
            "user 3 claims without being in room 1",
            new Body().joined(1, 3, 1).claimed(1, 3, 3, 1, 100, HOLD_MS, null, 1)),
        breach(Rule.IDS, "Claimed", "there is no offer 9", new Body().claimed(1, 9, 1, 1, 0, 0)),
        breach(
            Rule.IDS,
            "Claimed",
            "claim 2 comes behind claim 3",
            new Body().claimed(3, 1, 1, 1, 0, 0).claimed(2, 1, 2, 1, 0, 0)),
        breach(
            Rule.IDS,
            "Claimed",
            "claim 3 comes behind claim 3",
            new Body().claimed(3, 1, 1, 1, 0, 0).claimed(3, 1, 2, 1, 0, 0)),
        breach(Rule.IDS, "Paid", "there is no claim 9", new Body().paid(9, 1, 0)),
        breach(Rule.IDS, "Lapsed", "there is no claim 9", new Body().lapsed(9)),
        breach(Rule.IDS, "Cancelled", "there is no claim 9", new Body().cancelled(9, 1, 0)),
        breach(Rule.IDS, "ClaimsRetired", "there is no claim 9", new Body().claimsRetired(9)),
        breach(Rule.IDS, "SaleCreated", "sale 1 is there already", new Body().saleCreated(1, 0, 0)),
        breach(Rule.IDS, "SaleUpdated", "there is no sale 9", new Body().saleUpdated(9)),
        breach(Rule.IDS, "SaleSwitched", "there is no sale 9", new Body().saleSwitched(9, 1)),
        breach(
            Rule.IDS,
            "OfferCreated",
            "offer 2 is there already",
            new Body().offerCreated(2, 1, 1, 0, 1, 1, 0)),
        breach(
            Rule.IDS,
            "OfferCreated",
            "there is no sale 9",
            new Body().offerCreated(4, 9, 1, 0, 1, 1, 0)),
        breach(Rule.IDS, "OfferUpdated", "there is no offer 9", new Body().offerUpdated(9, 1, 1)),
        breach(Rule.IDS, "Restocked", "there is no offer 9", new Body().restocked(9, 1)),
        breach(
            Rule.IDS, "ConcertCreated", "concert 1 is there already", new Body().concertCreated(1)),
        breach(Rule.IDS, "ConcertUpdated", "there is no concert 9", new Body().concertUpdated(9)),
        breach(
            Rule.IDS,
            "ScheduleCreated",
            "there is no concert 9",
            new Body().scheduleCreated(2, 4, 9, 2, 1, 5, 7)),
        breach(
            Rule.IDS,
            "ScheduleCreated",
            "schedule 1 is there already",
            new Body().scheduleCreated(1, 4, 1, 2, 1, 5, 7)),
        breach(
            Rule.IDS,
            "ScheduleUpdated",
            "there is no schedule 9",
            new Body().scheduleUpdated(9, 3, 1, 2)));
  }

  private static Stream<Arguments> rooms() {
    long until = CALLED_MS;
    return Stream.of(
        breach(
            Rule.RELEASES,
            "Called",
            "3 released in the 10000 ms up to " + NOW_MS + ", where 2 and 0 lapsed calls may",
            new Body(SoundJournal.twoInside())
                .ended(1, 1, 1, 1)
                .joined(1, 3, 3)
                .called(1, 3, 3, until)),
        breach(
            Rule.RELEASES,
            "Called",
            "2 are inside or called in room 1, at most 1",
            new Body()
                .roomUpdated(1, 2, 2, 10_000, 1)
                .joined(1, 1, 1)
                .joined(1, 2, 2)
                .called(1, 1, 1, until)
                .called(1, 2, 2, until)),
        breach(
            Rule.ORDER,
            "Called",
            "number 2 of user 2, waiting, is called before number 1 of user 1, waiting,",
            new Body().joined(1, 1, 1).joined(1, 2, 2).called(1, 2, 2, until)),
        breach(
            Rule.TICKETS, "Joined", "number 2 comes behind number 0", new Body().joined(1, 1, 2)),
        breach(
            Rule.TICKETS,
            "Joined",
            "number 1 comes behind number 1",
            new Body().joined(1, 1, 1).joined(1, 2, 1)),
        breach(
            Rule.TICKETS,
            "Joined",
            "user 1 has number 1",
            new Body().joined(1, 1, 1).joined(1, 1, 2)),
        breach(
            Rule.TICKETS,
            "Called",
            "number 1 of user 1, called, is called",
            new Body().joined(1, 1, 1).called(1, 1, 1, until).called(1, 1, 1, until)),
        breach(
            Rule.TICKETS,
            "Called",
            "number 8 is called, and was never given",
            new Body().called(1, 1, 8, until)),
        breach(
            Rule.TICKETS,
            "Called",
            "number 1 of user 1, waiting, is called, and the room is not open",
            new Body().joined(1, 1, 1).roomUpdated(1, 3, 2, 10_000, 3).called(1, 1, 1, until)),
        breach(
            Rule.TICKETS,
            "Called",
            "number 1 of user 1, waiting, is called until " + (until - 1) + ", not until " + until,
            new Body().joined(1, 1, 1).called(1, 1, 1, until - 1)),
        breach(
            Rule.TICKETS,
            "Called",
            "number 1 of user 1, waiting, is called until " + until + ", not until " + (NOW_MS + 5),
            new Body().lengths(1, 5, 9).joined(1, 1, 1).called(1, 1, 1, until)),
        breach(
            Rule.TICKETS,
            "Entered",
            "number 1 of user 1, called, enters until " + (NOW_MS + 9) + ", not until " + INSIDE_MS,
            new Body().joined(1, 1, 1).called(1, 1, 1, until).entered(1, 1, 1, NOW_MS + 9)),
        breach(
            Rule.TICKETS,
            "Paid",
            "user 1 pays inside room 1, and stays",
            new Body(SoundJournal.twoInside())
                .claimed(1, 3, 1, 1, 100, HOLD_MS, null, 1)
                .paid(1, 1, 100)),
        breach(
            Rule.TICKETS,
            "Joined",
            "number 1 joins, and the room takes nobody in",
            new Body().roomUpdated(1, 4, 2, 10_000, 3).joined(1, 1, 1)),
        breach(
            Rule.TICKETS,
            "Ended",
            "number 1 of user 1, inside, ends as paid, and did not pay inside",
            new Body(SoundJournal.twoInside()).ended(1, 1, 1, 0)),
        breach(
            Rule.TICKETS,
            "Ended",
            "number 1 of user 1, inside, ends as paid, and did not pay inside",
            new Body(SoundJournal.twoInside())
                .claimed(1, 2, 1, 1, 100, HOLD_MS)
                .paid(1, 1, 100)
                .ended(1, 1, 1, 0)),
        breach(
            Rule.TICKETS,
            "CallLapsed",
            "number 1 of user 1, called, was called until " + until,
            new Body().joined(1, 1, 1).called(1, 1, 1, until).callLapsed(1, 1, 1)),
        breach(
            Rule.TICKETS,
            "Entered",
            "number 1 of user 1, waiting, enters",
            new Body().joined(1, 1, 1).entered(1, 1, 1, INSIDE_MS)),
        breach(
            Rule.TICKETS,
            "Entered",
            "number 1 of user 1, inside, enters",
            new Body(SoundJournal.twoInside()).entered(1, 1, 1, until)),
        breach(
            Rule.TICKETS,
            "Entered",
            "number 1 of user 1, called, is treated as one of user 2",
            new Body().joined(1, 1, 1).called(1, 1, 1, until).entered(1, 2, 1, INSIDE_MS)),
        breach(
            Rule.TICKETS,
            "Renewed",
            "number 1 of user 1, called, renews a visit",
            new Body().joined(1, 1, 1).called(1, 1, 1, until).renewed(1, 1, 1, INSIDE_MS)),
        breach(
            Rule.TICKETS,
            "Renewed",
            "number 1 of user 1, inside, renews until "
                + (INSIDE_MS + 1)
                + ", not until "
                + INSIDE_MS,
            new Body(SoundJournal.twoInside()).renewed(1, 1, 1, INSIDE_MS + 1)),
        breach(
            Rule.TICKETS,
            "Renewed",
            "number 1 of user 1, inside, renews to no later time",
            new Body(SoundJournal.twoInside()).renewed(1, 1, 1, INSIDE_MS)),
        breach(
            Rule.TICKETS,
            "Returned",
            "number 1 of user 1, waiting, returns",
            new Body().joined(1, 1, 1).returned(1, 1, 1, 1)),
        breach(
            Rule.TICKETS,
            "Ended",
            "number 1 of user 1, inside, times out too early",
            new Body(SoundJournal.twoInside()).ended(1, 1, 1, 2)),
        breach(
            Rule.TICKETS,
            "Ended",
            "number 1 of user 1, ended, ends again",
            new Body(SoundJournal.twoInside()).ended(1, 1, 1, 1).ended(1, 1, 1, 1)),
        breach(Rule.IDS, "Joined", "there is no room 9", new Body().joined(9, 1, 1)),
        breach(
            Rule.IDS, "Posted", "post 3 comes behind post 1", new Body().posted(1, 1).posted(3, 1)),
        breach(
            Rule.IDS, "Posted", "post 1 leaves memory with its own event", new Body().posted(1, 2)),
        breach(
            Rule.SINKS,
            "CursorMoved",
            "the cursor of sink shop goes from 1 to 0",
            new Body().cursorMoved("shop", 1).cursorMoved("shop", 0)),
        breach(
            Rule.SINKS,
            "CursorReset",
            "the cursor of sink shop is at record 2, which is not before its own",
            new Body().cursorMoved("shop", 1).cursorReset("shop", 2)),
        breach(
            Rule.SINKS,
            "LetterKept",
            "a letter of sink shop is at record 2, which is not before its own",
            new Body().cursorMoved("shop", 1).letterKept("shop", 2, 0)),
        breach(
            Rule.IDS,
            "LetterGone",
            "sink shop has no such letter",
            new Body().cursorMoved("shop", 1).letterKept("shop", 1, 0).letterGone("shop", 1, 1)),
        breach(
            Rule.IDS,
            "SinkSwitched",
            "there is no sink shop",
            new Body().cursorMoved("shop", 1).sinkRemoved("shop").sinkSwitched("shop", 1, "x")),
        breach(
            Rule.IDS,
            "RoomCreated",
            "room 1 is there already",
            new Body().roomCreated(1, 1, 1_000, 1)),
        breach(
            Rule.IDS,
            "RoomUpdated",
            "there is no room 9",
            new Body().roomUpdated(9, 2, 1, 1_000, 1)));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("oneBreach")
  void one_event_against_one_rule_is_exactly_one_breach(
      Rule rule, String event, String what, Body body) throws IOException {
    AuditReport report = Auditor.audit(SoundJournal.begin(path).batch(NOW_MS, body).write());

    assertThat(report.breaches()).containsExactly(new Breach(2, body.count(), event, rule, what));
    assertThat(report.breachCount()).isEqualTo(1);
    assertThat(report.sound()).isFalse();
  }
}
