package io.tidegate.gate.room;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tidegate.core.Command.TicketRef;
import io.tidegate.engine.room.RoomAnswer;
import io.tidegate.engine.room.RoomAnswer.Called;
import io.tidegate.engine.room.RoomAnswer.Ended;
import io.tidegate.engine.room.RoomAnswer.Exists;
import io.tidegate.engine.room.RoomAnswer.Gathering;
import io.tidegate.engine.room.RoomAnswer.Inside;
import io.tidegate.engine.room.RoomAnswer.NotGenuine;
import io.tidegate.engine.room.RoomAnswer.OfPlace;
import io.tidegate.engine.room.RoomAnswer.Unavailable;
import io.tidegate.engine.room.RoomAnswer.Unfit;
import io.tidegate.engine.room.RoomAnswer.Waiting;
import io.tidegate.engine.room.RoomPort;
import io.tidegate.engine.room.RoomQuestion;
import io.tidegate.engine.room.RoomStatus;
import io.tidegate.engine.ticket.TicketCodec;
import io.tidegate.gate.forward.RequestBody;
import io.tidegate.gate.forward.RequestContext;
import io.tidegate.gate.forward.Visit;
import io.tidegate.gate.limit.RateKeys;
import io.tidegate.gate.limit.RateLimit;
import io.tidegate.gate.limit.RateLimitConfig;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.page.PageLanguage;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.HttpLoop;
import io.tidegate.http.server.Response;
import io.tidegate.http.wire.Ascii;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A waiting room before routes.
 *
 * <h2>Two papers</h2>
 *
 * A <em>ticket</em> is a place in the line: whoever shows it is told where they are. A
 * <em>pass</em> is the right to go through until a certain time; the gate checks it by itself,
 * without asking anybody, so that people inside are served whatever happens to the room. Both are
 * signed, with keys of their own, and travel as cookies or in header fields.
 *
 * <h2>Who joins</h2>
 *
 * Only a person who opens a page, and a program that asks by itself ({@link Comer}). What a page
 * loads has no place of its own.
 *
 * <h2>When the room does not answer</h2>
 *
 * Passes hold, nobody new enters, and the page says that it is connecting again: no place is lost.
 */
public final class GateRoom {

  /** A program's ticket, in a request and in the reply that gave it. */
  static final String TICKET_FIELD = "Tidegate-Ticket";

  /** A program's pass, likewise. */
  static final String PASS_FIELD = "Tidegate-Pass";

  private static final Logger LOG = LoggerFactory.getLogger(GateRoom.class);
  private static final int LOOPS_MAX = 64;
  private static final long VISITORS = 1L << 53;
  private static final long TICKET_SECONDS = 86_400;
  private static final int ENDED_MAX = 100_000;
  private static final byte[] NOTHING = {};

  private final RoomConfig config;
  private final RoomPort port;
  private final TicketCodec tickets;
  private final PassCodec passes;
  private final RateLimit joins;
  private final RateKeys keys = new RateKeys(ThreadLocalRandom.current().nextLong());
  private final boolean secure;
  private final String key;
  private final AtomicReferenceArray<@Nullable RoomAsker> askers =
      new AtomicReferenceArray<>(LOOPS_MAX);

  /** Passes that were given back before their time. */
  private final Cache<TicketRef, Boolean> ended =
      Caffeine.newBuilder()
          .maximumSize(ENDED_MAX)
          .expireAfterWrite(RoomConfig.STAY_MS_MOST, TimeUnit.MILLISECONDS)
          .build();

  private volatile long room;

  /** A room that the port knows, or makes when it is first asked for. */
  public GateRoom(RoomConfig config, RoomDoor door) {
    this.config = config;
    port = door.port();
    tickets = door.tickets();
    passes = door.passes();
    secure = door.secure();
    key = keyOf(config.name());
    int perMinute = config.joinsPerMinute();
    joins = new RateLimit(new RateLimitConfig(perMinute / 60.0, perMinute, RateLimitConfig.KEYS));
  }

  /** How paths and cookies call it. */
  String key() {
    return key;
  }

  /** How it stands, as the port heard last; null while nobody knows. */
  public @Nullable RoomStatus status() {
    return room == 0 ? null : port.status(room);
  }

  /** Tells the room how many people a second its upstream can take. */
  public void measured(double peoplePerSecond) {
    if (room != 0) port.measured(room, peoplePerSecond);
  }

