package io.tidegate.core.model;

import io.tidegate.core.Command;
import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.IdempotencyKey;
import io.tidegate.core.Limits;
import io.tidegate.core.Result;
import io.tidegate.core.draw.Bytes32;
import io.tidegate.core.model.SaleModel.Offer;
import io.tidegate.core.outbox.LetterState;
import io.tidegate.core.outbox.SinkState;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Commands that get in one another's way: few users, few seats, few keys, small limits, tickets of
 * others, of other rooms and of earlier visits, ids that do not exist, payments of holds that are
 * about to lapse. The same seed gives the same commands against the same state.
 */
final class RandomCommands {

  static final Limits TIGHT = new Limits(5, 9, 3, 40, 60, 6, 14, 3, 4, 1_000, 3);

  static final int USERS = 7;
  private static final long DAY_MS = 86_400_000;
  private static final long YEAR_MS = 365 * DAY_MS;
  private static final long FIRST_ID_BEYOND_A_PAGE_NUMBER = 1L << 42;

  private final Random random;

  /** For commands that have nothing to do with the rest, so that the rest stays as it is. */
  private final Random others;

  private final Model model;
  private final List<TicketRef> refs = new ArrayList<>();

  RandomCommands(long seed, Model model) {
    random = new Random(seed);
    others = new Random(~seed);
    this.model = model;
  }

  /** What a seed begins with, so that there is something to collide on. */
  List<Command> beginning(long nowMs) {
    List<Command> commands = new ArrayList<>();
    commands.add(createRoom("first", nowMs));
    commands.add(createRoom("second", nowMs));
    commands.add(new Command.CreateConcert("Requiem", "Church"));
    long opens = nowMs + any(3) * 1_000;
    commands.add(new Command.CreateSale("open", opens, Long.MAX_VALUE, Entry.OPEN, 0));
    commands.add(new Command.CreateSale("room", opens, Long.MAX_VALUE, Entry.ROOM, 1));
    commands.add(new Command.CreateOffer(1, "coupon", 4, 0, 1, 1, 0));
    commands.add(new Command.CreateOffer(2, "units", 5, 10, 2, 3, 2_000));
    commands.add(schedule(nowMs, 1));
    commands.add(schedule(nowMs, 2));
    return commands;
  }

  private Command.CreateSchedule schedule(long nowMs, long sale) {
    long start = nowMs + any(2) * 500;
    long open = start + any(oneIn(3) ? 100_000 : 100_000_000);
    long hold = 1_000 + any(3) * 4_000;
    return new Command.CreateSchedule(1, sale, open, start, start + YEAR_MS, 1, 6, 10, hold, 3, 3);
  }

  private Command createRoom(String name, long nowMs) {
    if (oneIn(2)) return new Command.CreateRoom(settings(name));
    long gathers = nowMs + any(3) * 1_000;
    long opens = nowMs - 100 + any(oneIn(4) ? 5_000 : 150_000);
    Bytes32 secret = new Bytes32(random.nextLong(), 2, 3, random.nextLong());
    String beacon = oneIn(3) ? "round 7" : "";
    return new Command.CreateRoom(
        settings(name), new Command.DrawPlan(gathers, opens, beacon, secret));
  }

  private RoomSettings settings(String name) {
    return new RoomSettings(
        name,
        oneIn(5) ? RoomState.IDLE : RoomState.OPEN,
        1 + random.nextInt(3),
        1_000 + any(3) * 1_000,
        1 + random.nextInt(3),
        1_000 + any(2) * 1_500,
        1_000 + any(4) * 20_000);
  }

  /** Remembers tickets that were given out. */
  void saw(Result result) {
    if (!(result instanceof Result.Place(var p))) return;
    TicketRef ref = new TicketRef(p.room(), p.epoch(), p.user(), p.number());
    if (!refs.contains(ref)) refs.add(ref);
    if (refs.size() > 16) refs.removeFirst();
  }

  /** How far the clock moves before the next batch. */
  long step(long nowMs, long nextDueMs) {
    long toDue = nextDueMs == Long.MAX_VALUE ? 0 : Math.max(0, nextDueMs - nowMs);
    return switch (random.nextInt(24)) {
      case 0, 1 -> toDue;
      case 2 -> Math.max(0, toDue - 1);
      case 3 -> toDue + 1;
      case 4, 5, 6 -> any(1_000);
      case 7 -> 1_000L * any(3);
      case 8 -> oneIn(12) ? 60_000 : 0;
      case 9 -> oneIn(20) ? DAY_MS * (oneIn(3) ? 31 : any(3)) : 1;
      default -> 0;
    };
  }

