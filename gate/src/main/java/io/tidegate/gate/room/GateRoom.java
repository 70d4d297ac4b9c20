package io.tidegate.gate.room;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tidegate.core.Command.TicketRef;
import io.tidegate.engine.room.RoomAnswer.Called;
import io.tidegate.engine.room.RoomAnswer.Cause;
import io.tidegate.engine.room.RoomAnswer.Ended;
import io.tidegate.engine.room.RoomAnswer.Gathering;
import io.tidegate.engine.room.RoomAnswer.Inside;
import io.tidegate.engine.room.RoomAnswer.NotGenuine;
import io.tidegate.engine.room.RoomAnswer.OfPlace;
import io.tidegate.engine.room.RoomAnswer.Unavailable;
import io.tidegate.engine.room.RoomAnswer.Waiting;
import io.tidegate.engine.room.RoomQuestion;
import io.tidegate.engine.room.RoomStatus;
import io.tidegate.gate.forward.RequestBody;
import io.tidegate.gate.forward.RequestContext;
import io.tidegate.gate.limit.Priority;
import io.tidegate.gate.limit.RateKeys;
import io.tidegate.gate.limit.RateLimit;
import io.tidegate.gate.limit.RateLimitConfig;
import io.tidegate.gate.room.RoomConfig.When;
import io.tidegate.gate.upstream.Upstream;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A waiting room before routes.
 *
 * <h2>Ticket and pass</h2>
 *
 * A <em>ticket</em> is a place in the line: whoever shows it is told where they are. A
 * <em>pass</em> is the right to go through until a certain time; the gate checks it by itself,
 * without asking anybody, so that people inside are served whatever happens to the room. Both are
 * signed, with keys of their own, and travel as cookies or in header fields ({@link Credentials}).
 *
 * <h2>Who joins</h2>
 *
 * Only a person who opens a page, and a program that asks by itself ({@link Comer}). What a page
 * loads has no place of its own.
 *
 * <h2>When the upstream is full</h2>
 *
 * A room of mode {@linkplain When#FULL full} lets everybody by while there is room ({@link
 * FreeWay}), with a pass that the room knows nothing of, so that they go on when it closes. Who was
 * refused at the upstream's queue waits here instead, in either mode; who is inside by the room
 * keeps the place and tries again.
 *
 * <h2>When the room does not answer</h2>
 *
 * Passes hold, nobody new enters, and the page says that it is connecting again: no place is lost.
 */
public final class GateRoom {

  static final long VISITORS = 1L << 53;

  private static final int ENDED_MAX = 100_000;

  private final RoomConfig config;
  private final AskedRoom room;
  private final Credentials credentials;
  private final RoomPages pages;
  private final RateLimit joins;
  private final RateLimit passings;
  private final VisitDemand demand;
  private final FreeWay freeWay = new FreeWay(System.nanoTime());
  private final RateKeys keys = new RateKeys(ThreadLocalRandom.current().nextLong());

  /** Passes that were given back before their time. */
  private final Cache<TicketRef, Boolean> ended =
      Caffeine.newBuilder()
          .maximumSize(ENDED_MAX)
          .expireAfterWrite(RoomConfig.Line.STAY_MS_MOST, TimeUnit.MILLISECONDS)
          .build();

  /** A room that the port knows, or makes when it is first asked for. */
  public GateRoom(RoomConfig config, RoomDoor door) {
    this.config = config;
    room = new AskedRoom(config, door.port());
    credentials = new Credentials(config, door);
    pages = new RoomPages(credentials.key(), room::status);
    demand = new VisitDemand(config, System.nanoTime());
    joins = perAddress();
    passings = perAddress();
  }

  private RateLimit perAddress() {
    int perMinute = config.joinsPerMinute();
    return new RateLimit(new RateLimitConfig(perMinute / 60.0, perMinute, RateLimitConfig.KEYS));
  }

  /** Its name. */
  String name() {
    return config.name();
  }

  /** How paths and cookies call it. */
  String key() {
    return credentials.key();
  }

  /** How it stands, as the port heard last; null while nobody knows. */
  public @Nullable RoomStatus status() {
    return room.status();
  }

  /** As which its tickets and passes travel. */
  Credentials credentials() {
    return credentials;
  }

  /** What its page tells people who wait. */
  RoomPages pages() {
    return pages;
  }

