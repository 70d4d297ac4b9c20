package io.tidegate.core;

import io.tidegate.core.Command.AskBalance;
import io.tidegate.core.Command.AskPlace;
import io.tidegate.core.Command.AskSinks;
import io.tidegate.core.Command.BeginEpoch;
import io.tidegate.core.Command.Cancel;
import io.tidegate.core.Command.Claim;
import io.tidegate.core.Command.CreateConcert;
import io.tidegate.core.Command.CreateOffer;
import io.tidegate.core.Command.CreatePost;
import io.tidegate.core.Command.CreateRoom;
import io.tidegate.core.Command.CreateSale;
import io.tidegate.core.Command.CreateSchedule;
import io.tidegate.core.Command.DropLetter;
import io.tidegate.core.Command.Enter;
import io.tidegate.core.Command.FindClaim;
import io.tidegate.core.Command.GiveBeacon;
import io.tidegate.core.Command.HoldSeats;
import io.tidegate.core.Command.Join;
import io.tidegate.core.Command.KeepLetter;
import io.tidegate.core.Command.Leave;
import io.tidegate.core.Command.ListClaims;
import io.tidegate.core.Command.Look;
import io.tidegate.core.Command.LookUpClaims;
import io.tidegate.core.Command.MeasureRate;
import io.tidegate.core.Command.MoveCursor;
import io.tidegate.core.Command.Pay;
import io.tidegate.core.Command.Refund;
import io.tidegate.core.Command.RemoveSink;
import io.tidegate.core.Command.Renew;
import io.tidegate.core.Command.ResetCursor;
import io.tidegate.core.Command.Restock;
import io.tidegate.core.Command.ResumeStopped;
import io.tidegate.core.Command.SwitchSale;
import io.tidegate.core.Command.SwitchSink;
import io.tidegate.core.Command.TopUp;
import io.tidegate.core.Command.UpdateConcert;
import io.tidegate.core.Command.UpdateOffer;
import io.tidegate.core.Command.UpdateRoom;
import io.tidegate.core.Command.UpdateSale;
import io.tidegate.core.Command.UpdateSchedule;
import org.jspecify.annotations.Nullable;

/**
 * All rules. They are pure: every method reads the state and changes nothing.
 *
 * <p>The caller uses them in this order, and applies each event before the next call:
 *
 * <ol>
 *   <li>{@link #nextDue} until it is null: everything that has become due,
 *   <li>for each command {@link #before} until it is null: the person arrives, or comes back,
 *   <li>{@link #decide}, then its events,
 *   <li>{@link #after} until it is null: who may now be called,
 *   <li>{@link #finalResult}: the result as it stands after all that.
 * </ol>
 */
public final class Rules {

  private final SaleRules sale;
  private final RoomRules room;
  private final AdminRules admin;
  private final FeedRules feed;
  private final OutboxRules outbox = new OutboxRules();

  /** Rules within these bounds. */
  public Rules(Limits limits) {
    this(limits, new RoomRules(limits));
  }

  Rules(Limits limits, RoomRules room) {
    this(limits, room, new SaleRules(limits, room));
  }

  Rules(Limits limits, RoomRules room, SaleRules sale) {
    this.room = room;
    this.sale = sale;
    admin = new AdminRules(limits);
    feed = new FeedRules(limits);
  }

  /** The same, with an hour that is not behind. */
  public @Nullable Event nextDue(State state, long nowMs) {
    return nextDue(state, Now.at(nowMs));
  }

  /**
   * What time alone makes happen next: sales that open or close, holds and calls that lapse, visits
   * that end, people who may be called.
   *
   * @return the event, null if nothing is due
   */
  public @Nullable Event nextDue(State state, Now now) {
    Event event = nextDueInSales(state, now);
    return event != null ? event : nextDueInRooms(state, now);
  }

  /**
   * The part of {@link #nextDue} that is of sales: they open or close, holds lapse. Nothing that
   * falls due in a room adds to it.
   */
  public @Nullable Event nextDueInSales(State state, Now now) {
    return sale.nextDue(state, now);
  }

  /** The part of {@link #nextDue} that is of rooms. */
  public @Nullable Event nextDueInRooms(State state, Now now) {
    return room.nextDue(state, now);
  }

  /**
   * When {@link #nextDue} has something next if nobody asks for anything, epoch ms; now or before
   * if it has already; {@link Long#MAX_VALUE} for never.
   */
  public long nextDueMs(State state) {
    return Math.min(nextEndMs(state), nextHourMs(state));
  }

  /** The same of what comes by engine time: deadlines of people, and releases. */
  private long nextEndMs(State state) {
    return Math.min(sale.nextDueMs(state), state.rooms().nextDueMs());
  }

