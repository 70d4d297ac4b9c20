package io.tidegate.core.model;

import io.tidegate.core.Command;
import io.tidegate.core.Command.Guarded;
import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.Limits;
import io.tidegate.core.Now;
import io.tidegate.core.Result;
import io.tidegate.core.Result.Kind;
import io.tidegate.core.Result.PlaceInfo;
import io.tidegate.core.Result.Standing;
import io.tidegate.core.model.SaleModel.Sale;
import io.tidegate.core.model.Ticket.Away;
import io.tidegate.core.model.Ticket.Called;
import io.tidegate.core.model.Ticket.Inside;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.SaleState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sale and room together: what time does, what a command does, and the answer. */
final class Model {

  final SaleModel sale = new SaleModel();
  final Map<Long, RoomModel> rooms = new TreeMap<>();
  final FeedModel feed;
  final SinkModel sinks = new SinkModel();
  final SaleAnswers users;
  private final AdminAnswers admins;
  private final Limits limits;

  Model(Limits limits) {
    this.limits = limits;
    users = new SaleAnswers(limits, sale, rooms);
    admins = new AdminAnswers(limits, sale, rooms);
    feed = new FeedModel(limits.posts());
  }

  /** What time alone makes true. */
  void due(Now now) {
    long nowMs = now.ms();
    for (Sale s : sale.sales.values()) {
      if (s.state == SaleState.PLANNED && s.opensAtMs <= now.hourMs()) s.state = SaleState.OPEN;
      if (s.over() || s.closesAtMs > now.hourMs()) continue;
      s.close(nowMs);
    }
    for (Claim claim : List.copyOf(sale.claims.values()))
      if (claim instanceof Claim.Held held
          && held.terms().untilMs() <= nowMs
          && !sale.stopped(held)) sale.giveBack(held.lapse(nowMs));
    for (RoomModel room : rooms.values()) room.due(sale.anythingLeft(room.id), now);
  }

  /** Nobody was served for a while: what was alive lives so much longer, unless it stands still. */
  void outage(long fromMs, long ms) {
    for (Claim claim : List.copyOf(sale.claims.values()))
      if (claim instanceof Claim.Held held
          && held.terms().untilMs() > fromMs
          && !sale.stopped(held)) sale.claims.put(held.terms().id(), held.prolong(ms));
    for (RoomModel room : rooms.values()) if (!room.aside()) room.outage(fromMs, ms);
  }

  Result ask(Command command, Now now) {
    long nowMs = now.ms();
    before(command, nowMs);
    Result result = decide(command, now);
    after(command, nowMs);
    return result instanceof Result.Place(var place) ? new Result.Place(asItIsNow(place)) : result;
  }

  /** A newcomer, and whoever moves up, is called at once where there is credit. */
  private void after(Command command, long nowMs) {
    switch (command) {
      case Command.Join(var room, var _) -> call(room, nowMs);
      case Command.AskPlace(var ref) -> call(ref.room(), nowMs);
      case Command.Leave(var ref) -> call(ref.room(), nowMs);
      default -> {}
    }
  }

  private void call(long room, long nowMs) {
    RoomModel there = rooms.get(room);
    if (there != null) there.call(sale.anythingLeft(room), nowMs);
  }

  private PlaceInfo asItIsNow(PlaceInfo place) {
    RoomModel room = room(place.room());
    Ticket ticket = room.tickets.get(place.user());
    return ticket == null || ticket.slip().number() != place.number()
        ? place
        : room.place(ticket, sale.anythingLeft(room.id));
  }

  /** Who was away comes back by asking; who is called arrives by the first guarded call. */
  private void before(Command command, long nowMs) {
    switch (command) {
      case Guarded c -> arrive(c.ticket(), c.user(), nowMs);
      case Command.AskPlace(var ref) -> comeBack(find(ref), ref.room());
      case Command.Join(var room, var user) ->
          comeBack(rooms.containsKey(room) ? room(room).tickets.get(user) : null, room);
      default -> {}
    }
  }

  private void arrive(@Nullable TicketRef ref, long user, long nowMs) {
    if (ref == null || ref.user() != user || find(ref) == null) return;
    RoomModel room = room(ref.room());
    if (room.aside()) return;
    comeBack(find(ref), ref.room());
    boolean left = sale.anythingLeft(room.id);
    while (find(ref) instanceof Ticket.InLine && room.mayCall(left, nowMs)) room.callNext(nowMs);
    if (find(ref) instanceof Called called) room.enter(called, nowMs);
  }

  private void comeBack(@Nullable Ticket ticket, long room) {
    if (ticket instanceof Away away && !room(room).aside()) room(room).comeBack(away);
  }

  private @Nullable Ticket find(TicketRef ref) {
    RoomModel room = rooms.get(ref.room());
    return room == null ? null : room.find(ref);
  }