  /** What the operator tells people who wait, from now on. */
  public void says(RoomMessage message) {
    pages.says(message);
  }

  /** Whether clients come by TLS. */
  boolean secure() {
    return credentials.secure();
  }

  /** Where its routes lead from now on. */
  public void behind(List<Behind> behind) {
    demand.behind(behind);
  }

  /** Tells the room how many people what stands behind it takes. Once a second, by one thread. */
  public void measure() {
    room.compare();
    demand.measure(room, System.nanoTime());
  }

  /** A request of a visit goes on. */
  void asks(Upstream to) {
    demand.asks(to);
  }

  /** Has the room made where it is not there, so that the first who come need not wait for that. */
  public void prepare() {
    room.prepare();
  }

  // ---- at the door ----

  /**
   * Sends on who may go through, and answers everybody else. On the exchange's event loop.
   *
   * @param body dropped where the request does not go on
   * @param to where it would go
   */
  public void admit(Exchange exchange, RequestBody body, Upstream to, Runnable onward) {
    Pass pass = credentials.pass(exchange);
    if (pass != null && isValid(pass)) {
      goOn(exchange, pass, onward);
      return;
    }
    if (isOpenFor(to)) {
      passBy(exchange, onward);
      return;
    }
    Comer comer = Comer.of(exchange);
    if (comer != Comer.PROGRAM) body.drop();
    switch (comer) {
      case PART -> exchange.reply(RoomProblems.part());
      case PERSON -> whenKnown(exchange, body, () -> person(exchange));
      case PROGRAM -> whenKnown(exchange, body, () -> program(exchange, body, onward));
    }
  }

  private boolean isValid(Pass pass) {
    if (!room.isOf(pass.ticket())) return false;
    if (pass.untilMs() <= System.currentTimeMillis()) return false;
    RoomStatus status = status();
    boolean sameEpoch = status == null || status.epoch() == pass.ticket().epoch();
    return sameEpoch && ended.getIfPresent(pass.ticket()) == null;
  }

  private void goOn(Exchange exchange, Pass pass, Runnable onward) {
    boolean entering = pass.isEntering(System.currentTimeMillis());
    if (entering && RequestContext.priorityOf(exchange) == Priority.ADMITTED)
      RequestContext.priority(exchange, Priority.ENTERING);
    RequestContext.belongs(exchange, new RoomVisit(this, exchange, pass));
    onward.run();
  }

  // ---- while there is room ----

  private boolean isOpenFor(Upstream to) {
    return config.when() == When.FULL && freeWay.isOpen(to.isFull(), status(), System.nanoTime());
  }

  /** On without a place, and with a pass for later: who is in the middle of it is not sent away. */
  private void passBy(Exchange exchange, Runnable onward) {
    RoomStatus status = status();
    int epoch = status == null ? 0 : status.epoch();
    long visitMs = config.line().visit().toMillis();
    Pass pass = FreeWay.pass(room.id(), epoch, System.currentTimeMillis(), visitMs);
    Comer comer = Comer.of(exchange);
    if (status != null && comer != Comer.PART && takes(passings, exchange)) {
      demand.begun();
      if (comer == Comer.PROGRAM)
        exchange.onBegin(Credentials.PASS_FIELD, credentials.text(exchange, pass));
      else exchange.onBegin("Set-Cookie", credentials.cookie(exchange, pass, visitMs / 1_000));
    }
    goOn(exchange, pass, onward);
  }

  private boolean takes(RateLimit limit, Exchange exchange) {
    return limit.take(keys.of(exchange.remote().getAddress()), System.nanoTime()) == 0;
  }

  /**
   * The upstream's queue refused a request that was let on.
   *
   * @param body dropped where this answers
   * @return false if its client is to be told just that
   */
  boolean waits(Exchange exchange, RequestBody body, Pass pass) {
    freeWay.shut(System.nanoTime());
    Comer comer = Comer.of(exchange);
    if (!pass.isFree() && comer != Comer.PERSON) return false;
    body.drop();
    if (!pass.isFree()) exchange.reply(pageOf(exchange, new Unavailable(Cause.BUSY)));
    else
      switch (comer) {
        case PART -> exchange.reply(RoomProblems.part());
        case PERSON -> whenKnown(exchange, RequestBody.NONE, () -> person(exchange));
        case PROGRAM -> whenKnown(exchange, RequestBody.NONE, () -> programWaits(exchange));
      }
    return true;
  }