  // ---- at the door ----

  /**
   * Sends on who may go through, and answers everybody else. On the exchange's event loop.
   *
   * @param body dropped where the request does not go on
   */
  public void admit(Exchange exchange, RequestBody body, Runnable onward) {
    Pass pass = passOf(exchange);
    if (pass != null && isValid(pass)) {
      RequestContext.belongs(exchange, new RoomVisit(exchange, pass.ticket()));
      onward.run();
      return;
    }
    Comer comer = Comer.of(exchange);
    if (comer != Comer.PROGRAM) body.drop();
    switch (comer) {
      case PART -> exchange.reply(withoutPlace());
      case PERSON -> whenKnown(exchange, body, () -> person(exchange));
      case PROGRAM -> whenKnown(exchange, body, () -> program(exchange, body, onward));
    }
  }

  private boolean isValid(Pass pass) {
    if (pass.ticket().room() != room && room != 0) return false;
    if (pass.untilMs() <= System.currentTimeMillis()) return false;
    RoomStatus status = status();
    boolean sameEpoch = status == null || status.epoch() == pass.ticket().epoch();
    return sameEpoch && ended.getIfPresent(pass.ticket()) == null;
  }

  private @Nullable Pass passOf(Exchange exchange) {
    String text = exchange.header(PASS_FIELD);
    if (text == null) text = Cookies.value(exchange, passCookie());
    return text == null ? null : passes.decode(text, config.name());
  }

  private @Nullable TicketRef ticketOf(Exchange exchange) {
    String text = exchange.header(TICKET_FIELD);
    if (text == null) text = Cookies.value(exchange, ticketCookie());
    TicketRef ticket = text == null ? null : tickets.decode(text);
    return ticket != null && ticket.room() == room ? ticket : null;
  }

  private void person(Exchange exchange) {
    TicketRef ticket = ticketOf(exchange);
    if (ticket == null) join(exchange, answer -> firstPage(exchange, answer));
    else ask(exchange, new RoomQuestion.AskPlace(ticket), answer -> page(exchange, answer));
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
    return WaitingPage.page(key, PlaceView.of(answer), language(exchange), here(exchange));
  }

  private void program(Exchange exchange, RequestBody body, Runnable onward) {
    TicketRef ticket = ticketOf(exchange);
    if (ticket == null) {
      body.drop();
      join(exchange, answer -> reply(exchange, answer, problem(answer)));
      return;
    }
    ask(
        exchange,
        new RoomQuestion.Enter(ticket),
        answer -> {
          if (!(answer instanceof Inside inside)) {
            body.drop();
            reply(exchange, answer, problem(answer));
            return;
          }
          exchange.onBegin(PASS_FIELD, passes.encode(pass(inside), config.name()));
          RequestContext.belongs(exchange, new RoomVisit(exchange, inside.ticket()));
          onward.run();
        });
  }

  /** Joins as somebody new, and enters where that can be done at once. */
  private void join(Exchange exchange, Consumer<OfPlace> then) {
    if (joins.take(keys.of(exchange.remote().getAddress()), System.nanoTime()) > 0) {
      exchange.reply(tooMany(exchange));
      return;
    }
    long visitor = ThreadLocalRandom.current().nextLong(1, VISITORS);
    ask(
        exchange,
        new RoomQuestion.Join(room, visitor),
        answer -> {
          TicketRef ticket = ticketIn(answer);
          boolean mayEnter = answer instanceof Waiting || answer instanceof Called;
          if (ticket == null || !mayEnter) then.accept(answer);
          else
            ask(
                exchange,
                new RoomQuestion.Enter(ticket),
                entered -> then.accept(entered instanceof Unavailable ? answer : entered));
        });
  }

  /** A pass, and on to where they wanted to go. */
  private void letIn(Exchange exchange, Inside inside, String to) {
    long seconds = Math.max(1, inside.leftMs() / 1_000);
    exchange.reply(
        withTicket(Response.empty(303).with("Location", to), inside.ticket(), inside.issuedMs())
            .with(
                "Set-Cookie",
                Cookies.set(
                    passCookie(), passes.encode(pass(inside), config.name()), seconds, secure)));
  }

  private static Pass pass(Inside inside) {
    return new Pass(inside.ticket(), System.currentTimeMillis() + inside.leftMs());
  }