  private RoomModel room(long id) {
    RoomModel room = rooms.get(id);
    if (room == null) throw new AssertionError("the model lost room " + id);
    return room;
  }

  private Result decide(Command command, Now now) {
    long nowMs = now.ms();
    long hourMs = now.hourMs();
    return switch (command) {
      case Command.Claim c -> users.claim(c, now);
      case Command.HoldSeats c -> users.holdSeats(c, now);
      case Command.Look c -> users.look(c);
      case Command.Pay c -> users.pay(c, nowMs);
      case Command.Cancel c -> users.cancel(c, now);
      case Command.TopUp c -> users.topUp(c, nowMs);
      case Command.FindClaim c -> users.find(c);
      case Command.ListClaims c -> users.list(c);
      case Command.AskBalance c -> new Result.Balance(sale.balance(c.user()));
      case Command.Join c -> join(c, nowMs);
      case Command.AskPlace c -> place(c.ticket());
      case Command.Enter c -> place(c.ticket());
      case Command.Renew c -> renew(c, nowMs);
      case Command.Leave c -> leave(c);
      case Command.CreateSale c -> admins.createSale(c, hourMs);
      case Command.UpdateSale c -> admins.updateSale(c, hourMs);
      case Command.SwitchSale c -> admins.switchSale(c, now);
      case Command.ResumeStopped c -> admins.resumeStopped(c, now);
      case Command.Refund c -> users.refund(c, nowMs);
      case Command.CreateOffer c -> admins.createOffer(c);
      case Command.UpdateOffer c -> admins.updateOffer(c);
      case Command.Restock c -> admins.restock(c);
      case Command.CreateConcert c -> admins.createConcert(c);
      case Command.UpdateConcert c -> admins.updateConcert(c);
      case Command.CreateSchedule c -> admins.createSchedule(c);
      case Command.UpdateSchedule c -> admins.updateSchedule(c);
      case Command.CreateRoom c -> admins.createRoom(c, hourMs);
      case Command.UpdateRoom c -> admins.updateRoom(c, now);
      case Command.MeasureRate c -> admins.measureRate(c);
      case Command.GiveBeacon c -> admins.giveBeacon(c);
      case Command.BeginEpoch c -> admins.beginEpoch(c);
      case Command.CreatePost c -> feed.post(c, nowMs);
      case Command.MoveCursor c -> sinks.move(c);
      case Command.ResetCursor c -> sinks.reset(c);
      case Command.KeepLetter c -> sinks.keep(c, nowMs);
      case Command.DropLetter c -> sinks.drop(c);
      case Command.SwitchSink c -> sinks.switchTo(c);
      case Command.RemoveSink c -> sinks.remove(c);
      case Command.AskSinks _ -> sinks.list();
      case Command.LookUpClaims _ ->
          throw new AssertionError("relays ask it, and OutboxRulesTest does");
    };
  }

  private Result join(Command.Join c, long nowMs) {
    RoomModel room = rooms.get(c.room());
    if (room == null) return new Result.Unknown(Kind.ROOM, c.room());
    if (!room.tickets.containsKey(c.user())) {
      if (room.aside()) return new Result.Stopped();
      if (room.settings.state() == RoomState.CLOSED) return new Result.RoomClosed();
      if (room.willDraw() && room.settings.state() == RoomState.IDLE)
        return new Result.NotOpen(Objects.requireNonNull(room.lot).gathersAtMs);
      if (room.tickets.size() >= limits.roomSize()) return new Result.RoomFull();
      room.join(c.user(), nowMs);
    }
    Ticket ticket = room.tickets.get(c.user());
    if (ticket == null) throw new AssertionError("joined, and not there");
    return new Result.Place(room.place(ticket, sale.anythingLeft(room.id)));
  }

  private Result place(TicketRef ref) {
    RoomModel room = rooms.get(ref.room());
    if (room == null || !room.genuine(ref)) return new Result.NotGenuine();
    Ticket ticket = room.find(ref);
    if (ticket != null) return new Result.Place(room.place(ticket, sale.anythingLeft(room.id)));
    return new Result.Place(
        new PlaceInfo(
            room.id, room.epoch, ref.user(), ref.number(), Standing.ENDED, 0, 0, 0, 0, 0, 0, null));
  }

  private Result renew(Command.Renew c, long nowMs) {
    if (find(c.ticket()) instanceof Inside inside) {
      RoomModel room = room(c.ticket().room());
      if (room.aside()) return new Result.Stopped();
      room.renew(inside, nowMs);
    }
    return place(c.ticket());
  }

  private Result leave(Command.Leave c) {
    RoomModel room = rooms.get(c.ticket().room());
    if (room == null || !room.genuine(c.ticket())) return new Result.NotGenuine();
    if (room.aside()) return new Result.Stopped();
    if (room.find(c.ticket()) != null) room.tickets.remove(c.ticket().user());
    return new Result.Left();
  }
}
