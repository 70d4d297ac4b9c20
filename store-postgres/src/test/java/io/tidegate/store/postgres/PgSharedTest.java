package io.tidegate.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.core.SnapshotRoundTrip;
import io.tidegate.core.State;
import io.tidegate.core.StateSnapshot;
import io.tidegate.core.model.CommandTrace;
import io.tidegate.store.codec.StateCodec;
import io.tidegate.store.home.HomeSnapshots;
import io.tidegate.store.home.Member;
import io.tidegate.store.journal.SnapshotSource;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.RecordMaker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What instances share beside the log: snapshots and who is here. */
class PgSharedTest {
  private PgHome home;
  private RecordMaker maker;

  @BeforeEach
  void open() throws Exception {
    home = PgHome.open(TestPostgres.newRealm());
    maker = new RecordMaker(home.log().identity(), home.log().end());
  }

  @AfterEach
  void close() {
    home.close();
  }

  @Test
  void a_state_comes_back_from_a_snapshot_as_it_was() throws Exception {
    State state = CommandTrace.of(7, CommandTrace.TIGHT, 400, true).end();
    LogPosition at = maker.append(home.log(), "frozen behind this").position();
    StateSnapshot frozen = StateSnapshot.of(state);
    home.snapshots().write(at, out -> StateCodec.write(frozen, out));
    StateSnapshot.thaw(state);

    State again = new State(0);
    StateCodec codec = new StateCodec(again);
    LogPosition read = home.snapshots().read(new IntoCodec(codec));
    codec.finish();
    assertThat(read).isEqualTo(at);
    assertThat(home.snapshots().newest()).isEqualTo(at);
    SnapshotRoundTrip.assertSame(state, again);
  }

  private record IntoCodec(StateCodec codec) implements HomeSnapshots.Listener {
    @Override
    public @Nullable String refuses(int section, ByteBuffer rows) {
      return codec.refuses(section, rows);
    }

    @Override
    public void chunk(int section, ByteBuffer rows) {
      codec.read(section, rows);
    }
  }

  @Test
  void the_newest_two_whole_ones_are_kept_and_an_older_one_is_taken_when_the_newest_is_refused()
      throws Exception {
    List<LogPosition> marks = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      marks.add(maker.append(home.log(), "r" + i).position());
      home.snapshots().write(marks.getLast(), numbers(i, 3));
    }
    assertThat(home.snapshots().newest()).isEqualTo(marks.get(3));
    Numbers all = new Numbers(0);
    assertThat(home.snapshots().read(all)).isEqualTo(marks.get(3));
    assertThat(all.read).containsExactly(4, 4, 4);
    Numbers older = new Numbers(4);
    assertThat(home.snapshots().read(older)).isEqualTo(marks.get(2));
    assertThat(older.read).containsExactly(3, 3, 3);
    Numbers none = new Numbers(3, 4);
    assertThat(home.snapshots().read(none)).isNull();
    assertThat(none.read).isEmpty();
  }

  @Test
  void one_whose_writer_fails_is_never_seen() throws Exception {
    LogPosition first = maker.append(home.log(), "first").position();
    home.snapshots().write(first, numbers(1, 2));
    LogPosition second = maker.append(home.log(), "second").position();
    assertThatThrownBy(() ->
            home.snapshots()
                .write(
                    second,
                    out -> {
                      numbers(2, 5).writeTo(out);
                      throw new IOException("the state is gone");
                    }))
        .hasMessageContaining("the state is gone");
    assertThat(home.snapshots().newest()).isEqualTo(first);
    Numbers read = new Numbers(0);
    assertThat(home.snapshots().read(read)).isEqualTo(first);
  }

  @Test
  void one_of_a_history_that_is_gone_is_not_seen_and_a_damaged_one_is_told() throws Exception {
    LogPosition first = maker.append(home.log(), "first").position();
    home.snapshots().write(first, numbers(1, 2));
    LogPosition second = maker.append(home.log(), "second").position();
    home.snapshots().write(second, numbers(2, 2));
    try (Connection admin = PgFailureTest.admin(TestPostgres.shared());
        Statement statement = admin.createStatement()) {
      statement.execute("DELETE FROM tidegate.record WHERE chain = '\\x" + second.chain() + "'");
      assertThat(home.snapshots().newest()).isEqualTo(first);
      statement.execute(
          "UPDATE tidegate.snapshot_chunk SET rows = set_byte(rows, 3, 77) WHERE number = 1"
              + " AND snapshot IN (SELECT id FROM tidegate.snapshot WHERE chain = '\\x"
              + first.chain()
              + "')");
    }
    assertThatThrownBy(() -> home.snapshots().read(new Numbers(0)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("checksum");
  }

  private static SnapshotSource numbers(int number, int sections) {
    return out -> {
      for (int section = 0; section < sections; section++) {
        out.section(section);
        out.room(4).putInt(number);
      }
    };
  }

  private static final class Numbers implements HomeSnapshots.Listener {
    private final List<Integer> refused;
    private final List<Integer> read = new ArrayList<>();

    Numbers(Integer... refused) {
      this.refused = List.of(refused);
    }

    @Override
    public @Nullable String refuses(int section, ByteBuffer rows) {
      return refused.contains(rows.getInt()) ? "refused" : null;
    }

    @Override
    public void chunk(int section, ByteBuffer rows) {
      read.add(rows.getInt());
    }
  }

  @Test
  void members_see_one_another_until_they_leave() throws Exception {
    Member one = member("one", "leader", 5);
    Member two = member("two", "follower", 4);
    assertThat(home.members().beat(one)).hasSize(1);
    assertThat(home.members().beat(two))
        .extracting(Member::name)
        .containsExactlyInAnyOrder("one", "two");
    List<Member> later =
        home.members()
            .beat(new Member(one.instance(), "one", "a:1", "h:1", "follower", "1.0", 9, 0));
    assertThat(later)
        .filteredOn(member -> member.instance().equals(one.instance()))
        .singleElement()
        .satisfies(member -> {
          assertThat(member.sequence()).isEqualTo(9);
          assertThat(member.role()).isEqualTo("follower");
          assertThat(member.ageMs()).isBetween(0L, 5_000L);
        });
    home.members().leave(one.instance());
    assertThat(home.members().listed()).extracting(Member::name).containsExactly("two");
  }

  @Test
  void who_has_said_nothing_for_long_is_not_listed() throws Exception {
    home.members().beat(member("silent", "follower", 1));
    try (Connection admin = PgFailureTest.admin(TestPostgres.shared());
        Statement statement = admin.createStatement()) {
      statement.execute(
          "UPDATE tidegate.member SET seen_at = seen_at - interval '11 s' WHERE name = 'silent'");
    }
    assertThat(home.members().listed()).isEmpty();
  }

  private static Member member(String name, String role, long sequence) {
    return new Member(
        UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
        name,
        "a:1",
        "h:1",
        role,
        "1.0",
        sequence,
        0);
  }
}