  private void reply(Exchange exchange, OfPlace answer, Response response) {
    exchange.reply(
        switch (answer) {
          case Waiting w -> withTicket(response, w.ticket(), w.issuedMs());
          case Gathering g -> withTicket(response, g.ticket(), g.issuedMs());
          case Called c -> withTicket(response, c.ticket(), c.issuedMs());
          case Inside i -> withTicket(response, i.ticket(), i.issuedMs());
          default -> response;
        });
  }

  private Response withTicket(Response response, TicketRef ticket, long issuedMs) {
    String text = tickets.encode(ticket, issuedMs);
    return response
        .with("Set-Cookie", Cookies.set(ticketCookie(), text, TICKET_SECONDS, secure))
        .with(TICKET_FIELD, text);
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

  // ---- what the page calls ----

  /** The place of who shows a ticket, for the page's script. */
  void place(Exchange exchange) {
    TicketRef ticket = ticketOf(exchange);
    if (ticket == null) {
      exchange.reply(WaitingPage.place(PlaceView.of(new NotGenuine()), language(exchange)));
      return;
    }
    ask(
        exchange,
        new RoomQuestion.AskPlace(ticket),
        answer -> exchange.reply(WaitingPage.place(PlaceView.of(answer), language(exchange))));
  }

  /** The turn that was called begins. */
  void enter(Exchange exchange, String to) {
    TicketRef ticket = ticketOf(exchange);
    if (ticket == null) exchange.reply(Response.empty(303).with("Location", to));
    else
      ask(
          exchange,
          new RoomQuestion.Enter(ticket),
          answer -> {
            if (answer instanceof Inside inside) letIn(exchange, inside, to);
            else exchange.reply(Response.empty(303).with("Location", to));
          });
  }

  /** Leaves the line, or ends the visit. */
  void leave(Exchange exchange) {
    TicketRef ticket = ticketOf(exchange);
    Runnable gone =
        () ->
            exchange.reply(
                forgotten(
                    WaitingPage.page(
                        key, PlaceView.of(new NotGenuine()), language(exchange), "/")));
    if (ticket == null) {
      gone.run();
      return;
    }
    ended.put(ticket, true);
    ask(
        exchange,
        new RoomQuestion.Leave(ticket),
        answer -> {
          if (answer instanceof Unavailable) exchange.reply(pageOf(exchange, answer));
          else gone.run();
        });
  }

  /** Begins anew, for who was there before. */
  void joinAgain(Exchange exchange, String to) {
    exchange.reply(forgotten(Response.empty(303).with("Location", to)));
  }

  private Response forgotten(Response response) {
    return response
        .with("Set-Cookie", Cookies.set(ticketCookie(), "", 0, secure))
        .with("Set-Cookie", Cookies.set(passCookie(), "", 0, secure));
  }

  /** A visit, of which the upstream may say that it ends, or that it begins anew. */
  private final class RoomVisit implements Visit {
    private final Exchange exchange;
    private final TicketRef ticket;

    RoomVisit(Exchange exchange, TicketRef ticket) {
      this.exchange = exchange;
      this.ticket = ticket;
    }

    @Override
    public String visitor() {
      return ticket.user() + "-" + ticket.number();
    }

    @Override
    public byte[] told(String word) {
      return switch (word) {
        case "end" -> end();
        case "renew" -> renew();
        default -> NOTHING;
      };
    }

    private byte[] end() {
      ended.put(ticket, true);
      ask(exchange, new RoomQuestion.Leave(ticket), _ -> {});
      return setCookie(Cookies.set(passCookie(), "", 0, secure));
    }

    /** The room is asked meanwhile; should it say no, the pass is worth nothing. */
    private byte[] renew() {
      ask(
          exchange,
          new RoomQuestion.Renew(ticket),
          answer -> {
            boolean refused = !(answer instanceof Inside) && !(answer instanceof Unavailable);
            if (refused) ended.put(ticket, true);
          });
      long visitMs = config.visit().toMillis();
      String pass =
          passes.encode(new Pass(ticket, System.currentTimeMillis() + visitMs), config.name());
      return setCookie(Cookies.set(passCookie(), pass, visitMs / 1_000, secure));
    }

    private static byte[] setCookie(String cookie) {
      return Ascii.bytes("Set-Cookie: " + cookie + "\r\n");
    }
  }

  // ---- what is said ----

  private Response problem(OfPlace answer) {
    PlaceView view = PlaceView.of(answer);
    boolean open = answer instanceof Inside;
    int status = answer instanceof Unavailable ? 503 : 429;
    JsonWriter json =
        new JsonWriter(256)
            .beginObject()
            .member("type", "/problems/waiting-room")
            .member("title", "There is a line before this address.")
            .member("status", status)
            .member("room", config.name())
            .member("state", WaitingPage.word(view.state()));
    if (view.ahead() >= 0) json.member("ahead", view.ahead());
    if (view.etaMs() >= 0) json.member("etaMs", view.etaMs());
    if (view.reason() != null) json.member("reason", view.reason().name());
    json.endObject();
    long retry = open ? 0 : Math.max(1, view.askAgainMs() / 1_000);
    return Response.of(status, Response.PROBLEM_JSON, json.toBytes())
        .with("Retry-After", Long.toString(retry))
        .telling("waiting-room");
  }

  private static Response withoutPlace() {
    byte[] json =
        new JsonWriter(128)
            .beginObject()
            .member("type", "/problems/waiting-room")
            .member(
                "title",
                "There is a line before this address, and what a page loads does not join it.")
            .member("status", 429)
            .endObject()
            .toBytes();
    return Response.of(429, Response.PROBLEM_JSON, json)
        .with("Retry-After", "5")
        .telling("waiting-room");
  }

  private static Response tooMany(Exchange exchange) {
    String text = new WaitingTexts(language(exchange)).tooMany();
    return Response.of(429, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8))
        .with("Retry-After", "60")
        .telling("too-many-joins");
  }

