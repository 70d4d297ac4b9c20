package io.tidegate.engine.room;

import io.tidegate.core.Command;
import io.tidegate.core.Command.MeasureRate;
import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.Result;
import io.tidegate.core.Result.PlaceInfo;
import io.tidegate.core.draw.Draw;
import io.tidegate.engine.CommandPort;
import io.tidegate.engine.ReplySink;
import io.tidegate.engine.Request;
import io.tidegate.engine.room.RoomAnswer.Called;
import io.tidegate.engine.room.RoomAnswer.Cause;
import io.tidegate.engine.room.RoomAnswer.Ended;
import io.tidegate.engine.room.RoomAnswer.Exists;
import io.tidegate.engine.room.RoomAnswer.Gathering;
import io.tidegate.engine.room.RoomAnswer.Inside;
import io.tidegate.engine.room.RoomAnswer.NotGenuine;
import io.tidegate.engine.room.RoomAnswer.NotOpen;
import io.tidegate.engine.room.RoomAnswer.Refusal;
import io.tidegate.engine.room.RoomAnswer.Refused;
import io.tidegate.engine.room.RoomAnswer.Unavailable;
import io.tidegate.engine.room.RoomAnswer.Unfit;
import io.tidegate.engine.room.RoomAnswer.Waiting;
import io.tidegate.engine.view.RoomView;
import io.tidegate.engine.view.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The link to rooms of an engine in the same process. It loses nothing, unless the engine does. */
public final class EngineRoomLink implements RoomLink {

  private static final ReplySink NOBODY = _ -> {};

  private final CommandPort engine;
  private final Views views;
  private final Receiver receiver;
  private final ReplySink answered = this::receive;
  private final MeasuredRates rates = new MeasuredRates();

  /**
   * @param views the engine's own
   */
  public EngineRoomLink(CommandPort engine, Views views, Receiver receiver) {
    this.engine = engine;
    this.views = views;
    this.receiver = receiver;
  }

  @Override
  public boolean send(RoomCall<?> call) {
    if (call.question() instanceof RoomQuestion.Ensure ensure) {
      RoomView room = views.roomNamed(ensure.settings().name());
      if (room != null) {
        receiver.receive(List.of(new Answered(call, new Exists(room.room()))));
        return true;
      }
    }
    return engine.submit(new Sent(command(call.question()), answered, call));
  }

  private static Command command(RoomQuestion<?> question) {
    return switch (question) {
      case RoomQuestion.Ensure(var settings, var plan) -> new Command.CreateRoom(settings, plan);
      case RoomQuestion.Join(long room, long visitor) -> new Command.Join(room, visitor);
      case RoomQuestion.AskPlace(var ticket) -> new Command.AskPlace(ticket);
      case RoomQuestion.Enter(var ticket) -> new Command.Enter(ticket);
      case RoomQuestion.Renew(var ticket) -> new Command.Renew(ticket);
      case RoomQuestion.Leave(var ticket) -> new Command.Leave(ticket);
    };
  }

  /** On the loop's thread. */
  private void receive(List<Request> requests) {
    List<Answered> answers = new ArrayList<>(requests.size());
    for (Request request : requests) {
      RoomCall<?> call = ((Sent) request).call;
      answers.add(new Answered(call, answer(call.question(), request.result())));
    }
    receiver.receive(answers);
  }

  private RoomAnswer answer(RoomQuestion<?> question, @Nullable Result result) {
    if (result == null) return new Unavailable(Cause.FAILED);
    return switch (question) {
      case RoomQuestion.Ensure ensure -> ofRoom(ensure, result);
      case RoomQuestion.Leave(var ticket) when result instanceof Result.Left -> new Ended(ticket);
      default -> ofPlace(result);
    };
  }

