package io.tidegate.app.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command.TicketRef;
import io.tidegate.engine.ticket.TicketCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyWatcherTest {

  private static final TicketRef TICKET = new TicketRef(1, 1, 7, 9);

  private final SigningKeyFile file;
  private final SigningKeyRing first;
  private final TicketCodec tickets;
  private final SigningKeyWatcher watch;
  private final String old;

  SigningKeyWatcherTest(@TempDir Path data) throws IOException {
    KeyFiles keys = KeyFiles.in(data);
    file = keys.signingFile();
    first = keys.signing();
    tickets = new TicketCodec(first.signingKeys());
    watch = new SigningKeyWatcher(file, first, tickets);
    old = tickets.encode(TICKET, 0);
  }

  @Test
  void a_changed_file_is_taken_up_and_one_as_before_changes_nothing() throws IOException {
    watch.look();
    assertThat(tickets.encode(TICKET, 0)).isEqualTo(old);
    file.rotate();
    watch.look();
    assertThat(tickets.encode(TICKET, 0)).isNotEqualTo(old);
    assertThat(tickets.decode(old)).isEqualTo(TICKET);
    file.retire(1);
    watch.look();
    assertThat(tickets.decode(old)).isNull();
  }

  @Test
  void a_change_between_the_start_and_the_first_look_is_not_missed() throws IOException {
    file.rotate();
    watch.look();
    assertThat(tickets.encode(TICKET, 0)).isNotEqualTo(old);
  }

  @Test
  void a_file_that_could_not_be_read_is_read_again_though_it_looks_the_same() throws IOException {
    String keys = first.rotated(Instant.EPOCH).text();
    Files.writeString(file.path(), "x".repeat(keys.length()));
    FileTime modified = Files.getLastModifiedTime(file.path());
    watch.look();
    assertThat(tickets.encode(TICKET, 0)).isEqualTo(old);
    Files.writeString(file.path(), keys);
    Files.setLastModifiedTime(file.path(), modified);
    watch.look();
    assertThat(tickets.encode(TICKET, 0)).isNotEqualTo(old);
  }

  @Test
  void a_broken_or_missing_file_leaves_the_keys_in_force_until_it_is_mended() throws IOException {
    Files.writeString(file.path(), "nonsense\n");
    watch.look();
    watch.look();
    assertThat(tickets.encode(TICKET, 0)).isEqualTo(old);
    Files.delete(file.path());
    watch.look();
    assertThat(tickets.decode(old)).isEqualTo(TICKET);
    Files.writeString(file.path(), first.text());
    file.rotate();
    watch.look();
    assertThat(tickets.encode(TICKET, 0)).isNotEqualTo(old);
    assertThat(tickets.decode(old)).isEqualTo(TICKET);
  }
}
