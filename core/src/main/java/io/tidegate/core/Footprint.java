package io.tidegate.core;

import io.tidegate.core.Command.AskBalance;
import io.tidegate.core.Command.AskPlace;
import io.tidegate.core.Command.BeginEpoch;
import io.tidegate.core.Command.Cancel;
import io.tidegate.core.Command.Charge;
import io.tidegate.core.Command.Claim;
import io.tidegate.core.Command.CreateConcert;
import io.tidegate.core.Command.CreateOffer;
import io.tidegate.core.Command.CreatePost;
import io.tidegate.core.Command.CreateRoom;
import io.tidegate.core.Command.CreateSale;
import io.tidegate.core.Command.CreateSchedule;
import io.tidegate.core.Command.FindClaim;
import io.tidegate.core.Command.GiveBeacon;
import io.tidegate.core.Command.HoldSeats;
import io.tidegate.core.Command.Join;
import io.tidegate.core.Command.Leave;
import io.tidegate.core.Command.ListClaims;
import io.tidegate.core.Command.Look;
import io.tidegate.core.Command.Pay;
import io.tidegate.core.Command.Refund;
import io.tidegate.core.Command.Restock;
import io.tidegate.core.Command.ResumeStopped;
import io.tidegate.core.Command.SwitchSale;
import io.tidegate.core.Command.UpdateConcert;
import io.tidegate.core.Command.UpdateOffer;
import io.tidegate.core.Command.UpdateRoom;
import io.tidegate.core.Command.UpdateSale;
import io.tidegate.core.Command.UpdateSchedule;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows a batch can touch, for a store that does not hold everything in memory: it names what
 * {@link Rules} may read or change, so that a database can be asked for that and no more.
 *
 * <p>Two steps, each one round of questions to the database: {@link #add} takes what the commands
 * name; {@link #follow} takes what those rows refer to. Of a user in {@link #users} the balance
 * counts, and the claims on offers in {@link #offers}.
 *
 * <p>What is due belongs to it too: before {@link #follow} the store adds the sales that open or
 * close by the batch's time, the claims whose hold ends by then, and the rooms in which somebody
 * waits, a call or visit ends, or a draw is to come. {@link Limits} on claims, users and keys bound
 * memory; where little is in memory they are the database's affair.
 */
public final class Footprint {

  /** What rows refer to; answered from the rows of the first step. 0 where there is no such row. */
  public interface References {
    /** Offer of a claim. */
    long offerOfClaim(long claim);

    /** User of a claim, whose units go back when it lapses. */
    long userOfClaim(long claim);

    /** Schedule of a seat. */
    long scheduleOfSeat(long seat);

    /** Offer of a schedule. */
    long offerOfSchedule(long schedule);

    /** Schedule of an offer. */
    long scheduleOfOffer(long offer);

    /** Concert of a schedule. */
    long concertOfSchedule(long schedule);

    /** Sale of an offer. */
    long saleOfOffer(long offer);

    /** Room of a sale. */
    long roomOfSale(long sale);

    /** Claim that a key led to. */
    long claimOfKey(Key key);

    /** Claims of a user who lists them. */
    long[] claimsOfUser(long user);

    /** Room with a name. */
    long roomNamed(String name);
  }

  /** Sales by id. */
  public final Set<Long> sales = new HashSet<>();

  /** Offers by id. */
  public final Set<Long> offers = new HashSet<>();

  /** Concerts by id. */
  public final Set<Long> concerts = new HashSet<>();

  /** Schedules by id. */
  public final Set<Long> schedules = new HashSet<>();

  /** Seats that are named; those of loaded claims come with the claims. */
  public final Set<Long> seats = new HashSet<>();

  /** Claims that are named. */
  public final Set<Long> claims = new HashSet<>();

  /** Users whose wallet or claims count. */
  public final Set<Long> users = new HashSet<>();

  /** Users all of whose claims are asked for. */
  public final Set<Long> listing = new HashSet<>();

  /** Idempotency keys. */
  public final Set<Key> keys = new HashSet<>();

  /** Rooms: their head, the tickets of {@link #users}, and whoever is next or due. */
  public final Set<Long> rooms = new HashSet<>();

  /** Names that a new room would take. */
  public final Set<String> roomNames = new HashSet<>();

  /** The first step: what a command names. */
  public void add(Command command) {
    switch (command) {
      case Claim c -> {
        offers.add(c.offer());
        taking(c, c.key());
      }
      case HoldSeats c -> {
        for (long seat : c.seats()) seats.add(seat);
        if (c.schedule() != 0) schedules.add(c.schedule());
        taking(c, c.key());
      }
      case Look c -> {
        if (c.schedule() != 0) schedules.add(c.schedule());
        taking(c, null);
      }
      case Pay c -> owned(c.claim(), c.user(), c.key());
      case Cancel c -> owned(c.claim(), c.user(), null);
      case FindClaim c -> owned(c.claim(), c.user(), null);
      case Charge c -> {
        users.add(c.user());
        key(c.key());
      }
      case ListClaims c -> {
        users.add(c.user());
        listing.add(c.user());
        if (c.before() != 0) claims.add(c.before());
      }
      case AskBalance c -> users.add(c.user());
      case Join c -> inRoom(c.room(), c.user());
      case AskPlace c -> inRoom(c.ticket().room(), c.ticket().user());
      case Leave c -> inRoom(c.ticket().room(), c.ticket().user());
      case CreateSale c -> rooms.add(c.room());
      case UpdateSale c -> sales.add(c.sale());
      case SwitchSale c -> sales.add(c.sale());
      case ResumeStopped c -> sales.add(c.sale());
      case Refund c -> claims.add(c.claim());
      case CreateOffer c -> sales.add(c.sale());
      case UpdateOffer c -> offers.add(c.offer());
      case Restock c -> offers.add(c.offer());
      case UpdateConcert c -> concerts.add(c.concert());
      case CreateSchedule c -> {
        concerts.add(c.concert());
        sales.add(c.sale());
      }
      case UpdateSchedule c -> schedules.add(c.schedule());
      case UpdateRoom c -> rooms.add(c.room());
      case GiveBeacon c -> rooms.add(c.room());
      case BeginEpoch c -> rooms.add(c.room());
      case CreateRoom c -> roomNames.add(c.settings().name());
      case CreateConcert _, CreatePost _ -> {}
    }
  }

  private void taking(Command.Guarded c, @Nullable Key key) {
    users.add(c.user());
    if (c.ticket() != null) inRoom(c.ticket().room(), c.ticket().user());
    key(key);
  }

  private void owned(long claim, long user, @Nullable Key key) {
    claims.add(claim);
    users.add(user);
    key(key);
  }

  private void inRoom(long room, long user) {
    rooms.add(room);
    users.add(user);
  }

  private void key(@Nullable Key key) {
    if (key != null) keys.add(key);
  }

  /** The second step: what the rows of the first refer to. */
  public void follow(References refs) {
    for (Key key : keys) add(claims, refs.claimOfKey(key));
    for (long user : listing) for (long claim : refs.claimsOfUser(user)) claims.add(claim);
    for (long claim : claims) {
      add(offers, refs.offerOfClaim(claim));
      add(users, refs.userOfClaim(claim));
    }
    for (long seat : seats) add(schedules, refs.scheduleOfSeat(seat));
    for (long schedule : schedules) add(offers, refs.offerOfSchedule(schedule));
    for (long offer : offers) {
      add(schedules, refs.scheduleOfOffer(offer));
      add(sales, refs.saleOfOffer(offer));
    }
    for (long schedule : schedules) add(concerts, refs.concertOfSchedule(schedule));
    for (long sale : sales) add(rooms, refs.roomOfSale(sale));
    for (String name : roomNames) add(rooms, refs.roomNamed(name));
  }

  private static void add(Set<Long> ids, long id) {
    if (id != 0) ids.add(id);
  }
}