  /** How far the hour is behind, seconds. */
  int lag() {
    return oneIn(3) ? 0 : 1 + random.nextInt(10);
  }

  /** For how long nobody is served, ms. */
  long outage() {
    return 1 + any(oneIn(3) ? 100_000 : 3_000);
  }

  Command next(long nowMs) {
    int dice = random.nextInt(100);
    if (dice < 16) return claim();
    if (dice < 30) return holdSeats();
    if (dice < 36) return look();
    if (dice < 47) return pay();
    if (dice < 53) return cancel();
    if (dice < 59) return topUp();
    if (dice < 61) return find();
    if (dice < 63)
      return new Command.ListClaims(user(), oneIn(2) ? 0 : someClaim(), 1 + random.nextInt(8));
    if (dice < 64) return new Command.AskBalance(user());
    if (dice < 75) return new Command.Join(room(), user());
    if (dice < 80) return new Command.AskPlace(ref());
    if (dice < 82) return new Command.Enter(ref());
    if (dice < 83) return new Command.Renew(ref());
    if (dice < 87) return new Command.Leave(ref());
    if (dice < 88) return post();
    return organiser(nowMs);
  }

  /** A command about sinks. */
  Command outbox() {
    String sink = others.nextInt(20) == 0 ? "No name" : "sink-" + others.nextInt(3);
    long sequence = 1L + others.nextInt(9);
    int index = others.nextInt(2);
    return switch (others.nextInt(8)) {
      case 0, 1, 2 -> new Command.MoveCursor(sink, sequence);
      case 3 -> new Command.ResetCursor(sink, sequence);
      case 4 -> {
        LetterState state = others.nextBoolean() ? LetterState.DEAD : LetterState.WAITING;
        String error = others.nextInt(9) == 0 ? "e".repeat(513) : "error " + others.nextInt(3);
        yield new Command.KeepLetter(
            sink, sequence, index, 1 + others.nextInt(9), 500, state, error);
      }
      case 5 -> new Command.DropLetter(sink, sequence, index);
      case 6 ->
          others.nextBoolean()
              ? new Command.SwitchSink(sink, SinkState.ON, "")
              : new Command.SwitchSink(sink, SinkState.OFF, "gone");
      default -> others.nextInt(4) == 0 ? new Command.RemoveSink(sink) : new Command.AskSinks();
    };
  }

  private Command post() {
    String text = oneIn(8) ? "가".repeat(1_364 + (int) any(4)) : "text " + any(9);
    return new Command.CreatePost("author " + any(3), "title " + any(9), text);
  }

  private Command claim() {
    long offer = oneIn(4) ? offer() : 1 + any(2);
    long user = user();
    long quantity = 1 + (oneIn(3) ? any(3) : 0);
    return new Command.Claim(offer, user, quantity, ticket(user), key(user, 1, offer, quantity));
  }

  private Command holdSeats() {
    long[] seats = new long[1 + random.nextInt(3)];
    long block = 6 * any(2) + 1;
    for (int i = 0; i < seats.length; i++) seats[i] = block + any(oneIn(12) ? 9 : 6);
    if (oneIn(30)) seats[random.nextInt(seats.length)] = unknownId();
    long user = user();
    long concert = oneIn(6) ? 1 + any(2) : 0;
    long schedule = oneIn(6) ? 1 + any(3) : 0;
    IdempotencyKey key = key(user, 2, Arrays.hashCode(seats), concert * 10 + schedule);
    return new Command.HoldSeats(concert, schedule, seats, user, ticket(user), key);
  }

  private Command look() {
    TicketRef ref = ref();
    long user = oneIn(12) ? user() : ref.user();
    return new Command.Look(any(4), user, ref);
  }

