package io.tidegate.gate.room;

import io.tidegate.core.Command.DrawPlan;
import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.draw.Bytes32;
import io.tidegate.engine.room.RoomAnswer;
import io.tidegate.engine.room.RoomAnswer.Exists;
import io.tidegate.engine.room.RoomAnswer.OfPlace;
import io.tidegate.engine.room.RoomAnswer.Unfit;
import io.tidegate.engine.room.RoomPort;
import io.tidegate.engine.room.RoomQuestion;
import io.tidegate.engine.room.RoomStatus;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.HttpLoop;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A room as it can be asked: it is made where it is not there, and answers come back to the event
 * loop of whoever asked. Any thread.
 */
final class AskedRoom {

  private static final Logger LOG = LoggerFactory.getLogger(AskedRoom.class);
  private static final int LOOPS_MAX = 64;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final RoomConfig config;
  private final RoomPort port;
  private final AtomicReferenceArray<@Nullable RoomAsker> askers =
      new AtomicReferenceArray<>(LOOPS_MAX);

  private volatile long room;
  private volatile boolean compared;

  AskedRoom(RoomConfig config, RoomPort port) {
    this.config = config;
    this.port = port;
  }

  /** Its id; 0 while nobody knows. */
  long id() {
    return room;
  }

  /** How it stands, as the port heard last; null while nobody knows. */
  @Nullable RoomStatus status() {
    return room == 0 ? null : port.status(room);
  }

  /** Whether a ticket may be of this room, as far as is known. */
  boolean isOf(TicketRef ticket) {
    return room == 0 || ticket.room() == room;
  }

  void measured(double peoplePerSecond) {
    if (room != 0) port.measured(room, peoplePerSecond);
  }

  /** Has the room made where it is not there, so that the first who come need not wait for that. */
  void prepare() {
    RoomAsker.askAnywhere(port, ensure(), this::known);
  }

  /** Runs one of both, once it is known whether the room can be had. */
  void whenKnown(Exchange exchange, Runnable action, Runnable otherwise) {
    if (room != 0) {
      action.run();
      return;
    }
    asker(exchange.loop())
        .ask(
            ensure(),
            answer -> {
              known(answer);
              (room == 0 ? otherwise : action).run();
            });
  }

  void ask(Exchange exchange, RoomQuestion<OfPlace> question, Consumer<OfPlace> then) {
    asker(exchange.loop()).ask(question, then);
  }

  private RoomQuestion.Ensure ensure() {
    return new RoomQuestion.Ensure(config.settings(), plan());
  }

  /** Nobody could have come before an hour that has passed: then the room is open at once. */
  private @Nullable DrawPlan plan() {
    Instant opensAt = config.opensAt();
    if (opensAt == null || opensAt.toEpochMilli() <= System.currentTimeMillis()) return null;
    byte[] secret = new byte[Bytes32.LENGTH];
    RANDOM.nextBytes(secret);
    return new DrawPlan(0, opensAt.toEpochMilli(), "", Bytes32.of(secret));
  }

  /** Says once what of the configuration does not hold, since the room was there before. */
  void compare() {
    RoomStatus status = compared ? null : status();
    if (status == null) return;
    compared = true;
    List<String> differences = config.differences(status);
    if (!differences.isEmpty())
      LOG.warn(
          "The room {} was there before and keeps its own settings: {}.",
          config.name(),
          String.join(", ", differences));
  }

  private void known(RoomAnswer answer) {
    switch (answer) {
      case Exists exists -> room = exists.room();
      case Unfit unfit ->
          LOG.error("The room {} cannot be made: {} {}", config.name(), unfit.field(), unfit.why());
      default -> LOG.warn("The room {} cannot be had now: {}", config.name(), answer);
    }
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
