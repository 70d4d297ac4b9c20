package io.tidegate.lab.script;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files that lie elsewhere than their paths say, such as in an archive.
 *
 * @param files what they hold, by absolute paths
 * @param others where all others are; null if there are none
 */
public record GivenFiles(Map<Path, byte[]> files, @Nullable ScriptSource others)
    implements ScriptSource {

  @Override
  public byte[] read(Path path) throws IOException {
    byte[] bytes = files.get(path);
    if (bytes != null) return bytes;
    if (others == null) throw new NoSuchFileException(path.toString());
    return others.read(path);
  }

  @Override
  public Path real(Path path) throws IOException {
    return others == null || files.containsKey(path) ? path : others.real(path);
  }
}
