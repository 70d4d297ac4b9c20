package io.tidegate.app.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyFileTest {

  private static final String SECRET = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I";

  @TempDir private Path data;
  private SigningKeyFile file = new SigningKeyFile(Path.of("unset"));

  @BeforeEach
  void first() throws IOException {
    file = KeyFiles.in(data).signingFile();
  }

  @Test
  void a_rotation_adds_a_key_that_signs_and_keeps_the_others() throws IOException {
    SigningKeyRing.Key first = file.read().current();
    SigningKeyRing rotated = file.rotate();
    assertThat(rotated.keys()).hasSize(2).startsWith(first);
    assertThat(rotated.current().id()).isEqualTo(2);
    assertThat(rotated.current().secret()).isNotEqualTo(first.secret());
    assertThat(rotated.current().made()).isNotNull();
    assertThat(file.read()).isEqualTo(rotated);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
        .isEqualTo("rw-------");
  }

  @Test
  void the_last_line_signs_whatever_its_id() throws IOException {
    Files.writeString(file.path(), "200 " + SECRET + "\n7 " + SECRET + "\n");
    assertThat(file.read().current().id()).isEqualTo(7);
    assertThat(file.read().signingKeys()).isNotNull();
  }

  @Test
  void ids_go_round_and_pass_over_those_in_use() throws IOException {
    Files.writeString(file.path(), "1 " + SECRET + "\n254 " + SECRET + "\n");
    assertThat(file.rotate().current().id()).isEqualTo(255);
    assertThat(file.rotate().current().id()).isEqualTo(2);
  }

  @Test
  void rotation_never_runs_out_as_long_as_keys_are_retired() throws IOException {
    Files.writeString(file.path(), "250 " + SECRET + "\n");
    for (int i = 0; i < 12; i++) {
      int old = file.read().current().id();
      assertThat(file.rotate().current().id()).isNotEqualTo(old);
      assertThat(file.retire(old).keys()).hasSize(1);
    }
    assertThat(file.read().current().id()).isEqualTo(7);
  }

  @Test
  void more_keys_than_ids_are_refused_and_nothing_changes() throws IOException {
    StringBuilder full = new StringBuilder();
    for (int id = 1; id <= 255; id++) full.append(id).append(' ').append(SECRET).append('\n');
    Files.writeString(file.path(), full);
    assertThatThrownBy(file::rotate)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds 255 keys");
    assertThat(Files.readString(file.path())).isEqualTo(full.toString());
    file.retire(100);
    assertThat(file.rotate().current().id()).isEqualTo(100);
  }

  @Test
  void a_retired_key_is_gone_and_the_signing_one_cannot_be() throws IOException {
    file.rotate();
    assertThat(file.retire(1).keys()).singleElement().hasToString("key 2");
    assertThatThrownBy(() -> file.retire(2))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("signs with key 2");
    assertThatThrownBy(() -> file.retire(9))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has no key 9");
    assertThat(file.read().current().id()).isEqualTo(2);
  }

  @Test
  void rotations_at_the_same_time_all_count() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++)
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                try {
                  for (int k = 0; k < 5; k++) file.rotate();
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              }));
    for (Thread thread : threads) thread.join();
    assertThat(file.read().keys()).hasSize(21);
  }

  @Test
  void without_a_file_nothing_is_made_up() throws IOException {
    Files.delete(file.path());
    assertThatThrownBy(file::rotate)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("signing.keys is not there");
    assertThat(file.path()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n",
        "1",
        "1 short",
        "0 " + SECRET,
        "256 " + SECRET,
        "one " + SECRET,
        "1 " + SECRET + " yesterday",
        "1 " + SECRET + " 2026-11-20T20:00:00Z more",
        "1 " + SECRET + "\n1 " + SECRET,
      })
  void what_is_no_list_of_keys_is_refused_without_telling_a_secret(String text) throws IOException {
    Files.writeString(file.path(), text);
    assertThatThrownBy(file::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("signing.keys")
        .message()
        .doesNotContain(SECRET);
    assertThatThrownBy(file::rotate).isInstanceOf(IOException.class);
    assertThat(Files.readString(file.path())).isEqualTo(text);
  }
}