  private RoomAnswer.OfRoom ofRoom(RoomQuestion.Ensure ensure, Result result) {
    return switch (result) {
      case Result.Created(long room) -> new Exists(room);
      case Result.Conflict(String field, String why) -> {
        // Somebody else made it after the look at the view, which shows it by now.
        RoomView made = views.roomNamed(ensure.settings().name());
        yield made == null ? new Unfit(field, why) : new Exists(made.room());
      }
      case Result.Unfit(String field, String why) -> new Unfit(field, why);
      case Result.Full(String what) when what.equals("rooms") -> new Refused(Refusal.FULL);
      case Result.Full _ -> new Unavailable(Cause.NOT_WRITABLE);
      default -> new Unavailable(Cause.FAILED);
    };
  }

  private RoomAnswer.OfPlace ofPlace(Result result) {
    return switch (result) {
      case Result.Place(var place) -> place(place);
      case Result.NotGenuine _ -> new NotGenuine();
      case Result.NotOpen(long gathersAtMs) -> new NotOpen(gathersAtMs);
      case Result.Unknown _ -> new Refused(Refusal.NO_SUCH_ROOM);
      case Result.RoomClosed _ -> new Refused(Refusal.CLOSED);
      case Result.RoomFull _ -> new Refused(Refusal.FULL);
      case Result.Stopped _ -> new Refused(Refusal.QUARANTINED);
      case Result.Full _ -> new Unavailable(Cause.NOT_WRITABLE);
      default -> new Unavailable(Cause.FAILED);
    };
  }

  private RoomAnswer.OfPlace place(PlaceInfo p) {
    TicketRef ticket = new TicketRef(p.room(), p.epoch(), p.user(), p.number());
    // The batch that decided it is the last one: its time is that of the answer.
    long leftMs = Math.max(0, p.untilMs() - engine.viewsAsOfMs());
    return switch (p.standing()) {
      case WAITING ->
          new Waiting(
              ticket, p.issuedMs(), p.turn(), p.ahead(), p.returned(), p.etaMs(), p.reason());
      case GATHERING -> new Gathering(ticket, p.issuedMs(), p.ahead(), p.etaMs(), p.reason());
      case CALLED -> new Called(ticket, p.issuedMs(), p.untilMs(), leftMs, p.reason());
      case INSIDE -> new Inside(ticket, p.issuedMs(), p.untilMs(), leftMs, p.reason());
      case ENDED -> new Ended(ticket);
    };
  }

  @Override
  public @Nullable RoomStatus status(long room) {
    // In this order: the view is then never older than it is said to be.
    long ageMs = TimeUnit.NANOSECONDS.toMillis(engine.viewsAgeNs());
    long asOfMs = engine.viewsAsOfMs();
    RoomView view = views.room(room);
    return view == null ? null : status(view, asOfMs, ageMs);
  }

  private static RoomStatus status(RoomView view, long asOfMs, long ageMs) {
    return new RoomStatus(
        asOfMs,
        ageMs,
        view.room(),
        view.epoch(),
        view.settings(),
        view.people(),
        view.draw() == null ? 0 : view.draw().opensAtMs(),
        view.lastNumber(),
        view.calledUpTo(),
        view.waiting(),
        view.called(),
        view.inside(),
        view.units(),
        view.unitsLeft(),
        view.unitsAvailable(),
        view.reason(),
        commitment(view));
  }

  private static @Nullable String commitment(RoomView view) {
    Draw draw = view.draw();
    return draw == null || draw.drawn() != null
        ? null
        : draw.commitment(view.room(), view.settings().name()).hex();
  }

  @Override
  public void measured(long room, double peoplePerSecond) {
    RoomView view = views.room(room);
    MeasureRate change =
        view == null ? null : rates.change(view, peoplePerSecond, System.nanoTime());
    if (change != null) engine.submit(new Request(change, NOBODY) {});
  }

  /** A command that is with the engine, and the call it answers. */
  private static final class Sent extends Request {

    private final RoomCall<?> call;

    Sent(Command command, ReplySink sink, RoomCall<?> call) {
      super(command, sink);
      this.call = call;
    }
  }
}