  /** What it asked for is gone by now: it asks again with its ticket. */
  private void programWaits(Exchange exchange) {
    TicketRef ticket = ticketOf(exchange);
    Consumer<OfPlace> told = answer -> reply(exchange, answer, problem(answer));
    if (ticket == null) join(exchange, told);
    else room.ask(exchange, new RoomQuestion.AskPlace(ticket), told);
  }

  // ---- who waits ----

  private @Nullable TicketRef ticketOf(Exchange exchange) {
    TicketRef ticket = credentials.ticket(exchange);
    return ticket != null && ticket.room() == room.id() ? ticket : null;
  }

  private void person(Exchange exchange) {
    TicketRef ticket = ticketOf(exchange);
    if (ticket == null) join(exchange, answer -> firstPage(exchange, answer));
    else room.ask(exchange, new RoomQuestion.AskPlace(ticket), answer -> page(exchange, answer));
  }

  /** Who finds space goes through at once. */
  private void firstPage(Exchange exchange, OfPlace answer) {
    if (answer instanceof Inside inside) letIn(exchange, inside, here(exchange));
    else reply(exchange, answer, pageOf(exchange, answer));
  }

  private void page(Exchange exchange, OfPlace answer) {
    switch (answer) {
      case Inside inside -> letIn(exchange, inside, here(exchange));
      case NotGenuine _ -> join(exchange, joined -> firstPage(exchange, joined));
      default -> reply(exchange, answer, pageOf(exchange, answer));
    }
  }

  private Response pageOf(Exchange exchange, OfPlace answer) {
    return pages.page(exchange, answer);
  }

  private Response problem(OfPlace answer) {
    return RoomProblems.place(config.name(), pages.view(answer));
  }

  private void program(Exchange exchange, RequestBody body, Runnable onward) {
    TicketRef ticket = ticketOf(exchange);
    if (ticket == null) {
      body.drop();
      join(exchange, answer -> reply(exchange, answer, problem(answer)));
      return;
    }
    room.ask(
        exchange,
        new RoomQuestion.Enter(ticket),
        answer -> {
          if (!(answer instanceof Inside inside)) {
            body.drop();
            reply(exchange, answer, problem(answer));
            return;
          }
          Pass pass = pass(inside);
          exchange.onBegin(Credentials.PASS_FIELD, credentials.text(exchange, pass));
          goOn(exchange, pass, onward);
        });
  }

  /** Joins as somebody new, and enters where that can be done at once. */
  private void join(Exchange exchange, Consumer<OfPlace> then) {
    if (!takes(joins, exchange)) {
      boolean person = Comer.of(exchange) == Comer.PERSON;
      exchange.reply(person ? pages.crowded(exchange) : RoomProblems.tooMany());
      return;
    }
    long visitor = ThreadLocalRandom.current().nextLong(1, VISITORS);
    room.ask(
        exchange,
        new RoomQuestion.Join(room.id(), visitor),
        answer -> {
          TicketRef ticket = ticketIn(answer);
          boolean mayEnter = answer instanceof Waiting || answer instanceof Called;
          if (ticket == null || !mayEnter) then.accept(answer);
          else
            room.ask(
                exchange,
                new RoomQuestion.Enter(ticket),
                entered -> then.accept(entered instanceof Unavailable ? answer : entered));
        });
  }

  /** A pass, and on to where they wanted to go. */
  private void letIn(Exchange exchange, Inside inside, String to) {
    long seconds = Math.max(1, inside.leftMs() / 1_000);
    Response on = Response.empty(303).with("Location", to);
    exchange.reply(
        credentials
            .withTicket(exchange, on, inside.ticket(), inside.issuedMs())
            .with("Set-Cookie", credentials.cookie(exchange, pass(inside), seconds)));
  }

  private Pass pass(Inside inside) {
    RoomStatus status = status();
    long visitMs = status == null ? config.line().visit().toMillis() : status.settings().insideMs();
    long nowMs = System.currentTimeMillis();
    long beganMs = nowMs - Math.max(0, visitMs - inside.leftMs());
    Pass pass = new Pass(inside.ticket(), beganMs, nowMs + inside.leftMs());
    if (pass.isEntering(nowMs)) demand.begun();
    return pass;
  }

