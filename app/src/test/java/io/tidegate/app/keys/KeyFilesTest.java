package io.tidegate.app.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {

  @TempDir private Path data;

  @Test
  void the_first_start_makes_keys_that_the_owner_alone_can_read() throws IOException {
    KeyFiles keys = KeyFiles.in(data);
    assertThat(keys.adminMade()).isTrue();
    assertThat(keys.signingMade()).isTrue();
    assertThat(keys.admin()).hasSizeGreaterThanOrEqualTo(43);
    assertThat(keys.signing().keys()).hasSize(1);
    assertThat(keys.signing().current().secret()).hasSize(43);
    for (Path file : new Path[] {keys.adminFile(), keys.signingFile().path()}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void a_later_start_finds_the_same_keys() throws IOException {
    KeyFiles first = KeyFiles.in(data);
    KeyFiles second = KeyFiles.in(data);
    assertThat(second.adminMade()).isFalse();
    assertThat(second.signingMade()).isFalse();
    assertThat(second.admin()).isEqualTo(first.admin());
    assertThat(second.signing()).isEqualTo(first.signing());
  }

  @Test
  void two_folders_have_different_keys(@TempDir Path other) throws IOException {
    assertThat(KeyFiles.in(data).admin()).isNotEqualTo(KeyFiles.in(other).admin());
  }

  @Test
  void a_file_that_holds_no_key_is_named_in_the_refusal() throws IOException {
    KeyFiles.in(data);
    Files.writeString(data.resolve("signing.keys"), "1 short\n");
    assertThatThrownBy(() -> KeyFiles.in(data))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("signing.keys");
    Files.writeString(data.resolve("signing.keys"), "\n");
    assertThatThrownBy(() -> KeyFiles.in(data))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds no key");
    Files.delete(data.resolve("signing.keys"));
    Files.writeString(data.resolve("admin.key"), "short");
    assertThatThrownBy(() -> KeyFiles.in(data))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("admin.key");
  }
}