  private Command pay() {
    Claim claim = oneIn(4) ? null : someHeld();
    if (claim == null) claim = some(model.sale.claims.values());
    if (claim == null) return new Command.Pay(unknownId(), user(), 0, 0, null);
    Claim.Terms t = claim.terms();
    long user = oneIn(12) ? user() : t.user();
    long seat = t.seats().isEmpty() || oneIn(2) ? 0 : t.seats().getFirst();
    if (oneIn(20)) seat = 1 + any(12);
    IdempotencyKey key = key(user, 3, t.id(), 0);
    return new Command.Pay(t.id(), user, oneIn(10) ? 1 : 0, seat, key);
  }

  private Command cancel() {
    long id = someClaim();
    return new Command.Cancel(id, mostlyItsUser(id));
  }

  private Command find() {
    long id = someClaim();
    return new Command.FindClaim(id, mostlyItsUser(id));
  }

  private long mostlyItsUser(long id) {
    Claim claim = model.sale.claims.get(id);
    return claim == null || oneIn(8) ? user() : claim.terms().user();
  }

  private Command topUp() {
    long user = user();
    long amount = oneIn(8) ? 1_000 : 1 + any(80);
    return new Command.TopUp(user, amount, key(user, 4, amount, 0));
  }

  private Command organiser(long nowMs) {
    return switch (random.nextInt(34)) {
      case 0 -> oneIn(4) ? createSale(nowMs) : new Command.Restock(offer(), any(8));
      case 1 -> updateSale(nowMs);
      case 2 -> new Command.SwitchSale(sale(), Command.Switch.PAUSE);
      case 3, 4, 5, 6, 7 -> new Command.SwitchSale(sale(), Command.Switch.RESUME);
      case 8 ->
          new Command.SwitchSale(sale(), oneIn(12) ? Command.Switch.CLOSE : Command.Switch.RESUME);
      case 9 -> createOffer();
      case 10 -> new Command.UpdateOffer(offer(), null, maybe(1 + any(3)), maybe(3));
      case 11, 12, 13 -> new Command.Restock(offer(), any(8));
      case 14 -> new Command.CreateConcert("Mass", "Hall");
      case 15 -> new Command.UpdateConcert(1 + any(3), oneIn(2) ? null : "Mass", null);
      case 16 -> oneIn(3) ? createSchedule(nowMs) : updateSchedule(nowMs);
      case 17 -> createRoom(oneIn(2) ? "first" : "third", nowMs);
      case 18 -> updateRoom(RoomState.PAUSED, nowMs);
      case 19 -> updateRoom(oneIn(4) ? RoomState.CLOSED : RoomState.IDLE, nowMs);
      case 20, 21, 22 -> updateRoom(oneIn(20) ? RoomState.DRAWING : RoomState.OPEN, nowMs);
      case 23, 24, 25 -> new Command.GiveBeacon(room(), "value " + any(2));
      case 28, 29, 30, 31 -> resumeStopped();
      case 32 -> new Command.Refund(someClaim(), "ill");
      case 33 -> new Command.Refund(someIssued(), "ill");
      case 27 -> new Command.MeasureRate(room(), 1 + (int) any(4));
      case 26 -> oneIn(4) ? new Command.BeginEpoch(room()) : updateRoom(null, nowMs);
      default -> updateRoom(null, nowMs);
    };
  }

  private Command resumeStopped() {
    SaleState to = oneIn(8) ? SaleState.CLOSED : oneIn(8) ? SaleState.STOPPED : SaleState.OPEN;
    return new Command.ResumeStopped(sale(), oneIn(6) ? SaleState.PAUSED : to, "mended");
  }

  private long someIssued() {
    Claim issued =
        some(model.sale.claims.values().stream().filter(Claim.Issued.class::isInstance).toList());
    return issued == null ? unknownId() : issued.terms().id();
  }

  private Command createSale(long nowMs) {
    long opens = nowMs - 100 + any(2_000);
    long closes = oneIn(2) ? Long.MAX_VALUE : opens + any(20_000);
    long room = any(3);
    return new Command.CreateSale("sale", opens, closes, oneIn(2) ? Entry.OPEN : Entry.ROOM, room);
  }

  private Command updateSale(long nowMs) {
    Long opens = maybe(nowMs - 100 + any(1_000));
    Long closes = oneIn(16) ? nowMs + any(100_000) : null;
    return new Command.UpdateSale(sale(), oneIn(2) ? null : "renamed", opens, closes);
  }