  /** The same of what comes by the hour. */
  private static long nextHourMs(State state) {
    return Math.min(state.sale().sales.nextSwitchMs(), state.rooms().nextOpeningMs());
  }

  /**
   * How long from now {@link #nextDue} has nothing, if nobody asks for anything and both readings
   * run alike: ms; 0 or less if it has something now.
   */
  public long idleMs(State state, Now now) {
    long endMs = Math.max(nextEndMs(state), now.ms());
    long hourMs = Math.max(nextHourMs(state), now.hourMs());
    // An hour that is behind any time has no distance to another.
    long untilHour = now.hourMs() == Long.MIN_VALUE ? Long.MAX_VALUE : hourMs - now.hourMs();
    return Math.min(endMs - now.ms(), untilHour);
  }

  /**
   * What a command makes true by being asked at all: who was called arrives, who was away comes
   * back.
   */
  public @Nullable Event before(State state, Command command, long nowMs) {
    return room.before(state, command, nowMs);
  }

  /** The same, with an hour that is not behind. */
  public Decision decide(State state, Command command, long nowMs) {
    return decide(state, command, Now.at(nowMs));
  }

  /**
   * Decides a command.
   *
   * @param now engine time never before that of an event applied
   */
  public Decision decide(State state, Command command, Now now) {
    long nowMs = now.ms();
    long hourMs = now.hourMs();
    return switch (command) {
      case Claim c -> sale.claim(state, c, now);
      case HoldSeats c -> sale.holdSeats(state, c, now);
      case Look c -> sale.look(state, c, now);
      case Pay c -> sale.pay(state, c, nowMs);
      case Cancel c -> sale.cancel(state, c, hourMs);
      case TopUp c -> sale.topUp(state, c);
      case FindClaim c -> sale.find(state, c);
      case ListClaims c -> sale.list(state, c);
      case AskBalance c ->
          Decision.answer(new Result.Balance(state.sale().users.balance(c.user())));
      case Join c -> room.join(state, c, now);
      case AskPlace c -> room.place(state, c.ticket(), now);
      case Enter c -> room.place(state, c.ticket(), now);
      case Renew c -> room.renew(state, c, now);
      case Leave c -> room.leave(state, c);
      case CreateSale c -> admin.createSale(state, c, hourMs);
      case UpdateSale c -> admin.updateSale(state, c, hourMs);
      case SwitchSale c -> admin.switchSale(state, c, hourMs);
      case ResumeStopped c -> admin.resumeStopped(state, c, now);
      case Refund c -> sale.refund(state, c);
      case CreateOffer c -> admin.createOffer(state, c);
      case UpdateOffer c -> admin.updateOffer(state, c);
      case Restock c -> admin.restock(state, c);
      case CreateConcert c -> admin.createConcert(state, c);
      case UpdateConcert c -> admin.updateConcert(state, c);
      case CreateSchedule c -> admin.createSchedule(state, c);
      case UpdateSchedule c -> admin.updateSchedule(state, c);
      case CreateRoom c -> admin.createRoom(state, c, hourMs);
      case UpdateRoom c -> admin.updateRoom(state, c, hourMs);
      case MeasureRate c -> admin.measureRate(state, c);
      case GiveBeacon c -> admin.giveBeacon(state, c);
      case BeginEpoch c -> admin.beginEpoch(state, c);
      case CreatePost c -> feed.post(state, c);
      case MoveCursor c -> outbox.move(state, c);
      case ResetCursor c -> outbox.reset(state, c);
      case KeepLetter c -> outbox.keep(state, c);
      case DropLetter c -> outbox.drop(state, c);
      case SwitchSink c -> outbox.switchTo(state, c);
      case RemoveSink c -> outbox.remove(state, c);
      case AskSinks _ -> outbox.list(state);
      case LookUpClaims c -> outbox.lookUp(state, c);
    };
  }

  /**
   * Who may be called now that the command's events are applied: a newcomer is let in at once where
   * there is credit.
   */
  public @Nullable Event after(State state, Command command, long nowMs) {
    return switch (command) {
      case Join c -> room.after(state, c.room(), nowMs);
      case Leave c -> room.after(state, c.ticket().room(), nowMs);
      case AskPlace c -> room.after(state, c.ticket().room(), nowMs);
      default -> null;
    };
  }

  /** The result as it stands after everything the command set off. */
  public Result finalResult(State state, Result result, Now now) {
    return result instanceof Result.Place(var place)
        ? new Result.Place(room.placeOf(state, place, now))
        : result;
  }
}