  static PageLanguage language(Exchange exchange) {
    String chosen = exchange.undeclaredQuery(PageLanguage.PARAMETER);
    if (chosen == null) chosen = Cookies.value(exchange, "tidegate-lang");
    for (PageLanguage one : PageLanguage.values()) if (one.code().equals(chosen)) return one;
    return PageLanguage.ofRefused(exchange);
  }

  /** Where they are, as a path of this site: two slashes would lead to another one. */
  static String here(Exchange exchange) {
    String target = exchange.target();
    return target.startsWith("/") && !target.startsWith("//") ? target : "/";
  }

  private String ticketCookie() {
    return (secure ? "__Host-" : "") + "tidegate-ticket-" + key;
  }

  private String passCookie() {
    return (secure ? "__Host-" : "") + "tidegate-pass-" + key;
  }

  /** A name that may stand in a path and in a cookie's name: the room's own where it is one. */
  private static String keyOf(String name) {
    return name.matches("[A-Za-z0-9_-]+")
        ? name
        : "x" + HexFormat.of().formatHex(name.getBytes(StandardCharsets.UTF_8));
  }

  // ---- asking ----

  /** Runs it where the room is known; else has it made sure of first. */
  private void whenKnown(Exchange exchange, RequestBody body, Runnable action) {
    if (room != 0) {
      action.run();
      return;
    }
    asker(exchange.loop())
        .ask(
            new RoomQuestion.Ensure(config.settings(), null),
            answer -> {
              known(answer);
              if (room != 0) {
                action.run();
                return;
              }
              body.drop();
              unavailable(exchange);
            });
  }

  /** Has the room made where it is not there, so that the first who come need not wait for that. */
  public void prepare() {
    RoomAsker.askAnywhere(port, new RoomQuestion.Ensure(config.settings(), null), this::known);
  }

  private void known(RoomAnswer answer) {
    switch (answer) {
      case Exists exists -> room = exists.room();
      case Unfit unfit ->
          LOG.error("The room {} cannot be made: {} {}", config.name(), unfit.field(), unfit.why());
      default -> LOG.warn("The room {} cannot be had now: {}", config.name(), answer);
    }
  }

  private void unavailable(Exchange exchange) {
    OfPlace nobodyKnows = new Unavailable(RoomAnswer.Cause.LATE);
    exchange.reply(
        Comer.of(exchange) == Comer.PERSON ? pageOf(exchange, nobodyKnows) : problem(nobodyKnows));
  }

  private void ask(Exchange exchange, RoomQuestion<OfPlace> question, Consumer<OfPlace> then) {
    asker(exchange.loop()).ask(question, then);
  }

  private RoomAsker asker(HttpLoop loop) {
    RoomAsker asker = askers.get(loop.index());
    if (asker == null) {
      asker = new RoomAsker(port, loop);
      askers.set(loop.index(), asker);
    }
    return asker;
  }
}
