package io.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command;
import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.Result;
import io.tidegate.core.Result.PlaceInfo;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A spoilt row of memory fails one room's rules: the loop lives, the other rooms too. */
class QuarantineTest {

  private static final RoomSettings ROOM =
      new RoomSettings("spoilt", RoomState.OPEN, 1, 10_000, 9, 60_000, 60_000);

  @TempDir Path folder;

  private static TicketRef ticket(Service service, long room, long user) throws Exception {
    PlaceInfo place = service.ask(Result.Place.class, new Command.Join(room, user)).place();
    return new TicketRef(room, place.epoch(), user, place.number());
  }

  @Test
  void the_rest_goes_on_also_after_a_restart_and_an_organiser_lifts_it() throws Exception {
    TicketRef spoilt;
    try (Service service = Service.started(folder)) {
      service.ask(new Command.CreateRoom(ROOM));
      service.ask(new Command.CreateRoom(ROOM.named("sound")));
      spoilt = ticket(service, 1, 1);
      TicketRef sound = ticket(service, 2, 1);
      var rows = service.store.journal().state().rooms().ticketRows();
      rows.set(service.store.journal().state().rooms().tickets.find(1, 1), 2, 1 << 8 | 99);
      assertThat(service.ask(new Command.Look(0, 1, spoilt))).isEqualTo(new Result.Stopped());
      assertThat(service.breach()).isEqualTo("a rule failed in a room");
      assertThat(service.ask(new Command.Look(0, 1, sound))).isInstanceOf(Result.MayLook.class);
      assertThat(service.engine.failure()).isNull();
    }
    try (Service service = Service.started(folder)) {
      assertThat(service.ask(new Command.Look(0, 1, spoilt))).isEqualTo(new Result.Stopped());
      service.ask(
          new Command.UpdateRoom(1, RoomState.OPEN, null, null, null, null, null, null, null));
      assertThat(service.ask(new Command.Look(0, 1, spoilt))).isInstanceOf(Result.MayLook.class);
    }
  }
}
