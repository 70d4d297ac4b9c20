package io.tidegate.cluster.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One example in bytes for each command, result and frame: instances of two versions speak with
 * each other while one replaces the other, so a line may be added, none may change. After an
 * addition, {@code -Dtidegate.rewrite=true} writes the files anew; look at the difference.
 */
class PinnedBytesTest {

  private static final Path FOLDER =
      Path.of("src", "test", "resources", "io", "tidegate", "cluster", "wire");

  static Stream<CodecTest.Codec> codecs() {
    return CodecTest.codecs();
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void every_value_has_the_bytes_it_always_had(CodecTest.Codec codec) throws IOException {
    Map<String, String> now = new LinkedHashMap<>();
    for (Class<?> kind : RandomValues.kinds(codec.sealed())) {
      byte[] bytes = codec.bytes(new PlainValues().of(kind));
      now.put(kind.getSimpleName(), HexFormat.of().formatHex(bytes));
    }
    Path file = FOLDER.resolve(codec.sealed().getSimpleName().toLowerCase(Locale.ROOT) + ".hex");
    if (Boolean.getBoolean("tidegate.rewrite")) rewrite(file, now);
    Map<String, String> pinned = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] parts = line.split(" ", 2);
      pinned.put(parts[0], parts[1]);
    }
    assertThat(now).isEqualTo(pinned);
    assertThat(pinned.values().stream().map(hex -> hex.substring(0, 2)).distinct())
        .as("a type byte each")
        .hasSameSizeAs(pinned.keySet());
  }

  private static void rewrite(Path file, Map<String, String> now) throws IOException {
    StringBuilder lines = new StringBuilder();
    now.forEach((name, hex) -> lines.append(name).append(' ').append(hex).append('\n'));
    Files.createDirectories(FOLDER);
    Files.writeString(file, lines);
  }
}
