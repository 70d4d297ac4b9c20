package io.tidegate.api.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.api.call.ProblemException;
import io.tidegate.core.Event.RoomCreated;
import io.tidegate.core.State;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.engine.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rooms by what clients call them, among them some that a journal of before may hold. */
class RoomsTest {

  private final Rooms rooms = rooms("hall", "2", "4", "Cafe\u0301 ", "Caf\u00e9");

  private static Rooms rooms(String... names) {
    State state = new State(7);
    for (int i = 0; i < names.length; i++)
      state.apply(new RoomCreated(i + 1, 1, settings(names[i])), 1);
    Views views = new Views();
    views.rebuild(state, 1, 1);
    return new Rooms(views);
  }

  private static RoomSettings settings(String name) {
    return new RoomSettings(name, RoomState.OPEN, 1, 1_000, 1, 1_000, 1_000);
  }

  @Test
  void digits_are_an_id_whatever_a_room_is_called() {
    assertThat(rooms.find("2").room()).isEqualTo(2);
    assertThat(rooms.find("4").room()).isEqualTo(4);
    assertThat(rooms.find("3").settings().name()).as("a room called 4").isEqualTo("4");
    assertThat(rooms.find("0003").room()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hall", " hall", "ha\u200bll", "hall\u202c"})
  void a_name_is_looked_up_as_it_looks(String name) {
    assertThat(rooms.find(name).room()).isEqualTo(1);
  }

  @Test
  void of_two_old_names_that_look_alike_the_older_room_is_found_and_the_other_by_its_id() {
    assertThat(rooms.find("Caf\u00e9").room()).isEqualTo(4);
    assertThat(rooms.find("Cafe\u0301").room()).isEqualTo(4);
    assertThat(rooms.find("5").room()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nowhere", "6", "0", "9007199254740992", "99999999999999999999"})
  void what_there_is_not_is_refused(String name) {
    assertThatThrownBy(() -> rooms.find(name)).isInstanceOf(ProblemException.class);
  }
}