  private Command createOffer() {
    long price = oneIn(12) ? 600 + any(2) * 500 : any(2) * 7;
    long hold = oneIn(3) ? 0 : 1_500;
    long perClaim = 1 + any(2);
    return new Command.CreateOffer(sale(), "more", any(6), price, perClaim, 2, hold);
  }

  private Command createSchedule(long nowMs) {
    long start = nowMs + any(2_000) - 1_000;
    long end = start + any(10_000);
    long open = start - 10 + any(20_000);
    return new Command.CreateSchedule(
        1 + any(3), sale(), open, start, end, 2, 1 + random.nextInt(6), 5, 1_200, 2, 2);
  }

  private Command updateSchedule(long nowMs) {
    Long open = maybe(nowMs + any(50_000));
    Long end = maybe(nowMs + any(200_000));
    return new Command.UpdateSchedule(1 + any(4), open, maybe(nowMs), end);
  }

  private Command updateRoom(@Nullable RoomState state, long nowMs) {
    return new Command.UpdateRoom(
        room(),
        state,
        oneIn(4) ? (Integer) (1 + random.nextInt(3)) : null,
        oneIn(4) ? (Long) (1_000 + any(3) * 1_000) : null,
        oneIn(4) ? (Integer) (1 + random.nextInt(3)) : null,
        maybe(1_000 + any(3_000)),
        maybe(1_000 + any(6_000)),
        oneIn(6) ? (Long) (nowMs - 500 + any(1_000)) : null,
        oneIn(6) ? (Long) (nowMs - 500 + any(9_000)) : null);
  }

  private @Nullable Long maybe(long value) {
    return oneIn(2) ? null : (Long) value;
  }

  private @Nullable Claim someHeld() {
    return some(model.sale.claims.values().stream().filter(Claim.Held.class::isInstance).toList());
  }

  private long someClaim() {
    Long id = oneIn(25) ? null : some(model.sale.claims.keySet());
    return id == null ? unknownId() : id;
  }

  private <T> @Nullable T some(Collection<T> of) {
    return of.isEmpty() ? null : List.copyOf(of).get(random.nextInt(of.size()));
  }

  private @Nullable TicketRef ticket(long user) {
    if (oneIn(12)) return null;
    if (oneIn(8)) return ref();
    TicketRef own = null;
    for (TicketRef ref : refs) if (ref.user() == user && !oneIn(ref.room() == 1 ? 9 : 2)) own = ref;
    return own;
  }

  private TicketRef ref() {
    TicketRef ref = oneIn(3) ? some(refs) : some(newest());
    if (ref == null) return new TicketRef(room(), 1, user(), 1);
    int epoch = ref.epoch();
    return switch (random.nextInt(24)) {
      case 0 -> new TicketRef(ref.room(), epoch + 1, ref.user(), ref.number());
      case 1 -> new TicketRef(ref.room(), epoch, ref.user(), ref.number() + 1);
      case 2 -> new TicketRef(3 - Math.min(2, ref.room()), epoch, ref.user(), ref.number());
      case 3 -> new TicketRef(9, 1, ref.user(), ref.number());
      default -> ref;
    };
  }

  private List<TicketRef> newest() {
    return refs.subList(Math.max(0, refs.size() - 5), refs.size());
  }

  /** Few keys a user and operation, mostly with the request they were first used for. */
  private @Nullable IdempotencyKey key(long user, int operation, long a, long b) {
    if (!oneIn(3)) return null;
    long content = Objects.hash(a, b);
    long text = oneIn(3) ? any(3) : content % 3;
    return new IdempotencyKey(user * 10 + operation, text, oneIn(10) ? content + 1 : content);
  }

  private long offer() {
    Offer offer = some(model.sale.offers.values());
    return offer == null || oneIn(20) ? unknownId() : offer.id;
  }

  private long sale() {
    return oneIn(20) ? unknownId() : 1 + any(3);
  }

  private long room() {
    return oneIn(20) ? 7 : 1 + any(2);
  }

  private long user() {
    return 1 + any(USERS);
  }

  private long unknownId() {
    return oneIn(2) ? 999 : FIRST_ID_BEYOND_A_PAGE_NUMBER + 1 + any(5);
  }

  private long any(int n) {
    return random.nextInt(n);
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }
}
