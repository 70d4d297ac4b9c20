package io.tidegate.lab.cli;

import io.tidegate.lab.archive.ScriptArchive;
import io.tidegate.lab.options.OptionTree;
import io.tidegate.lab.script.GivenFiles;
import io.tidegate.lab.script.ScriptSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is named as a script: a file, an archive, or {@code -} for standard input.
 *
 * @param main its own place, from which its names of files count
 * @param files what does not lie where its path says
 * @param archive null where it is none
 */
record ScriptInput(Path main, Map<Path, byte[]> files, @Nullable ScriptArchive archive) {

  private static final int HEAD_BYTES = 512;
  private static final int STDIN_MOST = 256 << 20;

  /**
   * Finds it.
   *
   * @param type {@code js} or {@code archive}; null to look what it is
   * @throws IOException if it cannot be read
   */
  static ScriptInput of(Path script, @Nullable String type, InputStream stdin) throws IOException {
    if (script.toString().equals("-")) return of(stdin, type);
    if (!Files.isReadable(script) || Files.isDirectory(script))
      throw new IOException("the script \"" + script + "\" could not be found or cannot be read");
    try (InputStream in = Files.newInputStream(script)) {
      if (!isArchive(in.readNBytes(HEAD_BYTES), type))
        return new ScriptInput(script, Map.of(), null);
    }
    try (InputStream in = Files.newInputStream(script)) {
      return archived(in);
    }
  }

  private static ScriptInput of(InputStream stdin, @Nullable String type) throws IOException {
    byte[] all = stdin.readNBytes(STDIN_MOST + 1);
    if (all.length > STDIN_MOST) throw new IOException("standard input is too long for a script");
    if (isArchive(all, type)) return archived(new ByteArrayInputStream(all));
    Path main = Path.of("").toAbsolutePath().resolve("-");
    return new ScriptInput(main, Map.of(main, all), null);
  }

  private static boolean isArchive(byte[] head, @Nullable String type) {
    return type == null ? ScriptArchive.begins(head) : type.equals("archive");
  }

  private static ScriptInput archived(InputStream in) throws IOException {
    ScriptArchive archive = ScriptArchive.read(in);
    return new ScriptInput(archive.main(), archive.files(), archive);
  }

  /** Where its files are, on a machine with these. */
  ScriptSource source(ScriptSource disk) {
    if (files.isEmpty()) return disk;
    return new GivenFiles(files, archive == null ? disk : null);
  }

  /** The options that it runs with: those that it exports, but for an archive. */
  OptionTree options(OptionTree exported) {
    return archive == null ? exported : archive.options();
  }

  /** What {@code __ENV} says unless somebody else says it. */
  Map<String, String> env() {
    return archive == null ? Map.of() : archive.env();
  }
}