  private void reply(Exchange exchange, OfPlace answer, Response response) {
    exchange.reply(
        switch (answer) {
          case Waiting w -> credentials.withTicket(exchange, response, w.ticket(), w.issuedMs());
          case Gathering g -> credentials.withTicket(exchange, response, g.ticket(), g.issuedMs());
          case Called c -> credentials.withTicket(exchange, response, c.ticket(), c.issuedMs());
          case Inside i -> credentials.withTicket(exchange, response, i.ticket(), i.issuedMs());
          default -> response;
        });
  }

  private static @Nullable TicketRef ticketIn(OfPlace answer) {
    return switch (answer) {
      case Waiting w -> w.ticket();
      case Gathering g -> g.ticket();
      case Called c -> c.ticket();
      case Inside i -> i.ticket();
      case Ended e -> e.ticket();
      default -> null;
    };
  }

  private void whenKnown(Exchange exchange, RequestBody body, Runnable action) {
    room.whenKnown(
        exchange,
        action,
        () -> {
          body.drop();
          OfPlace nobodyKnows = new Unavailable(Cause.LATE);
          boolean person = Comer.of(exchange) == Comer.PERSON;
          exchange.reply(person ? pageOf(exchange, nobodyKnows) : problem(nobodyKnows));
        });
  }

  // ---- what the page calls ----

  /**
   * The place of who shows a ticket, for the page's script. Before the room is known no ticket can
   * be told from one of another room.
   */
  void place(Exchange exchange) {
    Consumer<OfPlace> tell = answer -> exchange.reply(pages.place(exchange, answer));
    room.whenKnown(
        exchange,
        () -> {
          TicketRef ticket = ticketOf(exchange);
          if (ticket == null) tell.accept(new NotGenuine());
          else room.ask(exchange, new RoomQuestion.AskPlace(ticket), tell);
        },
        () -> tell.accept(new Unavailable(Cause.LATE)));
  }

  /** The turn that was called begins. */
  void enter(Exchange exchange, String to) {
    TicketRef ticket = ticketOf(exchange);
    if (ticket == null) exchange.reply(Response.empty(303).with("Location", to));
    else
      room.ask(
          exchange,
          new RoomQuestion.Enter(ticket),
          answer -> {
            if (answer instanceof Inside inside) letIn(exchange, inside, to);
            else exchange.reply(Response.empty(303).with("Location", to));
          });
  }

  /** Leaves the line, or ends the visit. Where that cannot be known, they are where they were. */
  void leave(Exchange exchange, String to) {
    TicketRef ticket = ticketOf(exchange);
    Response back = Response.empty(303).with("Location", to);
    Response gone = credentials.forgotten(Response.empty(303).with("Location", pages.leftPath(to)));
    if (ticket == null) {
      exchange.reply(room.id() == 0 ? back : gone);
      return;
    }
    room.ask(
        exchange,
        new RoomQuestion.Leave(ticket),
        answer -> {
          boolean left = !(answer instanceof Unavailable);
          if (left) ended.put(ticket, true);
          exchange.reply(left ? gone : back);
        });
  }

  /** Begins anew, for who was there before. */
  void joinAgain(Exchange exchange, String to) {
    exchange.reply(credentials.forgotten(Response.empty(303).with("Location", to)));
  }

  // ---- what the upstream says ----

  /** A visit ends. */
  void ended(Exchange exchange, Pass pass) {
    ended.put(pass.ticket(), true);
    if (!pass.isFree()) room.ask(exchange, new RoomQuestion.Leave(pass.ticket()), _ -> {});
  }

  /**
   * A visit begins anew; the pass that says so. The room is asked meanwhile; should it say no, the
   * pass is worth nothing.
   */
  Pass renewed(Exchange exchange, Pass pass) {
    if (!pass.isFree())
      room.ask(
          exchange,
          new RoomQuestion.Renew(pass.ticket()),
          answer -> {
            boolean refused = !(answer instanceof Inside) && !(answer instanceof Unavailable);
            if (refused) ended.put(pass.ticket(), true);
          });
    long untilMs = System.currentTimeMillis() + config.line().visit().toMillis();
    return new Pass(pass.ticket(), pass.enteredMs(), untilMs);
  }

  // ---- of a request ----

  /** Where they are, as a path of this site: two slashes would lead to another one. */
  static String here(Exchange exchange) {
    String target = exchange.target();
    return target.startsWith("/") && !target.startsWith("//") ? target : "/";
  }
}
