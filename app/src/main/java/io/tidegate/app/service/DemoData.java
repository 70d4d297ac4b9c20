package io.tidegate.app.service;

import io.tidegate.core.Command;
import io.tidegate.core.Command.CreateConcert;
import io.tidegate.core.Command.CreateOffer;
import io.tidegate.core.Command.CreateRoom;
import io.tidegate.core.Command.CreateSale;
import io.tidegate.core.Command.CreateSchedule;
import io.tidegate.core.Result;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.Entry;
import io.tidegate.engine.CommandPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * The data that a first start makes for trying things out: a coupon rush, and a concert sale behind
 * a waiting room. It can also make any number of further concerts.
 */
public final class DemoData {

  /** Price of a seat, whole currency units. */
  static final long SEAT_PRICE = 10_000;

  private static final int SEATS_PER_ROW = 10;
  private static final long SEAT_HOLD_MS = Duration.ofMinutes(5).toMillis();
  private static final long SEATS_PER_USER = 10;
  private static final long DAY_MS = Duration.ofDays(1).toMillis();
  private static final int IN_FLIGHT = 2_000;

  private static final int CONCERTS = 500;
  private static final int DATES = 2;
  private static final int SEATS = 50;

  private static final String[] ACTS = {
    "Tidal Strings",
    "Harbour Lights",
    "Low Water Quartet",
    "The Breakwaters",
    "Moonrise Choir",
    "Salt and Cedar",
    "Northern Drift",
    "Paper Boats",
    "The Lockkeepers",
    "Equinox Ensemble"
  };
  private static final String[] PLACES = {
    "Seoul, Olympic Hall",
    "Busan, Harbour Stage",
    "Incheon, Pier 7",
    "Daegu, Opera House",
    "Jeju, Open Air"
  };

  private final EngineClient client;
  private final long nowMs;

  /**
   * @param inbox commands that the engine's inbox holds
   * @param nowMs sales are open from now on, epoch ms
   */
  public DemoData(CommandPort engine, int inbox, long nowMs) {
    client = new EngineClient(engine, Math.min(IN_FLIGHT, inbox));
    this.nowMs = nowMs;
  }

  /**
   * What makes the demo data, in an empty folder: concerts 1 to 500 with two dates of 50 seats,
   * room {@code default} before them, the coupon as offer 1, and a feed. Ids are given out in
   * order, so later commands name what earlier ones make.
   *
   * @param nowMs sales are open from now on, epoch ms
   */
  static List<Command> commands(long nowMs) {
    long coupons = 1;
    long concertSale = 2;
    long room = 1;
    List<Command> commands = new ArrayList<>();
    commands.add(new CreateSale("Coupon rush", nowMs, Long.MAX_VALUE, Entry.OPEN, 0));
    commands.add(new CreateOffer(coupons, "First-come coupon", 1_000, 0, 1, 1, 0));
    commands.add(new CreateRoom(defaultRoom()));
    commands.add(new CreateSale("Concerts", nowMs, Long.MAX_VALUE, Entry.ROOM, room));
    for (int i = 0; i < CONCERTS; i++) {
      commands.add(concert(i));
      for (int date = 0; date < DATES; date++)
        commands.add(schedule(nowMs, i + 1, concertSale, date, SEATS));
    }
    commands.addAll(DemoPosts.all());
    return commands;
  }

  /** The room that is meant where none is named. */
  static RoomSettings defaultRoom() {
    return new RoomSettings("default", RoomState.OPEN, 1_000, 10_000, 24_000, 120_000, 600_000);
  }

  /**
   * A new sale with its own concerts, behind the room {@code default}, which is made if it is not
   * there.
   */
  public void seed(long roomOrNone, int concerts, int dates, int seats, LongConsumer progress)
      throws InterruptedException {
    long room = roomOrNone != 0 ? roomOrNone : created(new CreateRoom(defaultRoom()));
    long sale = created(new CreateSale("Seeded concerts", nowMs, Long.MAX_VALUE, Entry.ROOM, room));
    concerts(sale, concerts, dates, seats, progress);
  }

  private void concerts(long sale, int concerts, int dates, int seats, LongConsumer progress)
      throws InterruptedException {
    int chunk = Math.max(1, IN_FLIGHT / Math.max(1, dates));
    for (int first = 0; first < concerts; first += chunk) {
      List<Command> made = new ArrayList<>();
      for (int i = first; i < Math.min(concerts, first + chunk); i++) made.add(concert(i));
      List<Command> schedules = new ArrayList<>();
      for (Result result : client.ask(made)) {
        for (int date = 0; date < dates; date++)
          schedules.add(schedule(nowMs, idOf(result), sale, date, seats));
      }
      client.ask(schedules).forEach(DemoData::check);
      progress.accept(Math.min(concerts, first + chunk));
    }
  }

  private static CreateConcert concert(int i) {
    return new CreateConcert(
        ACTS[i % ACTS.length] + ", evening " + (i / ACTS.length + 1), PLACES[i % PLACES.length]);
  }

  private static CreateSchedule schedule(long nowMs, long concert, long sale, int date, int seats) {
    long openDate = nowMs - nowMs % DAY_MS + (30 + date) * DAY_MS + Duration.ofHours(10).toMillis();
    int perRow =
        seats % SEATS_PER_ROW == 0 && seats / SEATS_PER_ROW <= 26 ? SEATS_PER_ROW : perRow(seats);
    return new CreateSchedule(
        concert,
        sale,
        openDate,
        nowMs - DAY_MS,
        openDate,
        seats / perRow,
        perRow,
        SEAT_PRICE,
        SEAT_HOLD_MS,
        SEATS_PER_USER,
        SEATS_PER_USER);
  }

  /** The shortest row that makes a hall of at most 26 rows without a remainder. */
  private static int perRow(int seats) {
    int perRow = Math.ceilDiv(seats, 26);
    while (seats % perRow != 0) perRow++;
    return perRow;
  }

  private long created(Command command) throws InterruptedException {
    return idOf(client.ask(List.of(command)).getFirst());
  }

  private static long idOf(Result result) {
    check(result);
    return result instanceof Result.Created(long id) ? id : 0;
  }

  private static void check(Result result) {
    if (result instanceof Result.Refusal)
      throw new IllegalStateException("Demo data was refused: " + result);
  }
}
